"""Who plays, the words of the story, and what everybody does at the pages."""

from dataclasses import dataclass
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

from django.core import mail
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import Page

from meetings.models import Meeting
from reminders.actions.delivery import deliver
from reminders.actions.sweep import sweep

WISH = "共同公募の枠組みを議題にする"
ITEM = "量子技術の共同公募"
LINE = "共同公募を提案する。"
DECISION = "共同公募を2027年に始める。"
ACTION = "専門家を派遣して公募を説明する"
HEADLINE = "量子の共同公募が始まる"


@dataclass
class Scene:
    """Who plays, where, and the doors through which they come."""

    signed_in: Any
    open_page: Any
    people: SimpleNamespace
    meeting: Meeting
    expert: Any
    today: date

    def at(self, person: Any, path: str) -> Page:
        return self.signed_in(person, path)

    def council_at(self, path: str) -> Page:
        """The overview's figures are kept for a minute; the story goes faster."""
        cache.clear()
        return self.signed_in(self.people.council, path)


def choose(page: Page, name: str, typed: str, option: str) -> None:
    page.locator(f"#id_{name}-ts-control").click()
    page.keyboard.type(typed)
    page.locator(".ts-dropdown:visible .option", has_text=option).first.click()


def told_by_mail(person: Any) -> str:
    """Sweep and deliver as the worker does; the letters to this person."""
    now = timezone.now() + timedelta(minutes=1)
    sweep(now=now)
    deliver(clock=lambda: now, connection=mail.get_connection(), seconds=10)
    letters = [letter for letter in mail.outbox if letter.to == [person.email]]
    assert letters
    return "".join(letter.message().as_string() for letter in letters)
