"""Add the samples of outreach to a portal that has its reference data; each once, whatever becomes of it."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any, TypeVar

from django.db.models import Model
from django.utils import timezone

from accounts.models import User
from outreach.loading import texts
from outreach.models import Editorial, Offer, Story
from partners.models import LoadedRow, Organisation, Partner, Theme

SHEET = "sample-outreach"
WRITER, CHECKER = "staff2@portal.example", "staff@portal.example"
PAIRS = ("title", "summary", "body")
Row = TypeVar("Row", bound=Model)


def load_outreach_sample(today: date) -> Counter[str]:
    return _Samples(today).add()


class _Samples:
    def __init__(self, today: date):
        self.today, self.added = today, Counter[str]()
        self.made = set(LoadedRow.objects.filter(sheet=SHEET).values_list("key", flat=True))
        self.partners = Partner.objects.in_bulk(field_name="slug")
        self.bodies = Organisation.objects.exclude(slug=None).in_bulk(field_name="slug")
        self.themes = Theme.objects.exclude(slug=None).in_bulk(field_name="slug")
        people = User.objects.filter(email__in=[WRITER, CHECKER]).select_related("organisation")
        self.people = {person.email: person for person in people}

    def add(self) -> Counter[str]:
        self._offers()
        self._stories()
        return self.added

    def once(self, key: str, model: type[Row], **fields: Any) -> Row | None:
        """The new record, or None where it was made before."""
        if key in self.made:
            return None
        record = model._default_manager.create(slug=f"sample-{key}", is_sample=True, **fields)
        LoadedRow.objects.create(sheet=SHEET, key=key, record_id=record.pk, values={})
        self.added["outreach_records"] += 1
        return record

    def text(self, state: str, days: int | None, *pairs: tuple[str, str]) -> dict[str, Any]:
        writer, checker = self.people.get(WRITER), self.people.get(CHECKER)
        moment = None if days is None else timezone.now() + timedelta(days=days)
        return {
            **{f"{name}_ja": pair[0] for name, pair in zip(PAIRS, pairs, strict=True)},
            **{f"{name}_en": pair[1] for name, pair in zip(PAIRS, pairs, strict=True)},
            "owner": writer.organisation if writer else self.bodies.get("mext"),
            "written_by": writer,
            "edited_by": writer,
            "checked_by": checker if state != Editorial.State.DRAFT else None,
            "state": state,
            "publish_at": moment,
        }

    def _offers(self) -> None:
        for theme, body, *pairs in texts.OFFERS:
            if theme in self.themes:
                told = self.text(Editorial.State.PUBLISHED, -60, *pairs)
                place = {"theme": self.themes[theme], "organisation": self.bodies.get(body)}
                self.once(f"offer-{theme}", Offer, **place, **told)

    def _stories(self) -> None:
        for key, themes, partners, state, days, *pairs in texts.STORIES:
            story = self.once(f"story-{key}", Story, **self.text(state, days, *pairs))
            if story:
                story.themes.set(self.themes[slug] for slug in themes if slug in self.themes)
                story.partners.set(self.partners[slug] for slug in partners if slug in self.partners)
