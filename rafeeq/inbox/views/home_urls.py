"""The first address of all, `/`: the workspace has no other place for it."""

from django.urls import path

from rafeeq.inbox.views import lists

urlpatterns = [path("", lists.home, name="home")]
