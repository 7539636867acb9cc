"""The rules of one place: seen, tried by a preview, changed as a set."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import Access, access
from diplomacy.ui.toasts import toast
from reminders.actions.rules import RulesChanged, fingerprint, replace_rules, scope_rules
from reminders.forecast import Forecast, forecast, upcoming_in_scope
from reminders.forms import GeneralRuleFormSet, RuleFormSet, initial_of
from reminders.inbox import cards_shown
from reminders.ladder import in_time
from reminders.models import ReminderRule
from reminders.places import Place, place_of_record


@require_http_methods(["GET", "HEAD", "POST"])
@access(Access.STAFF)
def rules(request: HttpRequest, scope_kind: str, pk: UUID) -> HttpResponse:
    try:
        place = place_of_record(request.user, scope_kind, pk)
    except ObjectDoesNotExist as unknown:
        raise Http404 from unknown
    return answered(RulesPage(request, place))


def answered(page: RulesPage) -> HttpResponse:
    """Shown, tried, saved, or given up for the wider rules: by what the form was sent with."""
    request = page.request
    if request.method != "POST":
        return page.shown(page.formset())
    if "inherit" in request.POST and not page.place.is_widest:
        return page.saved([], _("独自の規則を取り消しました。"))
    formset = page.formset(request.POST)
    if not formset.is_valid():
        return page.shown(formset, status=400)
    if "preview" in request.POST:
        return page.shown(formset, tried=formset.rules())
    return page.saved(formset.rules(), _("通知の規則を保存しました。"), formset)


class RulesPage:
    """One place's rules for a person who may change them."""

    def __init__(self, request: HttpRequest, place: Place) -> None:
        self.request = request
        self.place = place
        self.own = in_time(scope_rules(*place.key))

    def formset(self, data: Any = None) -> Any:
        """The place's own rules, else those it inherits, as a start."""
        in_force = self.own or self.place.in_force()
        afterwards = any(rule.unit == ReminderRule.Unit.AFTER for rule in in_force)
        units = ReminderRule.Unit if afterwards else ReminderRule.AHEAD
        kind = GeneralRuleFormSet if self.place.is_widest else RuleFormSet
        return kind(data, initial=[initial_of(rule) for rule in in_force], form_kwargs={"units": units})

    def saved(self, chosen: list[ReminderRule], text: str, formset: Any = None) -> HttpResponse:
        seen = self.request.POST.get("seen", "")
        try:
            replace_rules(*self.place.key, chosen, seen=seen, actor=self.request.user)
        except RulesChanged:
            return self.shown(formset or self.formset(), others=True, status=409)
        toast(self.request, text)
        return redirect(self.request.path)

    def shown(
        self, formset: Any, *, tried: list[ReminderRule] | None = None, others: bool = False, status: int = 200
    ) -> HttpResponse:
        context = {
            "place": self.place,
            "own": self.own,
            "formset": formset,
            "seen": fingerprint(self.own),
            "others": others,
            "is_preview": tried is not None,
            "forecasts": self.forecasts(tried),
        }
        return render(self.request, "reminders/rules.html", context, status=status)

    def forecasts(self, tried: list[ReminderRule] | None) -> list[tuple[Any, Forecast]]:
        """What the rules mean for the next objects they hold for."""
        now = timezone.now()
        subject = self.place.subject
        following = upcoming_in_scope(subject, (self.place.kind, self.place.scope_id), now=now)
        cards = cards_shown(subject, self.request.user, following)
        return [
            (cards[key], forecast(subject, key, now=now, rules=enabled(tried))) for key in following if key in cards
        ]


def enabled(rules: list[ReminderRule] | None) -> list[ReminderRule] | None:
    return None if rules is None else [rule for rule in rules if rule.enabled]
