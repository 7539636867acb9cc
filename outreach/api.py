"""Stories, offers, experts and dispatches over the pages' querysets and actions."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Subquery
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request

from accounts.access import Access, AccessMixin, require
from accounts.reading import note_restricted_read, note_restricted_rows
from diplomacy.api.etags import answer, require_match
from diplomacy.api.views import ReadViewSet
from diplomacy.api.wire import StrictJSONParser
from diplomacy.paging.keys import Key
from diplomacy.uploads.handing import picture_answer, refuse_missing
from outreach import filters, serializers
from outreach.actions import dispatches, pictures, portraits
from outreach.actions.editorial import STEPS, take_step
from outreach.kinds import KINDS
from outreach.models import Expert, Picture, Portrait

FORM = "multipart/form-data"


class KindViewSet(AccessMixin, ReadViewSet):
    """Records of one kind; who reads a restricted one is noted. If-Match on writes."""

    access = Access.GOVERNMENT
    write_access = Access.DESK
    guarded_actions: tuple[str, ...] = ("partial_update", "step")
    kind = ""
    new_serializer_class: Any = None

    def rows_of(self, queryset: Any) -> list[dict[str, Any]]:
        """Restricted rows are noted for the audit. A list asks for one row more than it shows."""
        found = super().rows_of(queryset)
        shown = found[: getattr(self.paginator, "limit", None)]
        levels = [(row["id"], row["handling"]) for row in shown if "handling" in row]
        note_restricted_rows(self.request.user, self.model, levels)
        return found

    def create(self, request: Request) -> HttpResponse:
        require(request.user, KINDS[self.kind].add)
        fields = self.checked_by(self.new_serializer_class or self.serializer_class)
        made = KINDS[self.kind].create(fields=fields, actor=request.user)
        return answer(request, self.row(made.pk), status_code=status.HTTP_201_CREATED)

    def partial_update(self, request: Request, pk: UUID) -> HttpResponse:
        record, row = self.guarded(pk, KINDS[self.kind].change)
        changes = self.checked(record)
        KINDS[self.kind].edit(pk, changes=changes, seen_version=row["version"], actor=request.user)
        return answer(request, self.row(pk))

    def guarded(self, pk: UUID, permission: str) -> tuple[Any, dict[str, Any]]:
        """The record, for who may do it and has read this very state of it."""
        row = self.row(pk)
        record = self.get_queryset().get(pk=pk)
        require(self.request.user, permission, record)
        require_match(self.request, row)
        return record, row


class EditorialViewSet(KindViewSet):
    """Readers outside government meet what is published."""

    access = Access.READER
    write_access = Access.STAFF
    ordering = (Key("updated_at", descending=True), Key("id"))

    @extend_schema(request=serializers.StepSerializer)
    @action(detail=True, methods=["post"])
    def step(self, request: Request, pk: UUID) -> HttpResponse:
        """One step of the way to the public: check, translate, publish, withdraw, reopen."""
        self.row(pk)
        values = self.checked_by(serializers.StepSerializer)
        _text, row = self.guarded(pk, STEPS[values["step"]].permission)
        take_step(self.model, pk, **values, seen_version=row["version"], actor=request.user, now=timezone.now())
        return answer(request, self.row(pk))


class StoryViewSet(EditorialViewSet):
    """A picture is sent as multipart/form-data; `picture` names the one there is."""

    kind = "story"
    guarded_actions = ("partial_update", "step", "set_picture", "remove_picture")
    parser_classes = [StrictJSONParser, MultiPartParser]
    serializer_class = serializers.StorySerializer
    new_serializer_class = serializers.NewStorySerializer
    filterset_class = filters.StoryFilter

    @extend_schema(responses={200: serializers.ShownPictureSerializer})
    @action(detail=True, methods=["get"])
    def picture(self, request: Request, pk: UUID) -> HttpResponse:
        """Its words in both languages and its sizes, for who reads the story."""
        seen = Picture.objects.visible_to(request.user).prefetch_related("renditions")
        return answer(request, shown_picture(get_object_or_404(seen, story=pk)))

    @extend_schema(request={FORM: serializers.PictureSerializer}, responses={200: serializers.StorySerializer})
    @picture.mapping.put
    def set_picture(self, request: Request, pk: UUID) -> HttpResponse:
        """In place of the one there was, or, without `file`, new words for it. The story is checked again."""
        _story, row = self.guarded(pk, KINDS["story"].change)
        fields = self.checked_by(serializers.PictureSerializer)
        upload, by = fields.pop("file", None), {"seen_version": row["version"], "actor": request.user}
        pictures.set_picture(pk, upload=upload, fields=fields, **by)
        return answer(request, self.row(pk))

    @extend_schema(request=None, responses={200: serializers.StorySerializer})
    @picture.mapping.delete
    def remove_picture(self, request: Request, pk: UUID) -> HttpResponse:
        _story, row = self.guarded(pk, KINDS["story"].change)
        pictures.remove_picture(pk, seen_version=row["version"], actor=request.user)
        return answer(request, self.row(pk))


def shown_picture(picture: Picture) -> dict[str, Any]:
    words = {name: getattr(picture, name) for name in ("id", "alt_ja", "alt_en", "credit")}
    sizes = [
        {
            **{name: getattr(one, name) for name in ("width", "height", "media_type")},
            "file": reverse("outreach:picture_file", args=[one.pk]),
        }
        for one in picture.renditions.all()
    ]
    return {**words, "sizes": sizes}


class OfferViewSet(EditorialViewSet):
    kind = "offer"
    serializer_class = serializers.OfferSerializer
    filterset_class = filters.OfferFilter


class ExpertViewSet(KindViewSet):
    """By reading, as on the page. A portrait is sent as multipart/form-data; `portrait` names the one there is."""

    kind = "expert"
    write_access = Access.STAFF
    guarded_actions = ("partial_update", "set_portrait", "remove_portrait")
    parser_classes = [StrictJSONParser, MultiPartParser]
    serializer_class = serializers.ExpertSerializer
    filterset_class = filters.ExpertFilter
    ordering = (Key("sorted_by"), Key("id"))

    @extend_schema(responses={(200, "image/webp"): OpenApiTypes.BINARY})
    @action(detail=True, methods=["get"])
    def portrait(self, request: Request, pk: UUID) -> HttpResponseBase:
        """The picture, for who reads the entry."""
        face = get_object_or_404(Portrait.objects.visible_to(request.user).select_related("expert"), expert=pk)
        refuse_missing(face.pk)
        note_restricted_read(request.user, face.expert)
        return picture_answer(face.pk, media_type=face.media_type, cached="private, no-store")

    @extend_schema(request={FORM: serializers.PortraitSerializer}, responses={200: serializers.ExpertSerializer})
    @portrait.mapping.put
    def set_portrait(self, request: Request, pk: UUID) -> HttpResponse:
        """In place of the one there was."""
        _expert, row = self.guarded(pk, KINDS["expert"].change)
        upload = self.checked_by(serializers.PortraitSerializer)["file"]
        portraits.set_portrait(pk, upload=upload, seen_version=row["version"], actor=request.user)
        return answer(request, self.row(pk))

    @extend_schema(request=None, responses={200: serializers.ExpertSerializer})
    @portrait.mapping.delete
    def remove_portrait(self, request: Request, pk: UUID) -> HttpResponse:
        _expert, row = self.guarded(pk, KINDS["expert"].change)
        portraits.remove_portrait(pk, seen_version=row["version"], actor=request.user)
        return answer(request, self.row(pk))


class DispatchViewSet(KindViewSet):
    kind = "dispatch"
    serializer_class = serializers.DispatchSerializer
    new_serializer_class = serializers.NewDispatchSerializer
    filterset_class = filters.DispatchFilter
    ordering = (Key("starts_on", descending=True), Key("id"))

    def get_queryset(self) -> Any:
        seen = Expert.objects.visible_to(self.request.user).filter(pk=OuterRef("expert"))
        return super().get_queryset().annotate(shown_expert=Subquery(seen.order_by().values("pk")[:1]))

    @extend_schema(request=serializers.DispatchStepSerializer)
    @action(detail=True, methods=["post"])
    def step(self, request: Request, pk: UUID) -> HttpResponse:
        """One step: match, approve (never by who asked), invite, accept, decline, report, cancel."""
        self.row(pk)
        values = self.checked_by(serializers.DispatchStepSerializer)
        name = values.pop("step")
        _dispatch, row = self.guarded(pk, dispatches.STEPS[name].permission)
        dispatches.take_step(
            pk,
            step=name,
            values=values,
            seen_version=row["version"],
            actor=request.user,
            today=timezone.localdate(),
        )
        return answer(request, self.row(pk))
