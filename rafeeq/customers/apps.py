from django.apps import AppConfig


class CustomersConfig(AppConfig):
    name = "rafeeq.customers"
    label = "customers"
