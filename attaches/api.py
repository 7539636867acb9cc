"""Contacts and postings: read by the pages' querysets and filters, written by the pages' actions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request

from accounts.access import Access, require
from accounts.reading import note_restricted_keys
from attaches import serializers
from attaches.actions import contacts, postings
from attaches.actions.follow_ups import NextStep
from attaches.lists.filters import ContactFilter
from attaches.lists.listing import ContactListing
from attaches.models import Contact, Posting
from diplomacy.api.etags import answer
from diplomacy.api.idempotency import IDEMPOTENCY_KEY, idempotency_key
from diplomacy.paging.keys import Key
from meetings.api import ContentViewSet
from partners.models import Person


class ContactViewSet(ContentViewSet):
    """The list takes the filters and the `sort` of the page; withdrawn ones with `only=withdrawn`, for their owner."""

    serializer_class = serializers.ContactSerializer
    filterset_class = ContactFilter
    queryset = Contact.objects.none()
    write_access = Access.NETWORK
    guarded_actions = ("partial_update", "readers", "withdraw", "restore")

    def get_queryset(self) -> Any:
        rows = super().get_queryset()
        if self.action == "list" and self.request.query_params.get("only") != "withdrawn":
            rows = rows.live()
        return rows.with_shown_to(self.request.user)

    def keys(self) -> tuple[Key, ...]:
        """The filter has refused a `sort` that does not exist."""
        return ContactListing.keys_of(self.request.query_params.get("sort") or ContactListing.default_sort)

    @extend_schema(request=serializers.NewContactSerializer, parameters=[IDEMPOTENCY_KEY])
    def create(self, request: Request) -> HttpResponse:
        """Log a contact for the body one acts for. Sent again under its key it answers 200 with what was made."""
        require(request.user, "attaches.log_contact")
        key = idempotency_key(request) or uuid4()
        values = self.checked_by(serializers.NewContactSerializer)
        step, new_people = values.pop("next_step"), values.pop("new_people")
        contact, is_new = contacts.log_contact(
            key=key,
            fields=values,
            new_people=new_people,
            next_step=NextStep(**step) if step else None,
            actor=request.user,
            now=timezone.now(),
        )
        code = status.HTTP_201_CREATED if is_new else status.HTTP_200_OK
        return answer(request, self.row(contact.pk), status_code=code)

    def partial_update(self, request: Request, pk: UUID) -> HttpResponse:
        row = self.guarded_contact(pk)
        changes = self.checked(self.get_queryset().get(pk=pk))
        by = {"seen_version": row["version"], "actor": request.user, "now": timezone.now()}
        contacts.edit_contact(pk, changes=changes, **by)
        return answer(request, self.row(pk))

    @extend_schema(request=serializers.ReadersSerializer)
    @action(detail=True, methods=["post"])
    def readers(self, request: Request, pk: UUID) -> HttpResponse:
        """Say who reads it."""
        row = self.guarded_contact(pk)
        values = self.checked_by(serializers.ReadersSerializer)
        contacts.set_contact_readers(pk, **values, seen_version=row["version"], actor=request.user)
        return answer(request, self.row(pk))

    @extend_schema(request=serializers.WithdrawContactSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: UUID) -> HttpResponse:
        """Take it back; its owner goes on seeing it."""
        row = self.guarded_contact(pk)
        values = self.checked_by(serializers.WithdrawContactSerializer)
        by = {"seen_version": row["version"], "actor": request.user, "now": timezone.now()}
        contacts.withdraw_contact(pk, **values, **by)
        return answer(request, self.row(pk))

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def restore(self, request: Request, pk: UUID) -> HttpResponse:
        """Bring a withdrawn one back."""
        row = self.guarded_contact(pk)
        contacts.restore_contact(pk, seen_version=row["version"], actor=request.user)
        return answer(request, self.row(pk))

    def guarded_contact(self, pk: UUID) -> dict[str, Any]:
        return self.guarded(pk, "attaches.change_contact", self.get_queryset().get(pk=pk))


class PostingViewSet(ContentViewSet):
    serializer_class = serializers.PostingSerializer
    ordering: Sequence[Key] = (Key("starts_on", descending=True), Key("id"))
    queryset = Posting.objects.none()
    guarded_actions = ("partial_update", "destroy")

    def get_queryset(self) -> Any:
        return super().get_queryset().with_shown_predecessor(self.request.user)

    def rows_of(self, queryset: Any) -> list[dict[str, Any]]:
        """A posting names a person; readers outside government are not told which record that is."""
        found = super().rows_of(queryset)
        shown = found[: getattr(self.paginator, "limit", None)]
        people = Posting.objects.filter(pk__in=[row["id"] for row in shown]).order_by().values_list("person", flat=True)
        note_restricted_keys(self.request.user, Person, people)
        return found

    @extend_schema(request=serializers.NewPostingSerializer)
    def create(self, request: Request) -> HttpResponse:
        require(request.user, "attaches.change_postings")
        values = self.checked_by(serializers.NewPostingSerializer)
        made = postings.enter_posting(values.pop("organisation"), fields=values, actor=request.user)
        return answer(request, self.row(made.pk), status_code=status.HTTP_201_CREATED)

    def partial_update(self, request: Request, pk: UUID) -> HttpResponse:
        row = self.guarded(pk, "attaches.change_postings", None)
        changes = self.checked(self.get_queryset().get(pk=pk))
        postings.edit_posting(pk, changes=changes, seen_version=row["version"], actor=request.user)
        return answer(request, self.row(pk))

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: UUID) -> HttpResponse:
        row = self.guarded(pk, "attaches.change_postings", None)
        postings.remove_posting(pk, seen_version=row["version"], actor=request.user)
        return HttpResponse(status=status.HTTP_204_NO_CONTENT)
