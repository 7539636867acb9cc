from django.urls import path

from accounts.views import entrance, oversight, people, personal, saved_filters

app_name = "accounts"
urlpatterns = [
    path("language/", personal.language, name="language"),
    path("demo/", personal.demo_switch, name="demo_switch"),
    path("invitation/<str:token>/", entrance.invitation, name="invitation"),
    path("settings/", personal.personal_settings, name="settings"),
    path("settings/tokens/", personal.token_issue, name="token_issue"),
    path("settings/tokens/<uuid:pk>/revoke/", personal.token_revoke, name="token_revoke"),
    path("filters/", saved_filters.save_filter, name="save_filter"),
    path("filters/<uuid:pk>/", saved_filters.change_filter, name="saved_filter"),
    path("session/", personal.session_state, name="session_state"),
    path("session/extend/", personal.session_extend, name="session_extend"),
    path("administration/", oversight.administration, name="administration"),
    path("administration/people/", people.people, name="people"),
    path("administration/people/invite/", people.invite, name="invite"),
    path("administration/people/<uuid:pk>/", people.person, name="person"),
    path("administration/people/<uuid:pk>/disable/", people.disable, name="disable"),
    path("administration/people/<uuid:pk>/enable/", people.enable, name="enable"),
    path("administration/people/<uuid:pk>/invite/", people.invite_again, name="invite_again"),
    path(
        "administration/people/<uuid:pk>/reset-second-factor/",
        people.reset_second_factor,
        name="reset_second_factor",
    ),
    path("administration/review/", people.review, name="review"),
    path("administration/audit/", oversight.audit, name="audit"),
    path("administration/changes/", oversight.changes, name="changes"),
    path("administration/mail/", oversight.mails, name="outbox"),
]
