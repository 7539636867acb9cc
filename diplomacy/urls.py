from django.urls import include, path

from accounts.access import Access, access
from diplomacy import health

urlpatterns = [
    path("healthz", access(Access.PUBLIC)(health.healthz), name="healthz"),
    path("readyz", access(Access.PUBLIC)(health.readyz), name="readyz"),
    path("accounts/", include("allauth.urls")),
    path("", include("accounts.urls")),
    path("", include("diplomacy.api.urls")),
    path("", include("meetings.front_urls")),
    path("", include("meetings.urls")),
    path("", include("reminders.urls")),
]
