"""The rules of a meeting or of a series: seen, tried by a preview, changed as a set."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import Access, access, require
from diplomacy.ui.toasts import toast
from reminders.actions.rules import RulesChanged, fingerprint, replace_rules, scope_rules
from reminders.forecast import Forecast, forecast, upcoming_in_scope
from reminders.forms import RuleFormSet, initial_of
from reminders.inbox import cards_shown
from reminders.ladder import RuleBook
from reminders.models import ReminderRule
from reminders.subjects import subject_of_scope


@require_http_methods(["GET", "HEAD", "POST"])
@access(Access.STAFF)
def rules(request: HttpRequest, scope_kind: str, pk: UUID) -> HttpResponse:
    page = RulesPage(request, scope_kind, pk)
    if request.method != "POST":
        return page.shown(page.formset())
    if "inherit" in request.POST:
        return page.saved([], _("独自の規則を取り消しました。"))
    formset = page.formset(request.POST)
    if not formset.is_valid():
        return page.shown(formset, status=400)
    if "preview" in request.POST:
        return page.shown(formset, tried=formset.rules())
    return page.saved(formset.rules(), _("通知の規則を保存しました。"), formset)


class RulesPage:
    """One scope's rules for a person who may change them."""

    def __init__(self, request: HttpRequest, scope_kind: str, pk: UUID) -> None:
        self.request = request
        self.subject = subject_of_scope(scope_kind)
        self.scope = self.subject.scopes[scope_kind]
        try:
            self.record = self.scope.find(request.user, pk)
        except ObjectDoesNotExist as unknown:
            raise Http404 from unknown
        require(request.user, self.scope.permission, self.record)
        self.key = (self.subject.name, scope_kind, str(pk))
        self.own = list(scope_rules(*self.key))

    def formset(self, data: Any = None) -> Any:
        """The scope's own rules, else those it inherits, as a start."""
        book = RuleBook(self.subject.name)
        in_force = self.own or book.rules_for(self.subject.scopes_of(self.record))
        return RuleFormSet(data, initial=[initial_of(rule) for rule in in_force])

    def saved(self, chosen: list[ReminderRule], text: str, formset: Any = None) -> HttpResponse:
        seen = self.request.POST.get("seen", "")
        try:
            replace_rules(*self.key, chosen, seen=seen, actor=self.request.user)
        except RulesChanged:
            return self.shown(formset or self.formset(), others=True, status=409)
        toast(self.request, text)
        return redirect(self.request.path)

    def shown(
        self, formset: Any, *, tried: list[ReminderRule] | None = None, others: bool = False, status: int = 200
    ) -> HttpResponse:
        context = {
            "record": self.record,
            "back": reverse(self.scope.url_name, args=[self.record.pk]),
            "scope": self.scope,
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
        scope = (self.scope.kind, str(self.record.pk))
        following = upcoming_in_scope(self.subject, scope, now=now)
        cards = cards_shown(self.subject, self.request.user, following)
        return [
            (cards[key], forecast(self.subject, key, now=now, rules=enabled(tried)))
            for key in following
            if key in cards
        ]


def enabled(rules: list[ReminderRule] | None) -> list[ReminderRule] | None:
    return None if rules is None else [rule for rule in rules if rule.enabled]
