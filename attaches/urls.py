"""Everything of the network is below /network/; the routes of each area stand in a module of `attaches/routes/`."""

from django.urls import include, path

from attaches.routes import bulletins, circle, contacts, follow_ups, handover, postings, proposals, quiet, requests

app_name = "attaches"
urlpatterns: list = [
    path("network/", include(contacts.urlpatterns)),
    path("network/", include(follow_ups.urlpatterns)),
    path("network/", include(proposals.urlpatterns)),
    path("network/", include(quiet.urlpatterns)),
    path("network/", include(handover.urlpatterns)),
    path("network/", include(postings.urlpatterns)),
    path("network/", include(circle.urlpatterns)),
    path("network/", include(bulletins.urlpatterns)),
    path("network/", include(requests.urlpatterns)),
]
