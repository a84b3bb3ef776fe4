from django.urls import path

from rafeeq.portal.views import help as help_pages
from rafeeq.portal.views import ticket

app_name = "portal"

urlpatterns = [
    path("help/", help_pages.help_centre, name="help"),
    path("help/request/", help_pages.new_request, name="request"),
    path("help/request/sent/", help_pages.request_sent, name="request_sent"),
    path("t/<str:secret>/", ticket.show, name="ticket"),
    path("t/<str:secret>/verdict/", ticket.verdict, name="verdict"),
    path("t/<str:secret>/replies/", ticket.reply, name="reply"),
    path("t/<str:secret>/withdrawal/", ticket.withdrawal, name="withdrawal"),
    path("t/<str:secret>/complaint/", ticket.complaint, name="complaint"),
    path("t/<str:secret>/files/<int:pk>/", ticket.file, name="file"),
]
