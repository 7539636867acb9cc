from django.urls import path

from attaches.views import postings

urlpatterns = [
    path("", postings.network, name="network"),
    path("postings/", postings.directory, name="postings"),
]
