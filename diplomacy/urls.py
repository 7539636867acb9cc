from django.urls import include, path

urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("", include("accounts.urls")),
    path("", include("diplomacy.api.urls")),
    path("", include("meetings.front_urls")),
    path("", include("meetings.urls")),
    path("", include("reminders.urls")),
]
