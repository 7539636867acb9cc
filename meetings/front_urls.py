"""The pages at the portal's front door: they have no namespace, because every app's templates lead to them."""

from django.urls import path

from meetings.views import home, search

urlpatterns = [
    path("", home.home, name="home"),
    path("search/", search.search_all, name="search"),
]
