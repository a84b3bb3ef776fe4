"""Addresses of the choices that every visitor has, and of what a telephone reads to keep us on its first screen."""

from django.urls import path

from rafeeq.ui import views

app_name = "ui"
urlpatterns = [
    path("language/", views.language, name="language"),
    path("theme/", views.theme, name="theme"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
]
