from django.urls import path

from attaches.views import bulletins

urlpatterns = [
    path("bulletins/", bulletins.bulletins, name="bulletins"),
    path("bulletins/new/", bulletins.bulletin_add, name="bulletin_add"),
    path("bulletins/<uuid:pk>/", bulletins.bulletin, name="bulletin"),
    path("bulletins/<uuid:pk>/edit/", bulletins.bulletin_edit, name="bulletin_edit"),
    path("bulletins/<uuid:pk>/send/", bulletins.bulletin_send, name="bulletin_send"),
    path("bulletins/<uuid:pk>/discard/", bulletins.bulletin_discard, name="bulletin_discard"),
    path("bulletins/<uuid:pk>/handling/", bulletins.bulletin_handling, name="bulletin_handling"),
]
