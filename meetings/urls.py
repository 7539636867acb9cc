from django.urls import path

from meetings.views import (
    agenda,
    agenda_many,
    browse,
    documents,
    drafts,
    exports,
    feeds,
    handling,
    meeting,
    meeting_form,
    notices,
    papers,
    periods,
    positions,
    series,
    watching,
)

app_name = "meetings"
urlpatterns: list = [
    # Browsing
    path("meetings/", browse.meeting_list, name="list"),
    path("meetings/calendar/", periods.month, name="calendar"),
    path("meetings/export.csv", exports.export, {"form": "csv"}, name="export_csv"),
    path("meetings/export.xlsx", exports.export, {"form": "xlsx"}, name="export_xlsx"),
    path("meetings/filter/", browse.filter_panel, name="filter"),
    path("meetings/timeline/", periods.year, name="timeline"),
    path("series/", series.series_list, name="series_list"),
    path("series/<uuid:pk>/", series.series_detail, name="series"),
    path("series/<uuid:pk>/watch/", watching.series_watch, name="series_watch"),
    # Agenda
    path("meetings/preview/", agenda_many.preview, name="agenda_preview"),
    path("meetings/<uuid:pk>/agenda/add/", agenda.add, name="agenda_add"),
    path("meetings/<uuid:pk>/agenda/bin/", agenda.agenda_bin, name="agenda_bin"),
    path("meetings/<uuid:pk>/agenda/bulk/", agenda_many.bulk, name="agenda_bulk"),
    path("meetings/<uuid:pk>/agenda/changes/", agenda.changes, name="agenda_changes"),
    path("meetings/<uuid:pk>/agenda/order/", agenda.order, name="agenda_order"),
    path("meetings/<uuid:pk>/agenda/paste/", agenda_many.paste, name="agenda_paste"),
    path("meetings/<uuid:pk>/agenda/restore/", agenda.restore, name="agenda_restore"),
    path("meetings/<uuid:pk>/agenda/<uuid:item>/", agenda.item, name="agenda_item"),
    path("meetings/<uuid:pk>/agenda/<uuid:item>/delete/", agenda.delete, name="agenda_delete"),
    path("meetings/<uuid:pk>/agenda/<uuid:item>/duplicate/", agenda.duplicate, name="agenda_duplicate"),
    path("meetings/<uuid:pk>/agenda/<uuid:item>/handling/", handling.handling, name="agenda_handling"),
    path("meetings/<uuid:pk>/agenda/<uuid:item>/move/", agenda.move, name="agenda_move"),
    path("meetings/<uuid:pk>/agenda/<uuid:item>/<slug:cell>/", agenda.cell, name="agenda_cell"),
    path("drafts/<str:key>/", drafts.draft, name="draft"),
    # Positions
    path("meetings/<uuid:pk>/positions/", positions.positions, name="positions"),
    path("meetings/<uuid:pk>/positions/changes/", positions.changes, name="positions_changes"),
    path("meetings/<uuid:pk>/positions/<uuid:item>/", positions.position, name="position"),
    path(
        "meetings/<uuid:pk>/positions/<uuid:item>/handling/",
        handling.handling,
        {"paper": True},
        name="position_handling",
    ),
    path("meetings/<uuid:pk>/positions/<uuid:item>/<slug:text>/", positions.text, name="position_text"),
    # Meeting
    path("meetings/new/", meeting_form.create, name="create"),
    path("meetings/<uuid:pk>/", meeting.detail, name="detail"),
    path("meetings/<uuid:pk>/edit/", meeting_form.edit, name="edit"),
    path("meetings/<uuid:pk>/handling/", handling.handling, name="handling"),
    path("meetings/<uuid:pk>/history/", meeting.history, name="history"),
    path("meetings/<uuid:pk>/notices/", notices.notices, name="notices"),
    path("meetings/<uuid:pk>/paper/", papers.paper, name="paper"),
    path("meetings/<uuid:pk>/paper/file/", papers.paper_file, name="paper_file"),
    path("meetings/<uuid:pk>/sources/", meeting.sources, name="sources"),
    path("meetings/<uuid:pk>/watch/", watching.watch, name="watch"),
    # Documents
    path("meetings/<uuid:pk>/documents/", documents.documents, name="documents"),
    path("meetings/<uuid:pk>/documents/add/", documents.document_add, name="document_add"),
    path("meetings/<uuid:pk>/documents/bin/", documents.document_bin, name="document_bin"),
    path("meetings/<uuid:pk>/documents/<uuid:document>/", documents.document, name="document"),
    path("meetings/<uuid:pk>/documents/<uuid:document>/delete/", documents.document_delete, name="document_delete"),
    path(
        "meetings/<uuid:pk>/documents/<uuid:document>/handling/", documents.document_handling, name="document_handling"
    ),
    path("meetings/<uuid:pk>/documents/<uuid:document>/restore/", documents.document_restore, name="document_restore"),
    path(
        "meetings/<uuid:pk>/documents/<uuid:document>/versions/",
        documents.document_version_add,
        name="document_version_add",
    ),
    path(
        "meetings/<uuid:pk>/documents/<uuid:document>/versions/<int:number>/",
        documents.document_file,
        name="document_file",
    ),
    # Calendar feeds
    path("calendars/", feeds.feeds, name="feeds"),
    path("calendars/<uuid:pk>/revoke/", feeds.feed_revoke, name="feed_revoke"),
    path("calendars/<slug:secret>.ics", feeds.feed, name="feed"),
]
