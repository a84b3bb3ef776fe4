from django.apps import AppConfig


class ChannelsConfig(AppConfig):
    name = "rafeeq.channels"
    label = "channels"
