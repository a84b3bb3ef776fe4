from django.apps import AppConfig


class SetupConfig(AppConfig):
    name = "rafeeq.setup"
    label = "setup"

    def ready(self) -> None:
        """Pages and mails name and dress the company as it is set here."""
        from rafeeq.setup import queries
        from rafeeq.ui import company

        company.comes_from(queries.company)
