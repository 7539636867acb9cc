"""Add the samples of outreach to a portal that has its reference data; each once, whatever becomes of it."""

from __future__ import annotations

from collections import Counter
from datetime import date, time, timedelta
from typing import Any, TypeVar

from django.db.models import Model
from django.utils import timezone

from accounts.models import User
from outreach.loading import people, texts
from outreach.models import (
    Asking,
    Dispatch,
    Editorial,
    Effect,
    Engagement,
    Expert,
    MediaItem,
    Offer,
    Stop,
    Story,
)
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
        wanted = {WRITER, CHECKER, *(asking for _key, asking, *_rest in people.DISPATCHES)}
        found = User.objects.filter(email__in=wanted).select_related("organisation")
        self.people = {person.email: person for person in found}

    def add(self) -> Counter[str]:
        self._offers()
        self._stories()
        self._experts()
        self._dispatches()
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

    def _experts(self) -> None:
        for key, body, names, field, honours, themes, languages, regions, most in people.EXPERTS:
            expert = self.once(
                f"expert-{key}",
                Expert,
                owner=self.bodies.get("mext"),
                institution=self.bodies.get(body),
                **dict(zip(("name_ja", "reading", "name_en"), names, strict=True)),
                **dict(zip(("field_ja", "field_en"), field, strict=True)),
                **dict(zip(("honours_ja", "honours_en"), honours, strict=True)),
                languages=list(languages),
                regions=list(regions),
                most_per_year=most,
                consented_on=self.today - timedelta(days=200),
            )
            if expert:
                expert.themes.set(self.themes[slug] for slug in themes if slug in self.themes)

    def _dispatches(self) -> None:
        for key, who_asks, place, topic, (days, length), (state, who), titles, purpose, audience in people.DISPATCHES:
            if place[0] not in self.partners or topic[0] not in self.themes:
                continue
            starts_on, asking = self.today + timedelta(days=days), self.people.get(who_asks)
            dispatch = self.once(
                f"dispatch-{key}",
                Dispatch,
                owner=asking.organisation if asking else self.bodies.get("mofa"),
                requested_by=asking,
                partner=self.partners[place[0]],
                city=place[1],
                time_zone=place[2],
                theme=self.themes[topic[0]],
                language=topic[1],
                starts_on=starts_on,
                ends_on=starts_on + timedelta(days=length),
                state=state,
                expert=Expert.objects.filter(slug=f"sample-expert-{who}").first() if who else None,
                title_ja=titles[0],
                title_en=titles[1],
                purpose_ja=purpose,
                audience=audience,
            )
            if dispatch and key in people.REPORTS:
                self._report(dispatch, *people.REPORTS[key])

    def _report(
        self, dispatch: Dispatch, first: str, talks: list[tuple[str, str, int]], told: str, report: str
    ) -> None:
        """What a dispatch leaves: who was asked, the days, who heard it, what was told, what came of it."""
        day, on = dispatch.starts_on, {"dispatch": dispatch}
        Asking.objects.create(
            expert=dispatch.expert, asked_on=day - timedelta(days=60), answered_on=day, answer="accepted", **on
        )
        Stop.objects.create(day=day, starts_at=time(10), ends_at=time(12), what=first, place="大学", **on)
        for what, audience, heard_by in talks:
            Engagement.objects.create(day=day, what=what, place="大学", audience=audience, heard_by=heard_by, **on)
        MediaItem.objects.create(day=day, outlet="見本新聞", title=told, tone="friendly", **on)
        dispatch.report_ja, dispatch.reported_on = report, dispatch.ends_on
        dispatch.save(update_fields=["report_ja", "reported_on", "updated_at"])
        for months in Effect.Months.values:
            Effect.objects.create(months=months, due_on=Effect.due_after(dispatch.ends_on, months), **on)
