from django.urls import path

from rafeeq.channels import views

app_name = "channels"

urlpatterns = [path("originals/<int:message>/", views.original, name="original")]
