"""What everybody may see of the company's appearance, at /brand/."""

from django.urls import path

from rafeeq.setup.views import brand

app_name = "brand"
urlpatterns = [
    path("logo", brand.logo, name="logo"),
    path("colours.css", brand.style, name="style"),
]
