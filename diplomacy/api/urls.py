"""The API's addresses. Apps are named by string, so that no import points upward."""

from django.urls import include, path, re_path
from django.utils.module_loading import import_string
from rest_framework.routers import SimpleRouter

VIEW_SETS = {
    "themes": "partners.api.ThemeViewSet",
    "partners": "partners.api.PartnerViewSet",
    "organisations": "partners.api.OrganisationViewSet",
    "agreements": "partners.api.AgreementViewSet",
    "projects": "partners.api.ProjectViewSet",
    "bases": "partners.api.BaseViewSet",
    "indicators": "partners.api.IndicatorViewSet",
    "academic-agreements": "partners.api.AcademicAgreementViewSet",
    "relations": "partners.api.RelationViewSet",
    "people": "partners.api.PersonViewSet",
    "posts": "partners.api.PostViewSet",
    "secondments": "partners.api.SecondmentViewSet",
    "stances": "partners.api.StanceViewSet",
    "risks": "partners.api.RiskViewSet",
    "series": "meetings.api.SeriesViewSet",
    "series-links": "meetings.api.SeriesLinkViewSet",
    "meetings": "meetings.api.MeetingViewSet",
    "agenda-items": "meetings.api.AgendaItemViewSet",
    "positions": "meetings.positions_api.PositionViewSet",
    "clearances": "meetings.rounds.api.ClearanceViewSet",
    "clearance-entries": "meetings.rounds.api.ClearanceEntryViewSet",
    "clearance-replies": "meetings.rounds.api.ClearanceReplyViewSet",
    "position-versions": "meetings.positions_api.PositionVersionViewSet",
    "documents": "meetings.document_api.DocumentViewSet",
    "document-versions": "meetings.document_api.DocumentVersionViewSet",
    "decisions": "meetings.outcomes.api.DecisionViewSet",
    "actions": "meetings.outcomes.api.ActionViewSet",
    "contacts": "attaches.api.ContactViewSet",
    "follow-ups": "attaches.follow_ups.api.FollowUpViewSet",
    "postings": "attaches.api.PostingViewSet",
    "coordination-cases": "meetings.coordination.api.CoordinationViewSet",
    "council-snapshots": "dashboard.api.SnapshotViewSet",
    "circle-events": "attaches.circle.api.CircleEventViewSet",
    "circle-invitations": "attaches.circle.api.InvitationViewSet",
    "circle-papers": "attaches.circle.api.CirclePaperViewSet",
    "bulletins": "attaches.bulletins.api.BulletinViewSet",
    "bulletin-deliveries": "attaches.bulletins.api.BulletinDeliveryViewSet",
    "meeting-requests": "attaches.requests.api.MeetingRequestViewSet",
    "participants": "meetings.participants.api.ParticipantViewSet",
    "stories": "outreach.api.StoryViewSet",
    "offers": "outreach.api.OfferViewSet",
    "experts": "outreach.api.ExpertViewSet",
    "dispatches": "outreach.api.DispatchViewSet",
    "dispatch-stops": "outreach.parts_api.StopViewSet",
    "dispatch-engagements": "outreach.parts_api.EngagementViewSet",
    "dispatch-media": "outreach.parts_api.MediaItemViewSet",
    "dispatch-effects": "outreach.parts_api.EffectViewSet",
    "imports": "partners.import_api.ImportViewSet",
    "notifications": "reminders.api.NotificationViewSet",
    "saved-filters": "accounts.api.SavedFilterViewSet",
    "tokens": "accounts.api.ApiTokenViewSet",
}

router = SimpleRouter(use_regex_path=False)
for prefix, view_set in VIEW_SETS.items():
    router.register(prefix, import_string(view_set), basename=f"api-{prefix}")

ENDPOINTS = {
    "me": "api-me",
    "figures": "api-figures",
    "quiet-partners": "api-quiet-partners",
    "import-lists": "api-import-lists",
    **{prefix: f"api-{prefix}-list" for prefix in VIEW_SETS},
    "schema": "api-schema",
    "docs": "api-docs",
}


def view(dotted: str, **options):
    return import_string(f"accounts.api.{dotted}").as_view(**options)


urlpatterns = [
    path("api/schema/", view("Schema"), name="api-schema"),
    path("api/docs/", view("Documents"), name="api-docs"),
    path("api/v1/", view("ApiRoot", endpoints=ENDPOINTS), name="api-root"),
    path("api/v1/me/", view("Me"), name="api-me"),
    path("api/v1/figures/", import_string("dashboard.api.Figures").as_view(), name="api-figures"),
    path(
        "api/v1/quiet-partners/",
        import_string("attaches.quiet.api.QuietPartnersView").as_view(),
        name="api-quiet-partners",
    ),
    path(
        "api/v1/postings/<uuid:pk>/handover/",
        import_string("attaches.handover.api.HandoverView").as_view(),
        name="api-postings-handover",
    ),
    path(
        "api/v1/meetings/<uuid:pk>/paper/",
        import_string("meetings.paper_api.MeetingPaper").as_view(),
        name="api-meetings-paper-file",
    ),
    path(
        "api/v1/partners/<uuid:pk>/brief/",
        import_string("partners.brief_api.PartnerBrief").as_view(),
        name="api-partners-brief-file",
    ),
    path(
        "api/v1/import-lists/",
        import_string("partners.import_api.ImportLists").as_view(),
        name="api-import-lists",
    ),
    path(
        "api/v1/import-lists/<slug:name>/template/",
        import_string("partners.import_api.ImportTemplate").as_view(),
        name="api-import-lists-template",
    ),
    path("api/v1/", include(router.urls)),
    re_path(r"^api/(?P<address>.*)$", view("UnknownAddress"), name="api-unknown"),
]
