from django.urls import path

from meetings.views import browse, exports, periods, saved_filters, series

app_name = "meetings"
urlpatterns: list = [
    # Browsing
    path("meetings/", browse.meeting_list, name="list"),
    path("meetings/calendar/", periods.month, name="calendar"),
    path("meetings/export.csv", exports.export, {"form": "csv"}, name="export_csv"),
    path("meetings/export.xlsx", exports.export, {"form": "xlsx"}, name="export_xlsx"),
    path("meetings/filter/", browse.filter_panel, name="filter"),
    path("meetings/filters/", saved_filters.save_filter, name="save_filter"),
    path("meetings/filters/<uuid:pk>/", saved_filters.change_filter, name="saved_filter"),
    path("meetings/timeline/", periods.year, name="timeline"),
    path("series/", series.series_list, name="series_list"),
    path("series/<uuid:pk>/", series.series_detail, name="series"),
]
