from django.urls import path

from reminders.views import deliveries, general_rules, inbox, rules

app_name = "reminders"
urlpatterns = [
    path("notifications/", inbox.inbox, name="inbox"),
    path("notifications/read/", inbox.read_all, name="read_all"),
    path("notifications/<uuid:pk>/", inbox.follow, name="follow"),
    path("notifications/<uuid:pk>/read/", inbox.read, name="read"),
    path("notifications/rules/", general_rules.index, name="rules"),
    path("notifications/rules/all/<str:subject>/", general_rules.rules, name="general_rules"),
    path("notifications/rules/all/<str:subject>/<slug:kind>/", general_rules.rules, name="kind_rules"),
    path("notifications/rules/meeting/<uuid:pk>/", rules.rules, {"scope_kind": "meeting"}, name="meeting_rules"),
    path("notifications/rules/series/<uuid:pk>/", rules.rules, {"scope_kind": "series"}, name="series_rules"),
    path("administration/deliveries/", deliveries.deliveries, name="deliveries"),
    path("administration/deliveries/<uuid:pk>/resend/", deliveries.resend_one, name="resend"),
]
