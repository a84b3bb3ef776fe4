"""The addresses of insights."""

from django.urls import path

from rafeeq.insights.views import board, hints, measure, samples

app_name = "insights"
urlpatterns = [
    path("", board.overview, name="overview"),
    path("hints/", hints.hints, name="hints"),
    path("hints/<int:pk>/finding/", hints.finding, name="finding"),
    path("samples/", samples.draw, name="draw"),
    path("samples/<int:pk>/", samples.sample, name="sample"),
    path("samples/<int:pk>/rows/<int:place>/", samples.judge, name="judge"),
    path("measures/<slug:name>/", measure.measure, name="measure"),
    path("measures/<slug:name>/rows/", measure.shown_rows, name="rows"),
]
