from django.apps import AppConfig


class TicketsConfig(AppConfig):
    name = "rafeeq.tickets"
    label = "tickets"
