"""What this app puts into the brief of a partner."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import Case, Count, F, IntegerField, Prefetch, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.handling import Handling
from accounts.handouts import Reading
from diplomacy.export.sheets import highest
from diplomacy.ui.titles import local
from partners.brief.sections import Gathered, Line, Section, gathered
from partners.brief.wording import clipped, dated, fiscal_year, joined, source_of, with_facts, year_of
from partners.charts import figure
from partners.clock import clock_of
from partners.kinds import KINDS
from partners.models import (
    AcademicAgreement,
    Agreement,
    Base,
    IndicatorValue,
    Partner,
    Person,
    Post,
    Project,
    Relation,
    Risk,
    Secondment,
    Stance,
)

YEARS_BACK = 5


def line_of(kind: str, record: Any, text: str, reading: Reading, **more: Any) -> Line:
    """A record's line: its source, its level and its page come with it."""
    return Line(
        text,
        source_of(record, reading),
        handling=getattr(record, "handling", Handling.PUBLIC),
        is_sample=record.is_sample,
        url=KINDS[kind].page(record),
        **more,
    )


class Standing(Section):
    """Who keeps the relation, and how much it matters."""

    name, label, order, most = "standing", gettext_lazy("関係の要点"), 10, 3

    def gather(self, partner: Partner, reading: Reading, today: date) -> Gathered:
        relation = reading.of(Relation).filter(partner=partner).select_related("owner").latest_first().first()
        lines = []
        if relation:
            text = joined(relation.get_priority_display(), clipped(relation.reason, 240))
            lines.append(line_of("relation", relation, text, reading, label=_("優先度")))
        if reading.inside and partner.desk:
            # Known inside government only, as on the partner's page.
            desk = Line(str(partner.desk), _("本ポータル"), _("担当府省"), handling=Handling.GOVERNMENT)
            lines.append(desk)
        place = joined(partner.get_kind_display(), _place(partner))
        lines.append(line_of("partner", partner, place, reading, label=_("種別")))
        return Gathered.of(lines)


def _place(partner: Partner) -> str:
    capital = local(partner.capital_ja, partner.capital_en)
    return f"{partner.capital_label} {capital}" if capital else ""


class Agreements(Section):
    """Those that stand first; each with what presses."""

    name, label, order, most = "agreements", pgettext_lazy("2枚紙", "協定"), 40, 10

    def gather(self, partner: Partner, reading: Reading, today: date) -> Gathered:
        replaced = Case(When(status="superseded", then=1), default=0, output_field=IntegerField())
        rows = reading.of(Agreement).filter(partner=partner).annotate(replaced=replaced).defer("search")
        rows = rows.order_by("replaced", F("signed_on").desc(nulls_last=True), "id")

        def line(one: Agreement) -> Line:
            clock = clock_of(one, today)
            words = clock.words if clock else ""
            presses = clock is not None and clock.tone != "neutral"
            text = _agreement(one, "" if presses else words)
            return line_of("agreement", one, text, reading, label=words if presses else "")

        return gathered(rows, self.most, line)


def _agreement(one: Agreement, pressing: str) -> str:
    signed = dated(one.signed_on, one.signed_precision)
    force = dated(one.in_force_on, one.in_force_precision)
    return with_facts(
        one,
        signed and _("%(day)s署名") % {"day": signed},
        force and _("%(day)s発効") % {"day": force},
        one.get_status_display(),
        pressing,
    )


class Projects(Section):
    """How many at which stage, then the newest."""

    name, label, order, most = "projects", pgettext_lazy("2枚紙", "案件"), 50, 14

    def gather(self, partner: Partner, reading: Reading, today: date) -> Gathered:
        rows = reading.of(Project).with_partner(partner.pk)
        counts = dict(rows.order_by().values_list("stage").annotate(Count("pk")))
        if not counts:
            return Gathered()
        stages = [f"{label} {counts[stage]}" for stage, label in Project.Stage.choices if stage in counts]
        summary = Line(joined(*stages), _("本ポータルの集計"), _("段階別の件数"))
        ended = Case(When(stage=Project.Stage.ENDED, then=1), default=0, output_field=IntegerField())
        newest = rows.annotate(ended=ended).order_by("ended", F("fiscal_year").desc(nulls_last=True), "id")
        shown = list(newest.defer("search")[: self.most])
        return Gathered([summary, *(self._line(one, reading) for one in shown)], sum(counts.values()) + 1)

    def _line(self, one: Project, reading: Reading) -> Line:
        bodies = "・".join(filter(None, (one.jp_institution, one.partner_institution)))
        facts = (one.programme, fiscal_year(one.fiscal_year), one.get_stage_display(), clipped(bodies, 80))
        return line_of("project", one, with_facts(clipped(str(one), 120), *facts), reading)


class Stances(Section):
    name, label, order, most, inside = "stances", gettext_lazy("テーマ別のスタンス"), 60, 8, True

    def gather(self, partner: Partner, reading: Reading, today: date) -> Gathered:
        rows = reading.of(Stance).filter(partner=partner).select_related("theme", "owner").defer("theme__search")
        rows = rows.order_by("theme__position", "theme__name_ja", "id")

        def line(one: Stance) -> Line:
            text = joined(one.get_kind_display(), clipped(one.reason, 160))
            return line_of("stance", one, text, reading, label=str(one.theme))

        return gathered(rows, self.most, line)


class Risks(Section):
    """What can go wrong, each under its theme; what is for a list of readers alone is on no paper."""

    name, label, order, most, inside = "risks", gettext_lazy("リスク"), 65, 6, True

    def gather(self, partner: Partner, reading: Reading, today: date) -> Gathered:
        rows = reading.of(Risk).filter(stance__partner=partner).select_related("stance__theme", "owner")
        rows = rows.defer("stance__theme__search", "owner__search")

        def line(one: Risk) -> Line:
            text = joined(one.get_kind_display(), clipped(one.text, 160))
            return line_of("risk", one, text, reading, label=str(one.stance.theme))

        return gathered(rows.order_by("stance__theme__position", "kind", "id"), self.most, line)


