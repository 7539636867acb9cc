from django.urls import path

from attaches.views import quiet

urlpatterns = [
    path("quiet/", quiet.quiet, name="quiet"),
    path("quiet/intervals/<uuid:pk>/", quiet.interval, name="quiet_interval"),
]
