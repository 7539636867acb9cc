from django.urls import path

from attaches.views import requests

urlpatterns = [
    path("requests/", requests.requests, name="requests"),
    path("requests/filter/", requests.requests_filter, name="requests_filter"),
    path("requests/export.csv", requests.requests_csv, name="requests_csv"),
    path("requests/export.xlsx", requests.requests_xlsx, name="requests_xlsx"),
    path("requests/new/", requests.request_add, name="request_add"),
    path("requests/<uuid:pk>/", requests.request_page, name="request"),
    path("requests/<uuid:pk>/withdraw/", requests.request_withdraw, name="request_withdraw"),
    path("requests/<uuid:pk>/receive/", requests.request_receive, name="request_receive"),
    path("requests/<uuid:pk>/arrange/", requests.request_arrange, name="request_arrange"),
    path("requests/<uuid:pk>/agree/", requests.request_agree, name="request_agree"),
    path("requests/<uuid:pk>/decline/", requests.request_decline, name="request_decline"),
]
