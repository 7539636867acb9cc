"""One reader's overview: the kept figures, and the words and addresses around them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from dateutil.relativedelta import relativedelta
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dashboard import names
from dashboard.figures import ahead, commitments, coverage, proposals, rhythm
from dashboard.figures.kept import Keeper, Kept
from dashboard.figures.snapshot import AGREEMENT_MONTHS
from dashboard.models import Snapshot
from meetings.calendar import year_picture
from meetings.models import CoordinationCase
from meetings.readiness import Part
from meetings.rows import COLUMNS, meeting_lines
from partners.models import Agreement

MOST_SHOWN = 6


@dataclass(frozen=True)
class Figure:
    """A number that is read from three metres away, a sentence about it, and where its rows are."""

    name: str
    number: int
    sentence: str
    detail: str
    address: str
    pressing: bool = False


class Overview:
    def __init__(self, user: Any, now: datetime) -> None:
        self.user, self.now = user, now
        self.today = timezone.localdate(now)
        self.keeper = Keeper(user, now)
        self.used: list[Kept[Any]] = []

    def _kept(self, name: str, count: Any) -> Any:
        kept = self.keeper.get(f"{name}:{self.today}", count)
        self.used.append(kept)
        return kept.value

    @property
    def counted_at(self) -> datetime:
        """When the oldest of the figures used so far was counted."""
        return min((kept.at for kept in self.used), default=self.now)

    @property
    def age(self) -> int:
        return max((kept.age(self.now) for kept in self.used), default=0)

    # --- The figures -----------------------------------------------------------------------------------------------

    @cached_property
    def ahead(self) -> ahead.Ahead:
        return self._kept("ahead", lambda: ahead.ahead(self.user, self.today))

    @cached_property
    def commitments(self) -> commitments.Commitments:
        return self._kept("commitments", lambda: commitments.commitments(self.user, self.today))

    @cached_property
    def coverage(self) -> coverage.Coverage:
        return self._kept("coverage", lambda: coverage.coverage(self.user, self.today))

    @cached_property
    def over_cadence(self) -> list[UUID]:
        return self._kept("over_cadence", lambda: rhythm.over_cadence(self.user, self.today))

    @cached_property
    def quiet(self) -> list[rhythm.Quiet]:
        return self._kept("quiet", lambda: rhythm.gone_quiet(self.user, self.today))

    @cached_property
    def proposals(self) -> proposals.Proposals:
        return self._kept("proposals", lambda: proposals.proposals(self.user))

    @cached_property
    def agreements(self) -> int:
        return self._kept("agreements", self._ending_agreements)

    def _ending_agreements(self) -> int:
        by = self.today + relativedelta(months=AGREEMENT_MONTHS)
        return Agreement.objects.visible_to(self.user).standing().ending_by(by, self.today).count()

    # --- On top ----------------------------------------------------------------------------------------------------

    def figures(self) -> list[Figure]:
        return [
            self._coming_figure(),
            self._late_figure(),
            self._overdue_figure(),
            self._blank_figure(),
            self._quiet_figure(),
        ]

    def _coming_figure(self) -> Figure:
        count = len(self.ahead.parts)
        said = _said(
            count,
            ngettext(
                "これからの90日に会合が%(count)s件あります。", "これからの90日に会合が%(count)s件あります。", count
            ),
            _("これからの90日に、閲覧できる会合はありません。"),
        )
        return Figure("coming", count, said, "", reverse("dashboard:ahead"))

    def _late_figure(self) -> Figure:
        count = len(self.ahead.late)
        said = _said(
            count,
            ngettext("そのうち%(count)s件で準備が遅れています。", "そのうち%(count)s件で準備が遅れています。", count),
            _("準備の遅れている会合はありません。"),
        )
        address = f"{reverse('dashboard:ahead')}?late=yes"
        return Figure("late", count, said, self._most_late_part(), address, count > 0)

    def _most_late_part(self) -> str:
        counted = Counter(part.part for parts in self.ahead.parts.values() for part in parts if part.late)
        if not counted:
            return ""
        part, count = counted.most_common(1)[0]
        return _("いちばん多いのは%(part)sの%(count)s件です。") % {"part": Part(part).label, "count": count}

    def _overdue_figure(self) -> Figure:
        count = self.commitments.total.late
        said = _said(
            count,
            ngettext("約束の%(count)s件が期限を過ぎています。", "約束の%(count)s件が期限を過ぎています。", count),
            _("期限を過ぎた約束はありません。"),
        )
        address = f"{reverse('meetings:actions')}?when=overdue"
        return Figure("overdue", count, said, self._most_overdue(), address, count > 0)

    def _most_overdue(self) -> str:
        late = {pk: tally for pk, tally in self.commitments.ministries.items() if tally.late}
        if not late:
            return ""
        pk, tally = next(iter(commitments.most_late_first(late)))
        name = names.bodies([pk], self.user).get(pk, "")
        return _("うち%(count)s件は%(name)sです。") % {"count": tally.late, "name": name}

    def _blank_figure(self) -> Figure:
        count = len(self.coverage.blank)
        said = _said(
            count,
            ngettext(
                "テーマの%(count)s件は、この3年の会合で議題になっていません。",
                "テーマの%(count)s件は、この3年の会合で議題になっていません。",
                count,
            ),
            _("この3年に議題になっていないテーマはありません。"),
        )
        address = f"{reverse('dashboard:coverage')}#blank"
        return Figure("blank", count, said, "", address, count > 0)

    def _quiet_figure(self) -> Figure:
        count = len(self.quiet)
        said = _said(
            count,
            ngettext(
                "%(count)sの国・機関と、優先度で決めた期間、連絡がありません。",
                "%(count)sの国・機関と、優先度で決めた期間、連絡がありません。",
                count,
            ),
            _("優先度で決めた期間を過ぎて連絡のない国・機関はありません。"),
        )
        return Figure("quiet", count, said, "", reverse("dashboard:quiet"), count > 0)

    # --- The next 90 days ------------------------------------------------------------------------------------------

    @cached_property
    def coming_lines(self) -> list[dict[str, Any]]:
        """The meetings themselves, as they are now, each with what is ready of those that were counted."""
        rows = ahead.coming(self.user, self.today).order_by("start_date", "id").values(*COLUMNS)
        lines = meeting_lines(rows, self.user)
        return [self._with_parts(line) for line in lines]

    def _with_parts(self, line: dict[str, Any]) -> dict[str, Any]:
        parts = self.ahead.parts.get(line["id"], [])
        return {**line, "parts": parts, "is_behind": any(part.late for part in parts)}

    def late_lines(self) -> list[dict[str, Any]]:
        """Soonest first, each with the parts that are late."""
        found = []
        for line in self.coming_lines:
            late = [part for part in line["parts"] if part.late]
            if late:
                found.append({**line, "late": late})
        return found

    def picture(self) -> dict[str, Any]:
        """The bands by level; what is only known by its month lies on the whole month."""
        return year_picture(self.coming_lines, self.today, self.today + timedelta(days=ahead.DAYS))

    def last_snapshot(self) -> Snapshot | None:
        return Snapshot.objects.visible_to(self.user).defer("figures").first()

    def open_cases(self) -> Any:
        return CoordinationCase.objects.visible_to(self.user).open()

    # --- Rows ------------------------------------------------------------------------------------------------------

    def ministry_rows(self) -> list[dict[str, Any]]:
        ordered = list(commitments.most_late_first(self.commitments.ministries))
        named = names.bodies([pk for pk, _tally in ordered], self.user)
        return _tallied(ordered, named, "owner")

    def partner_rows(self) -> list[dict[str, Any]]:
        ordered = list(commitments.most_late_first(self.commitments.partners))
        named = names.partners([pk for pk, _tally in ordered], self.user)
        return _tallied(ordered, named, "partner")

    def blank_rows(self) -> list[dict[str, Any]]:
        named, steering = (
            names.themes(self.coverage.blank, self.user),
            names.steering(self.coverage.blank, self.user),
        )
        return [
            {"pk": pk, "name": named[pk], "owners": steering.get(pk, [])} for pk in self.coverage.blank if pk in named
        ]

    def proposal_address(self, series: UUID | None, year: int | None) -> str:
        query = "&".join(f"{name}={value}" for name, value in (("series", series), ("year", year)) if value)
        return reverse("dashboard:proposals") + (f"?{query}" if query else "")


def _tallied(ordered: list[Any], named: dict[UUID, str], field: str) -> list[dict[str, Any]]:
    address = reverse("meetings:actions")
    return [
        {
            "pk": pk,
            "name": named[pk],
            "tally": tally,
            "kept": f"{address}?{field}={pk}&status=done",
            "late": f"{address}?{field}={pk}&when=overdue",
            "open": f"{address}?{field}={pk}&status=open",
        }
        for pk, tally in ordered
        if pk in named
    ]


def _said(count: int, some: str, none: str) -> str:
    return some % {"count": count} if count else none
