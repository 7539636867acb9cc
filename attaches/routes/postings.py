from django.urls import path

from attaches.views import postings

urlpatterns = [
    path("", postings.network, name="network"),
    path("postings/", postings.postings, name="postings"),
    path("postings/at/<uuid:pk>/", postings.body, name="posting_body"),
    path("postings/at/<uuid:pk>/add/", postings.add, name="posting_add"),
    path("postings/<uuid:pk>/edit/", postings.edit, name="posting_edit"),
    path("postings/<uuid:pk>/remove/", postings.remove, name="posting_remove"),
]
