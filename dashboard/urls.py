"""The overview, below /dashboard/."""

from django.urls import path, re_path

from dashboard.views import diagram

app_name = "dashboard"
urlpatterns: list = [
    path("dashboard/diagram/", diagram.diagram, name="diagram"),
    re_path(r"^dashboard/diagram/file\.(?P<form>svg|pdf)$", diagram.diagram_file, name="diagram_file"),
    path("dashboard/diagram/<uuid:pk>/", diagram.diagram_series, name="diagram_series"),
]
