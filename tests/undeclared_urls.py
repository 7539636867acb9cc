"""A route whose view forgot to declare its class of access; only tests/test_access.py uses it."""

from django.http import HttpResponse
from django.urls import path

from diplomacy.urls import urlpatterns as portal

urlpatterns = [*portal, path("undeclared/", lambda request: HttpResponse("through"), name="undeclared")]
