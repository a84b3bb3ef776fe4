"""Addresses of the choices that every visitor has."""

from django.urls import path

from rafeeq.ui import views

app_name = "ui"
urlpatterns = [
    path("language/", views.language, name="language"),
    path("theme/", views.theme, name="theme"),
]
