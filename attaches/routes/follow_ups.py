from django.urls import path

from attaches.views import follow_ups

urlpatterns = [
    path("contacts/<uuid:pk>/follow-ups/add/", follow_ups.add, name="follow_up_add"),
    path("follow-ups/", follow_ups.follow_ups, name="follow_ups"),
    path("follow-ups/export.csv", follow_ups.follow_ups_export, {"form": "csv"}, name="follow_ups_csv"),
    path("follow-ups/export.xlsx", follow_ups.follow_ups_export, {"form": "xlsx"}, name="follow_ups_xlsx"),
    path("follow-ups/filter/", follow_ups.follow_ups_filter, name="follow_ups_filter"),
    path("follow-ups/<uuid:pk>/", follow_ups.follow_up, name="follow_up"),
    path("follow-ups/<uuid:pk>/close/", follow_ups.close, name="follow_up_close"),
    path("follow-ups/<uuid:pk>/edit/", follow_ups.edit, name="follow_up_edit"),
    path("follow-ups/<uuid:pk>/hand-over/", follow_ups.hand_over, name="follow_up_hand_over"),
    path("follow-ups/<uuid:pk>/reopen/", follow_ups.reopen, name="follow_up_reopen"),
]
