"""Add the samples about partners to a portal that has its reference data; each once, whatever becomes of it."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any, TypeVar

from dateutil.relativedelta import relativedelta
from django.db.models import Model

from accounts.handling import Handled, Handling
from accounts.models import AccessGroup
from partners.loading.sample import content
from partners.models import (
    AcademicAgreement,
    Agreement,
    LoadedRow,
    Organisation,
    Partner,
    Person,
    Post,
    Project,
    Relation,
    Risk,
    Secondment,
    Stance,
    Theme,
)

SHEET = "sample-partners"
Row = TypeVar("Row", bound=Model)


def load_partner_sample(today: date, listed: AccessGroup) -> Counter[str]:
    """Counts of what was added. `listed` is the list of who reads the restricted samples."""
    return _Samples(today, listed).add()


class _Samples:
    def __init__(self, today: date, listed: AccessGroup):
        self.today, self.listed, self.added = today, listed, Counter[str]()
        self.made = set(LoadedRow.objects.filter(sheet=SHEET).values_list("key", flat=True))
        self.partners = Partner.objects.in_bulk(field_name="slug")
        self.bodies = Organisation.objects.exclude(slug=None).in_bulk(field_name="slug")
        self.themes = Theme.objects.in_bulk(field_name="slug")

    def add(self) -> Counter[str]:
        for part in (self._relations, self._people, self._stances, self._secondments, self._facts, self._projects):
            part()
        return self.added

    def once(self, key: str, model: type[Row], **fields: Any) -> Row | None:
        """The new record, or None where it was made before."""
        if key in self.made:
            return None
        if issubclass(model, Handled):
            fields = {"handling": Handling.GOVERNMENT, "owner": self.bodies["mofa"], **fields}
        record = model._default_manager.create(slug=f"sample-{key}", is_sample=True, **fields)
        LoadedRow.objects.create(sheet=SHEET, key=key, record_id=record.pk, values={})
        self.added["partner_records"] += 1
        return record

    def years(self, count: int | None) -> date | None:
        return None if count is None else self.today + relativedelta(years=count, day=1)

    def _relations(self) -> None:
        for slug, priority, ja, en in content.RELATIONS:
            partner = self.partners[slug]
            made = self.once(
                f"relation-{slug}", Relation, partner=partner, priority=priority, reason_ja=ja, reason_en=en
            )
            if made and partner.desk_id is None:
                partner.desk = self.bodies[content.DESKS[slug]]
                partner.save(update_fields=["desk", "updated_at"])

    def _people(self) -> None:
        posts: dict[str, Post] = {}
        for key, partner, body, (ja, reading, en), titles, since, until in content.PEOPLE:
            person = self.once(
                f"person-{key}", Person, partner=self.partners[partner], name_ja=ja, reading=reading, name_en=en
            )
            if person and titles:
                posts[key] = Post.objects.create(
                    slug=f"sample-post-{key}",
                    is_sample=True,
                    person=person,
                    organisation=self.bodies[body],
                    title_ja=titles[0],
                    title_en=titles[1],
                    starts_on=self.years(since),
                    ends_on=self.years(until),
                )
        for before, after in content.SUCCESSIONS:
            if before in posts and after in posts:
                posts[before].successor = posts[after]
                posts[before].save(update_fields=["successor", "updated_at"])

    def _stances(self) -> None:
        for partner, theme, kind, ja, en in content.STANCES:
            place = {"partner": self.partners[partner], "theme": self.themes[theme]}
            self.once(f"stance-{partner}-{theme}", Stance, **place, kind=kind, reason_ja=ja, reason_en=en)
        for partner, theme, kind, ja, en in content.RISKS:
            stance = Stance.objects.filter(slug=f"sample-stance-{partner}-{theme}").first()
            level = {"handling": Handling.RESTRICTED, "access_group": self.listed}
            if stance:
                self.once(f"risk-{partner}-{theme}", Risk, stance=stance, kind=kind, text_ja=ja, text_en=en, **level)

    def _secondments(self) -> None:
        for partner, source, target, ja, en, since, until, who in content.SECONDMENTS:
            self.once(
                f"secondment-{partner}-{source}",
                Secondment,
                partner=self.partners[partner],
                from_organisation=self.bodies[source],
                to_organisation=self.bodies[target],
                person=Person.objects.filter(slug=f"sample-person-{who}").first(),
                role_ja=ja,
                role_en=en,
                starts_on=self.years(since),
                ends_on=self.years(until),
            )

    def _facts(self) -> None:
        for partner, body, ja, en, themes, since, until in content.ACADEMIC:
            made = self.once(
                f"academic-{partner}-{body}",
                AcademicAgreement,
                partner=self.partners[partner],
                organisation=self.bodies[body],
                counterpart_ja=ja,
                counterpart_en=en,
                signed_on=self.years(since),
                expires_on=self.years(until),
            )
            if made:
                made.themes.set(self.themes[slug] for slug in themes)
        for key, partner, ja, en, since, months, renews, notice in content.AGREEMENTS:
            self.once(
                key,
                Agreement,
                partner=self.partners[partner],
                name_ja=ja,
                name_en=en,
                status=Agreement.Status.IN_FORCE,
                signed_on=self.years(since),
                signed_precision="day",
                expires_on=self.today + relativedelta(months=months),
                auto_renews=bool(renews),
                renewal_years=renews,
                notice_months=notice,
            )

    def _projects(self) -> None:
        for key, partners, themes, stage, titles, institutions, sides in content.PROJECTS:
            names = ("japan_gives", "japan_gains", "partner_gives", "partner_gains")
            texts = {
                f"{name}_{language}": pair[n]
                for name, pair in zip(names, sides, strict=True)
                for n, language in enumerate(("ja", "en"))
            }
            made = self.once(
                f"project-{key}",
                Project,
                programme="見本事業",
                fiscal_year=self.today.year,
                stage=stage,
                title_ja=titles[0],
                title_en=titles[1],
                jp_institution=institutions[0],
                partner_institution=institutions[1],
                **texts,
            )
            if made:
                made.partners.set(self.partners[slug] for slug in partners)
                made.themes.set(self.themes[slug] for slug in themes)
