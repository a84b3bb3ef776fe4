from django.urls import path

from rafeeq.channels import views
from rafeeq.channels.email import views as email

app_name = "channels"

urlpatterns = [
    path("originals/<int:message>/", views.original, name="original"),
    path("settings/mailboxes/", email.listed, name="mailboxes"),
    path("settings/mailboxes/new/", email.new, name="new_mailbox"),
    path("settings/mailboxes/<int:pk>/", email.mailbox, name="mailbox"),
    path("settings/mailboxes/<int:pk>/pause/", email.pause, name="pause_mailbox"),
    path("settings/mailboxes/<int:pk>/removal/", email.remove, name="remove_mailbox"),
    path("settings/mailboxes/<int:pk>/trial/", email.send_self, name="try_mailbox"),
    path("settings/mailboxes/<int:pk>/trial/arrival/", email.arrival, name="mailbox_arrival"),
]
