"""Every door of the house."""

from django.urls import include, path
from django.views.generic import RedirectView

from rafeeq.setup.urls import brand_urlpatterns
from rafeeq.staff.urls import account_urlpatterns

urlpatterns = [
    path("api/v1/", include("rafeeq.api.urls")),
    path("", RedirectView.as_view(pattern_name="inbox:list"), name="home"),
    path("", include("rafeeq.staff.urls")),
    path("", include(account_urlpatterns)),
    path("", include("rafeeq.ui.urls")),
    path("inbox/", include("rafeeq.inbox.urls")),
    path("insights/", include("rafeeq.insights.urls")),
    path("settings/webhooks/", include("rafeeq.api.views.webhook_urls")),
    path("settings/", include("rafeeq.setup.urls")),
    path("brand/", include((brand_urlpatterns, "brand"))),
    path("", include("rafeeq.channels.urls")),
    path("", include("rafeeq.portal.urls")),
]
