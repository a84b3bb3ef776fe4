"""Every door of the house. What a desk at rest never opens is loaded later."""

from django.urls import include, path

from rafeeq.config.later import later
from rafeeq.staff.urls import account_urlpatterns

urlpatterns = [
    later("api/v1/", "rafeeq.api.urls", "api"),
    path("", include("rafeeq.inbox.views.home_urls")),
    path("", include("rafeeq.staff.urls")),
    path("", include(account_urlpatterns)),
    path("", include("rafeeq.ui.urls")),
    path("inbox/", include("rafeeq.inbox.urls")),
    later("knowledge/", "rafeeq.library.urls", "knowledge"),
    later("insights/", "rafeeq.insights.urls", "insights"),
    later("settings/webhooks/", "rafeeq.api.views.webhook_urls", "webhooks"),
    later("settings/", "rafeeq.setup.urls", "settings"),
    path("brand/", include("rafeeq.setup.views.brand_urls")),
    path("", include("rafeeq.portal.urls")),
    later("", "rafeeq.channels.urls", "channels"),
]
