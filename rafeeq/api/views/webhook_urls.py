"""The rooms of the webhooks in the settings."""

from django.urls import path

from rafeeq.api.views import webhooks

app_name = "webhooks"
urlpatterns = [
    path("", webhooks.listed, name="list"),
    path("new/", webhooks.new, name="new"),
    path("<int:pk>/", webhooks.webhook, name="webhook"),
    path("<int:pk>/log/", webhooks.log, name="log"),
    path("<int:pk>/test/", webhooks.test, name="test"),
    path("<int:pk>/secret/", webhooks.secret, name="secret"),
    path("<int:pk>/removal/", webhooks.removal, name="removal"),
    path("<int:pk>/deliveries/<int:delivery>/again/", webhooks.again, name="again"),
]
