"""The rules that hold where no meeting and no series has its own: all of them on one page, and each set changed."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import Access, access, require
from reminders.ladder import in_time
from reminders.models import ReminderRule, Scope
from reminders.places import general_place
from reminders.subjects import kinds_of, subjects
from reminders.views.rules import RulesPage, answered


@require_safe
@access(Access.STAFF)
def index(request: HttpRequest) -> HttpResponse:
    rules: dict[tuple[str, str, str], list[ReminderRule]] = {}
    for rule in ReminderRule.objects.filter(scope_kind__in=(Scope.EVERYTHING, Scope.KIND)):
        rules.setdefault((rule.subject, rule.scope_kind, rule.scope_id), []).append(rule)
    return render(request, "reminders/general_rules.html", {"ladders": list(_ladders(rules))})


def _ladders(rules: dict[tuple[str, str, str], list[ReminderRule]]) -> Any:
    """Of each subject that counts days: its own rules, then those of each kind, empty where the kind has none."""
    for subject in subjects():
        widest = rules.get((subject.name, Scope.EVERYTHING, ""))
        if widest is None:
            continue
        yield {
            "title": subject.label,
            "address": reverse("reminders:general_rules", args=[subject.name]),
            "rules": in_time(widest),
        }
        for kind, label in kinds_of(subject).items():
            yield {
                "title": label,
                "address": reverse("reminders:kind_rules", args=[subject.name, kind]),
                "rules": in_time(rules.get((subject.name, Scope.KIND, kind), [])),
                "within": subject.label,
            }


@require_http_methods(["GET", "HEAD", "POST"])
@access(Access.SECRETARIAT)
def rules(request: HttpRequest, subject: str, kind: str = "") -> HttpResponse:
    require(request.user, "reminders.change_general_rules")
    try:
        place = general_place(subject, kind)
    except LookupError as unknown:
        raise Http404 from unknown
    page = RulesPage(request, place)
    if not (page.own or kind):
        # A subject that tells a thing once, at once: there are no days to count.
        raise Http404
    return answered(page)
