"""Papers for programs: a file by the same choices, cut and trace as the pages'."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from rest_framework.request import Request

from accounts.access import Access, AccessMixin
from accounts.handouts import Audience, Made, usual
from diplomacy.api.serializers import StrictChoiceField, StrictSerializer, VisibleRelatedField
from diplomacy.api.views import StrictView
from diplomacy.papers import WRITERS
from partners.models import Organisation


class HandoutSerializer(StrictSerializer):
    """For whom a paper is, in which language and form. What is not said is what the page offers first."""

    form = StrictChoiceField(choices=list(WRITERS), required=False)
    language = StrictChoiceField(choices=["ja", "en"], required=False)
    audience = StrictChoiceField(choices=Audience.choices, required=False)
    recipient = VisibleRelatedField(queryset=Organisation.objects.all(), required=False)


class HandoutView(AccessMixin, StrictView):
    """A subclass says by which serializer a paper is wished for, and makes it."""

    access = Access.READER
    http_method_names = ["get", "head"]
    query_parameters = frozenset(HandoutSerializer().fields)
    serializer_class: type[HandoutSerializer] = HandoutSerializer

    def wished(self, request: Request) -> dict[str, Any]:
        sent = self.serializer_class(data=request.query_params.dict(), context={"request": request})
        sent.is_valid(raise_exception=True)
        return {**vars(usual(request.user)), **sent.validated_data}


def handed_out(made: Made) -> HttpResponse:
    name = content_disposition_header(True, made.name) or "attachment"
    headers = {"Content-Disposition": name, "Cache-Control": "private, no-store"}
    return HttpResponse(made.content, content_type=made.media_type, headers=headers)
