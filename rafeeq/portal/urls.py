from django.urls import path

from rafeeq.portal.views import help as help_pages
from rafeeq.portal.views import listening, own, requests, ticket

app_name = "portal"

urlpatterns = [
    path("help/", help_pages.help_centre, name="help"),
    path("help/accessibility/", help_pages.accessibility, name="accessibility"),
    path("help/request/", help_pages.new_request, name="request"),
    path("help/request/answers/", help_pages.answers, name="answers"),
    path("help/request/sent/", help_pages.request_sent, name="request_sent"),
    path("help/requests/", requests.own, name="requests"),
    path("help/requests/link/", requests.link, name="link"),
    path("help/requests/link/sent/", requests.link_sent, name="link_sent"),
    path("help/requests/enter/<str:secret>/", requests.enter, name="enter"),
    path("help/requests/leave/", requests.leave, name="leave"),
    path("t/<str:secret>/", ticket.show, name="ticket"),
    path("t/<str:secret>/verdict/", ticket.verdict, name="verdict"),
    path("t/<str:secret>/replies/", ticket.reply, name="reply"),
    path("t/<str:secret>/withdrawal/", ticket.withdrawal, name="withdrawal"),
    path("t/<str:secret>/complaint/", ticket.complaint, name="complaint"),
    path("t/<str:secret>/understanding/", listening.understanding, name="understanding"),
    path("t/<str:secret>/expectation/", listening.expectation, name="expectation"),
    path("t/<str:secret>/expectation/verdict/", listening.came_out, name="came_out"),
    path("t/<str:secret>/review/", listening.review, name="review"),
    path("t/<str:secret>/conduct/", own.conduct, name="conduct"),
    path("t/<str:secret>/new-link/", own.new_link, name="new_link"),
    path("t/<str:secret>/files/<int:pk>/", ticket.file, name="file"),
]
