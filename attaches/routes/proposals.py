from django.urls import path

from attaches.views import proposals

urlpatterns = [path("contacts/<uuid:pk>/propose/", proposals.propose, name="propose")]
