from django.urls import path

from reminders.views import deliveries, inbox, rules

app_name = "reminders"
urlpatterns = [
    path("notifications/", inbox.inbox, name="inbox"),
    path("notifications/read/", inbox.read_all, name="read_all"),
    path("notifications/<uuid:pk>/", inbox.follow, name="follow"),
    path("notifications/<uuid:pk>/read/", inbox.read, name="read"),
    path("notifications/rules/meeting/<uuid:pk>/", rules.rules, {"scope_kind": "meeting"}, name="meeting_rules"),
    path("notifications/rules/series/<uuid:pk>/", rules.rules, {"scope_kind": "series"}, name="series_rules"),
    path("administration/deliveries/", deliveries.deliveries, name="deliveries"),
    path("administration/deliveries/<uuid:pk>/resend/", deliveries.resend_one, name="resend"),
]
