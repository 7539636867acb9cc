from django.urls import include, path

from accounts.access import Access, access
from diplomacy import health
from diplomacy.ui import views as ui

urlpatterns = [
    path("healthz", access(Access.PUBLIC)(health.healthz), name="healthz"),
    path("readyz", access(Access.PUBLIC)(health.readyz), name="readyz"),
    path("styleguide/", access(Access.STAFF)(ui.styleguide), name="styleguide"),
    path("accounts/", include("allauth.urls")),
    path("", include("accounts.urls")),
    path("", include("diplomacy.api.urls")),
    path("", include("meetings.front_urls")),
    path("", include("meetings.urls")),
    path("", include("partners.urls")),
    path("", include("attaches.urls")),
    path("", include("dashboard.urls")),
    path("", include("outreach.urls")),
    path("", include("reminders.urls")),
]
