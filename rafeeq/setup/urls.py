"""The rooms of the settings. Their names begin with `settings:`, for that is what people call the place."""

from django.urls import path

from rafeeq.setup.views import overview

app_name = "settings"

urlpatterns = [
    path("", overview.overview, name="overview"),
]
