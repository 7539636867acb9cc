from django.urls import path

from meetings.views import browse, exports, feeds, periods, saved_filters

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
    path("series/", browse.meeting_list, name="series_list"),
    # Calendar feeds
    path("calendars/", feeds.feeds, name="feeds"),
    path("calendars/<uuid:pk>/revoke/", feeds.feed_revoke, name="feed_revoke"),
    path("calendars/<slug:secret>.ics", feeds.feed, name="feed"),
]
