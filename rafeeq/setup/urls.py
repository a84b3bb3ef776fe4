"""The rooms of the settings. Their names begin with `settings:`, for that is what people call the place."""

from django.urls import path

from rafeeq.setup.views import brand, company, overview

app_name = "settings"

urlpatterns = [
    path("", overview.overview, name="overview"),
    path("company/", company.company, name="company"),
    path("company/logo/", company.logo, name="logo"),
    path("languages/", company.languages, name="languages"),
    path("help-centre/", company.help_centre, name="help_centre"),
    path("kinds/", company.kinds, name="kinds"),
]

# What everybody may see, at /brand/.
brand_urlpatterns = [
    path("logo", brand.logo, name="logo"),
    path("colours.css", brand.style, name="style"),
]
