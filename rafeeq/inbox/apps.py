from django.apps import AppConfig


class InboxConfig(AppConfig):
    name = "rafeeq.inbox"
    label = "inbox"
