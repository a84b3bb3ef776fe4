"""The addresses of insights."""

app_name = "insights"
urlpatterns: list[object] = []
