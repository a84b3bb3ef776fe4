from django.urls import path

from rafeeq.portal.views import articles, ask, crawlers, likely, listening, missing, own, requests, ticket
from rafeeq.portal.views import help as help_pages

app_name = "portal"

urlpatterns = [
    path("help/", help_pages.help_centre, name="help"),
    path("help/accessibility/", help_pages.accessibility, name="accessibility"),
    path("help/topics/<int:pk>-<str:slug>/", articles.topic, name="topic"),
    path("help/articles/<int:pk>/", articles.short, name="article_by_number"),
    path("help/articles/<int:pk>/verdict/", articles.verdict, name="article_verdict"),
    path("help/articles/<int:pk>/wrong/", articles.wrong, name="article_wrong"),
    path("help/articles/<int:pk>/files/<int:number>/", articles.picture, name="picture"),
    path("help/articles/<int:pk>-<str:slug>/", articles.article, name="article"),
    path("help/ask/", ask.ask, name="ask"),
    path("help/ask/<str:token>/", ask.talk, name="talk"),
    path("help/ask/<str:token>/verdict/", ask.verdict, name="talk_verdict"),
    path("help/ask/<str:token>/person/", ask.person, name="talk_person"),
    path("help/ask/<str:token>/request/", ask.hand_over, name="talk_request"),
    path("help/search/", articles.search, name="search"),
    path("help/search/missing/", missing.missing, name="missing"),
    path("robots.txt", crawlers.robots, name="robots"),
    path("sitemap.xml", crawlers.sitemap, name="sitemap"),
    path("help/request/", help_pages.new_request, name="request"),
    path("help/request/answers/", likely.answers, name="answers"),
    path("help/request/spared/", likely.spared, name="spared"),
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