class People(Section):
    """Whoever holds a post today first."""

    name, label, order, most = "people", gettext_lazy("人と役職"), 70, 10

    def gather(self, partner: Partner, reading: Reading, today: date) -> Gathered:
        held = Post.objects.held_on(today).order_by().values("person")
        now = Case(When(pk__in=held, then=0), default=1, output_field=IntegerField())
        posts = Prefetch("posts", Post.objects.select_related("organisation").order_by(*_latest("starts_on")))
        rows = reading.of(Person).filter(partner=partner).annotate(now=now).order_by("now", "sorted_by", "id")
        rows = rows.select_related("owner").prefetch_related(posts).defer("search", "sorted_by", "owner__search")

        def line(one: Person) -> Line:
            return line_of(
                "person", one, with_facts(one, *(_post(post, today) for post in one.posts.all()[:1])), reading
            )

        return gathered(rows, self.most, line)


def _latest(name: str) -> tuple[Any, str]:
    return F(name).desc(nulls_last=True), "id"


def _post(post: Post, today: date) -> str:
    past = post.ends_on and post.ends_on < today
    until = _("%(day)sまで") % {"day": dated(post.ends_on)} if past else ""
    since = _("%(day)sから") % {"day": dated(post.starts_on)} if post.starts_on and not past else ""
    return joined(post.organisation, post, since or until)


class Indicators(Section):
    """The latest figure, and where it was five years before or as near as is known."""

    name, label, order, most = "indicators", pgettext_lazy("2枚紙", "指標"), 80, 2

    def gather(self, partner: Partner, reading: Reading, today: date) -> Gathered:
        rows = reading.of(IndicatorValue).filter(partner=partner).order_by("indicator", "year")
        return Gathered.of(_trend(list(run), reading) for _name, run in groupby(rows, key=lambda one: one.indicator))


def _trend(run: list[IndicatorValue], reading: Reading) -> Line:
    last = run[-1]
    before = min(run, key=lambda one: (abs(last.year - YEARS_BACK - one.year), -one.year))
    values = {"now": figure(last.value), "year": year_of(last.year)}
    text = _("%(year)sに%(now)s") % values
    if before is not last:
        values |= {"then": figure(before.value), "then_year": year_of(before.year)}
        text = _ways(last.value, before.value) % values
    return Line(text, source_of(last, reading), str(last.get_indicator_display()))


def _ways(now: Any, then: Any) -> str:
    if now > then:
        return _("%(year)sに%(now)s。%(then_year)sの%(then)sから増")
    if now < then:
        return _("%(year)sに%(now)s。%(then_year)sの%(then)sから減")
    return _("%(year)sに%(now)s。%(then_year)sと同じ")


class Bases(Section):
    name, label, order, most = "bases", pgettext_lazy("2枚紙", "海外拠点"), 90, 12

    def gather(self, partner: Partner, reading: Reading, today: date) -> Gathered:
        rows = reading.of(Base).filter(country=partner).select_related("organisation").defer("organisation__search")

        def line(one: Base) -> Line:
            since = _("%(year)s開設") % {"year": year_of(one.since_year)} if one.since_year else ""
            facts = (one.organisation, one.get_kind_display(), one.city, since)
            return line_of("base", one, with_facts(one, *facts), reading)

        return gathered(rows.order_by("city", "name_ja", "id"), self.most, line)


class Academic(Section):
    name, label, order, most = "academic", pgettext_lazy("2枚紙", "学術交流協定"), 100, 10

    def gather(self, partner: Partner, reading: Reading, today: date) -> Gathered:
        rows = reading.of(AcademicAgreement).filter(partner=partner).select_related("organisation")
        rows = rows.defer("search", "organisation__search").order_by(*_latest("signed_on"))

        def line(one: AcademicAgreement) -> Line:
            signed = _("%(day)s締結") % {"day": dated(one.signed_on)} if one.signed_on else ""
            ends = _("%(day)s満了") % {"day": dated(one.expires_on)} if one.expires_on else ""
            return line_of("academic", one, with_facts(f"{one.organisation}・{one}", signed, ends), reading)

        return gathered(rows, self.most, line)


class Secondments(Section):
    """Who is in whose house; the person's name stands where they may be named to the brief's readers."""

    name, label, order, most, inside = "secondments", pgettext_lazy("2枚紙", "職員派遣"), 110, 4, True

    def gather(self, partner: Partner, reading: Reading, today: date) -> Gathered:
        rows = reading.of(Secondment).filter(partner=partner)
        rows = rows.select_related("from_organisation", "to_organisation", "owner")
        rows = rows.prefetch_related(Prefetch("person", reading.of(Person).defer("search")))

        def line(one: Secondment) -> Line:
            way = f"{one.from_organisation} → {one.to_organisation}"
            since = _("%(day)sから") % {"day": dated(one.starts_on)} if one.starts_on else ""
            until = _("%(day)sまで") % {"day": dated(one.ends_on)} if one.ends_on else ""
            line = line_of("secondment", one, with_facts(way, one, one.person, since, until), reading)
            levels = [line.handling, one.person.handling] if one.person else [line.handling]
            return replace(line, handling=highest(levels, Handling.values))

        return gathered(rows.order_by(*_latest("starts_on")), self.most, line)


SECTIONS = (
    Standing(),
    Agreements(),
    Projects(),
    Stances(),
    Risks(),
    People(),
    Indicators(),
    Bases(),
    Academic(),
    Secondments(),
)
