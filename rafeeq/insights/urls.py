"""The addresses of insights."""

from django.urls import path

from rafeeq.insights.views import board, measure

app_name = "insights"
urlpatterns = [
    path("", board.overview, name="overview"),
    path("measures/<slug:name>/", measure.measure, name="measure"),
    path("measures/<slug:name>/rows/", measure.shown_rows, name="rows"),
]
