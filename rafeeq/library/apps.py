from django.apps import AppConfig


class LibraryConfig(AppConfig):
    name = "rafeeq.library"
    label = "library"
