from allauth.account import views as account
from django.urls import path

from rafeeq.staff import views
from rafeeq.staff.forms import SignInForm

app_name = "staff"

urlpatterns = [path("first/<str:secret>/", views.first_administrator, name="first_administrator")]

# The account library finds its pages by these bare names.
account_urlpatterns = [
    path("sign-in/", account.LoginView.as_view(form_class=SignInForm), name="account_login"),
    path("sign-out/", account.logout, name="account_logout"),
]
