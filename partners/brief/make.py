"""The brief of a partner for somebody: what it holds for them, and the file, which the audit notes."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Case, IntegerField, QuerySet, When
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts import handouts
from accounts.handling import Handling
from accounts.handouts import Handout, Made, reading
from accounts.models import User
from diplomacy.papers import WRITERS, Paper, on_paper
from diplomacy.papers.naming import file_name
from diplomacy.ui.titles import local
from partners.brief.sections import parts_of
from partners.brief.sheet import Sheet, blocks_of, fitted
from partners.models import Organisation, Partner


def recipients(partner: Partner, user: User) -> QuerySet[Organisation]:
    """The embassies in Tokyo, the partner's own first; from outside one knows of oneself alone."""
    organisations = Organisation.objects.visible_to(user).defer("search")
    if not user.is_government:
        return organisations.filter(pk=user.organisation_id)
    own = Case(When(country=partner, then=0), default=1, output_field=IntegerField())
    return organisations.filter(kind=Organisation.Kind.EMBASSY).order_by(own, "sorted_by", "id")


def brief_of(partner: Partner, wish: Handout, *, actor: User, now: datetime) -> tuple[Sheet, Paper]:
    """In the language that is wished for: what stands in it, and the paper itself."""
    handouts.refuse_beyond(wish, actor, recipients(partner, actor))
    with translation.override(wish.language):
        through = reading(wish, actor)
        parts = parts_of(partner, through, timezone.localtime(now).date())
        sheet = fitted(parts, lambda one: _paper(partner, one, wish, actor, now), inside=through.inside)
        return sheet, _paper(partner, sheet, wish, actor, now)


def make_brief(partner: Partner, wish: Handout, *, actor: User, now: datetime) -> Made:
    """The file; writes who took it, for whom, and how high it is marked, into the audit."""
    sheet, paper = brief_of(partner, wish, actor=actor, now=now)
    write, media_type = WRITERS[wish.form]
    made = Made(file_name(paper.title, paper.marking, wish.form), write(paper), media_type)
    handouts.note(partner, wish, paper="brief", rows=sheet.lines, level=sheet.level, maker=actor)
    return made


def _paper(partner: Partner, sheet: Sheet, wish: Handout, actor: User, now: datetime) -> Paper:
    name = local(partner.name_ja, partner.name_en)
    other = partner.name_ja if name == partner.name_en else partner.name_en
    return Paper(
        title=_("%(partner)sとの科学技術協力（概要）") % {"partner": name},
        second=other,
        marking=str(Handling(sheet.level).label),
        language=wish.language,
        date_line=on_paper(timezone.localtime(now).date(), language=wish.language),
        author=str(actor.organisation or ""),
        blocks=blocks_of(sheet),
        notes=handouts.notes(
            wish,
            sheet.level,
            left_out=_("「関係者限り」の記録は、この文書に載せていません。"),
            holds_shared=sheet.holds_shared,
            maker=actor,
            now=now,
            is_sample=_("「見本」とある行は見本で、事実ではありません。") if sheet.holds_samples else "",
        ),
        dense=True,
    )
