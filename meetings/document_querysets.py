from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Prefetch, Q, QuerySet

from accounts.handling import readable_by
from diplomacy.search.bigrams import matching
from meetings.querysets import OfItemQuerySet

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from meetings.models import Document, DocumentVersion, Meeting  # noqa: F401  (named as strings in the bases below)

    Person = User | AnonymousUser


class DocumentQuerySet(OfItemQuerySet):
    def visible_to(self, user: Person) -> DocumentQuerySet:
        """Whose own level, whose meeting's and whose item's allow the reader; deleted ones too, those of an item in
        the bin not."""
        from meetings.models import Meeting

        meetings = Meeting.objects.visible_to(user).order_by().values("pk")
        found = self.filter(readable_by(user, self.model), meeting__in=meetings, item__deleted_at=None)
        return found.with_readable_item(user)

    def in_visible(self, meeting: Meeting, user: Person) -> DocumentQuerySet:
        """Of one meeting, which came through its own `visible_to`."""
        from meetings.models import AgendaItem

        items = AgendaItem.objects.in_visible(meeting, user).live()
        return self.filter(
            Q(item=None) | Q(item__in=items.order_by().values("pk")), readable_by(user, self.model), meeting=meeting
        )

    def live(self) -> DocumentQuerySet:
        return self.filter(deleted_at=None)

    def with_versions(self) -> DocumentQuerySet:
        """Each with its versions, the newest first, and who sent them."""
        from meetings.models import DocumentVersion

        versions = DocumentVersion.objects.select_related("uploaded_by__organisation").order_by("-number")
        return self.prefetch_related(Prefetch("versions", versions.defer("search"))).defer("search")

    def called_like(self, text: str) -> DocumentQuerySet:
        """Whose title, or one of whose files' names, holds the words."""
        from meetings.models import DocumentVersion

        files = matching(DocumentVersion.objects.all(), text, columns=DocumentVersion.SEARCH_COLUMNS)
        titled = matching(self.model.objects.all(), text, columns=self.model.SEARCH_COLUMNS)
        return self.filter(Q(pk__in=titled.order_by().values("pk")) | Q(pk__in=files.order_by().values("document")))


class DocumentVersionQuerySet(QuerySet["DocumentVersion"]):
    def visible_to(self, user: Person) -> DocumentVersionQuerySet:
        """The versions of the documents, not deleted, that the reader sees today."""
        from meetings.models import Document

        return self.filter(document__in=Document.objects.visible_to(user).live().order_by().values("pk"))
