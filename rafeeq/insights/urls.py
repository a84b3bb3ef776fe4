"""The addresses of insights."""

from django.urls import path

from rafeeq.insights.views import board, hints, measure

app_name = "insights"
urlpatterns = [
    path("", board.overview, name="overview"),
    path("hints/", hints.hints, name="hints"),
    path("hints/<int:pk>/finding/", hints.finding, name="finding"),
    path("measures/<slug:name>/", measure.measure, name="measure"),
    path("measures/<slug:name>/rows/", measure.shown_rows, name="rows"),
]
