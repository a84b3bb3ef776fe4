from django.apps import AppConfig


class ChannelsConfig(AppConfig):
    name = "rafeeq.channels"
    label = "channels"

    def ready(self) -> None:
        """Pages about tickets learn here which messages still lie as they came."""
        from rafeeq.channels import queries
        from rafeeq.tickets.queries import originals

        originals.come_from(queries.kept_originals)
