from django.urls import path

from attaches.views import circle, circle_papers, interests, invitations

urlpatterns = [
    path("circle/", circle.circle, name="circle"),
    path("circle/new/", circle.event_add, name="circle_event_add"),
    path("circle/themes/", interests.interests, name="interests"),
    path("circle/<uuid:pk>/", circle.event, name="circle_event"),
    path("circle/<uuid:pk>/edit/", circle.event_edit, name="circle_event_edit"),
    path("circle/<uuid:pk>/handling/", circle.event_handling, name="circle_event_handling"),
    path("circle/<uuid:pk>/cancel/", circle.event_turn, {"deed": "cancel"}, name="circle_event_cancel"),
    path("circle/<uuid:pk>/restore/", circle.event_turn, {"deed": "restore"}, name="circle_event_restore"),
    path("circle/<uuid:pk>/held/", circle.event_turn, {"deed": "held"}, name="circle_event_held"),
    path("circle/<uuid:pk>/invite/", invitations.invite, name="circle_invite"),
    path("circle/<uuid:pk>/attendance/", invitations.attendance, name="circle_attendance"),
    path("circle/<uuid:pk>/papers/", circle_papers.paper_add, name="circle_paper_add"),
    path("circle/papers/<uuid:pk>/", circle_papers.paper, name="circle_paper"),
    path("circle/papers/<uuid:pk>/remove/", circle_papers.paper_remove, name="circle_paper_remove"),
    path("invitations/<uuid:pk>/", invitations.invitation, name="invitation"),
    path("invitations/<uuid:pk>/withdraw/", invitations.withdraw, name="invitation_withdraw"),
    path("invitations/<uuid:pk>/link/", invitations.renew, name="invitation_renew"),
    path("invitations/<uuid:pk>/record/", invitations.record, name="invitation_record"),
    path("answer/<str:token>/", invitations.answer, name="answer"),
]
