"""The overview, below /dashboard/."""

from django.urls import path, re_path

from dashboard.views import diagram, overview, snapshots, world

app_name = "dashboard"
urlpatterns: list = [
    path("dashboard/", overview.home, name="home"),
    re_path(r"^dashboard/file\.(?P<form>pdf|docx)$", overview.home_file, name="home_file"),
    path("dashboard/ahead/", overview.ahead, name="ahead"),
    path("dashboard/commitments/", overview.commitments, name="commitments"),
    path("dashboard/coverage/", overview.coverage_page, name="coverage"),
    path("dashboard/diagram/", diagram.diagram, name="diagram"),
    re_path(r"^dashboard/diagram/file\.(?P<form>svg|pdf)$", diagram.diagram_file, name="diagram_file"),
    path("dashboard/diagram/<uuid:pk>/", diagram.diagram_series, name="diagram_series"),
    path("dashboard/proposals/", overview.proposals, name="proposals"),
    path("dashboard/quiet/", overview.quiet, name="quiet"),
    path("dashboard/series/", overview.series, name="series"),
    path("dashboard/snapshots/", snapshots.snapshots, name="snapshots"),
    path("dashboard/snapshots/take/", snapshots.snapshot_take, name="snapshot_take"),
    path("dashboard/snapshots/<uuid:pk>/", snapshots.snapshot, name="snapshot"),
    path("dashboard/map/", world.world, name="world"),
]
