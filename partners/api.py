"""Facts and records about partners: read by the pages' querysets, written by the pages' actions."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Subquery
from django.http import HttpResponse
from rest_framework import status
from rest_framework.request import Request

from accounts.access import Access, AccessMixin, require
from accounts.handling import Handled
from accounts.reading import note_restricted_keys, note_restricted_rows
from diplomacy.api.etags import answer, require_match
from diplomacy.api.views import ReadViewSet
from diplomacy.paging.keys import Key
from partners import filters, serializers
from partners.actions.records import create_record, edit_record, permission_to_change, remove_record
from partners.models import Person, Post


class FactViewSet(AccessMixin, ReadViewSet):
    access = Access.READER


class ChangeableViewSet(FactViewSet):
    """A row two people may edit: If-Match on writes. `related` is what a permission asks of the row."""

    write_access = Access.STAFF
    guarded_actions: tuple[str, ...] = ("partial_update",)
    related: tuple[str, ...] = ()

    def rows_of(self, queryset: Any) -> list[dict[str, Any]]:
        """Restricted rows are noted for the audit. A list asks for one row more than it shows.

        Readers outside government are not shown the level, so for them it is looked up.
        """
        found = super().rows_of(queryset)
        if issubclass(self.model, Handled):
            shown = found[: getattr(self.paginator, "limit", None)]
            levels = [(row["id"], row["handling"]) for row in shown if "handling" in row]
            note_restricted_rows(self.request.user, self.model, levels)
            unknown = [row["id"] for row in shown if "handling" not in row]
            note_restricted_keys(self.request.user, self.model, unknown)
        return found

    def partial_update(self, request: Request, pk: UUID) -> HttpResponse:
        record, row = self.guarded(pk)
        changes = self.checked(record)
        edit_record(self.model, pk, changes=changes, seen_version=row["version"], actor=request.user)
        return answer(request, self.row(pk))

    def guarded(self, pk: UUID) -> tuple[Any, dict[str, Any]]:
        """The record, for a writer who may change it and has read this very state of it."""
        record = self.get_queryset().select_related(*self.related).get(pk=pk)
        require(self.request.user, permission_to_change(record), record)
        row = self.row(pk)
        require_match(self.request, row)
        return record, row


class RecordViewSet(ChangeableViewSet):
    """Records that staff add; `parent` is the field that names what they are added to."""

    parent = "partner"

    def create(self, request: Request) -> HttpResponse:
        values = self.checked()
        parent = values[self.parent]
        above = parent[0] if isinstance(parent, list) else parent
        made = create_record(self.model, parent=above, fields=values, actor=request.user)
        return answer(request, self.row(made.pk), status_code=status.HTTP_201_CREATED)


class RemovableViewSet(RecordViewSet):
    guarded_actions = ("partial_update", "destroy")

    def destroy(self, request: Request, pk: UUID) -> HttpResponse:
        """Its history stays."""
        _record, row = self.guarded(pk)
        remove_record(self.model, pk, seen_version=row["version"], actor=request.user)
        return HttpResponse(status=status.HTTP_204_NO_CONTENT)


class ThemeViewSet(FactViewSet):
    serializer_class = serializers.ThemeSerializer
    filterset_class = filters.ThemeFilter
    ordering = (Key("position"), Key("name_ja"), Key("id"))


class PartnerViewSet(ChangeableViewSet):
    """Only the desk ministry is changed here; the rest is kept by the reference files."""

    serializer_class = serializers.PartnerSerializer
    filterset_class = filters.PartnerFilter
    ordering = (Key("name_en"), Key("id"))


class OrganisationViewSet(RecordViewSet):
    serializer_class = serializers.OrganisationSerializer
    filterset_class = filters.OrganisationFilter
    ordering = (Key("kind"), Key("name_ja"), Key("id"))
    parent = "country"
    related = ("country",)


class AgreementViewSet(RecordViewSet):
    serializer_class = serializers.AgreementSerializer
    filterset_class = filters.AgreementFilter
    ordering = (Key("partner"), Key("signed_on"), Key("id"))
    related = ("partner",)


class ProjectViewSet(RecordViewSet):
    serializer_class = serializers.ProjectSerializer
    filterset_class = filters.ProjectFilter
    ordering = (Key("fiscal_year", descending=True), Key("title_ja"), Key("id"))
    parent = "partners"


class BaseViewSet(RemovableViewSet):
    serializer_class = serializers.BaseSerializer
    filterset_class = filters.BaseFilter
    ordering = (Key("country"), Key("name_ja"), Key("id"))
    parent = "country"
    related = ("country",)


class AcademicAgreementViewSet(RemovableViewSet):
    serializer_class = serializers.AcademicAgreementSerializer
    filterset_class = filters.AcademicAgreementFilter
    ordering = (Key("partner"), Key("signed_on"), Key("id"))
    related = ("partner",)


class IndicatorViewSet(FactViewSet):
    serializer_class = serializers.IndicatorValueSerializer
    filterset_class = filters.IndicatorFilter
    ordering = (Key("partner"), Key("indicator"), Key("year"), Key("id"))


class RelationViewSet(RemovableViewSet):
    serializer_class = serializers.RelationSerializer
    filterset_class = filters.RelationFilter
    related = ("partner",)


class PersonViewSet(RemovableViewSet):
    """By reading, as on the pages."""

    serializer_class = serializers.PersonSerializer
    filterset_class = filters.PersonFilter
    ordering = (Key("sorted_by"), Key("id"))
    related = ("partner",)


class PostViewSet(RemovableViewSet):
    serializer_class = serializers.PostSerializer
    filterset_class = filters.PostFilter
    parent = "person"
    related = ("person__partner",)

    def get_queryset(self) -> Any:
        """A successor only where its reader sees the person who succeeded."""
        seen = Post.objects.visible_to(self.request.user).filter(pk=OuterRef("successor"))
        return super().get_queryset().annotate(seen_successor=Subquery(seen.order_by().values("pk")[:1]))


class SecondmentViewSet(RemovableViewSet):
    serializer_class = serializers.SecondmentSerializer
    filterset_class = filters.SecondmentFilter
    related = ("partner",)

    def get_queryset(self) -> Any:
        """The person only where its reader sees them."""
        seen = Person.objects.visible_to(self.request.user).filter(pk=OuterRef("person"))
        return super().get_queryset().annotate(seen_person=Subquery(seen.order_by().values("pk")[:1]))


class StanceViewSet(RemovableViewSet):
    serializer_class = serializers.StanceSerializer
    filterset_class = filters.StanceFilter
    related = ("partner",)


class RiskViewSet(RemovableViewSet):
    serializer_class = serializers.RiskSerializer
    filterset_class = filters.RiskFilter
    parent = "stance"
    related = ("stance__partner",)
