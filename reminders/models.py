from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinLengthValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from accounts.models import User
from accounts.records import Identified, Timestamped, tracked
from diplomacy.text import LineField
from reminders.querysets import NotificationQuerySet, RuleQuerySet
from reminders.subjects import notice_of


class Circle(models.TextChoices):
    """Whom a reminder reaches; the subject says who that is for each object."""

    LEAD = "lead", _("主担当府省")
    NAMED = "named", _("関係府省庁")
    WATCHERS = "watchers", _("ウォッチしている人")


class Channel(models.TextChoices):
    EMAIL = "email", _("画面とメール")
    IN_APP = "in_app", _("画面のみ")


class Scope(models.TextChoices):
    """How far a rule reaches, the nearest last."""

    EVERYTHING = "everything", _("全体の規則")
    KIND = "kind", _("種別の規則")
    SERIES = "series", _("系列の規則")
    MEETING = "meeting", _("会合の規則")


LONGEST_OFFSET = 250


@tracked()
class ReminderRule(Identified, Timestamped):
    """One step of a ladder: so many days before the occasion, at that hour of the recipient's own day.

    A step of the unit `after` comes when the day is over, for what is to be done by then: a deadline that passed.

    The rules of the nearest scope that has any for the subject replace all others: a meeting with one rule of its
    own follows that one alone. A rule that is switched off still counts as a rule, so one such rule silences.
    """

    class Unit(models.TextChoices):
        BUSINESS = "business", _("営業日")
        CALENDAR = "calendar", _("日")
        AFTER = "after", _("営業日後")

    # What can be counted back from; only a deadline has an afterwards.
    AHEAD = (Unit.BUSINESS, Unit.CALENDAR)

    subject = models.CharField(max_length=40, editable=False)
    scope_kind = models.CharField(max_length=10, choices=Scope, editable=False)
    scope_id = models.CharField(max_length=40, blank=True, editable=False)
    amount = models.PositiveSmallIntegerField(
        _("何日前"),
        validators=[MaxValueValidator(LONGEST_OFFSET, _("%(limit_value)s日前までで指定してください。"))],
    )
    unit = models.CharField(_("数え方"), max_length=8, choices=Unit, default=Unit.BUSINESS)
    hour = models.PositiveSmallIntegerField(
        _("時刻（受け取る人の現地時刻）"),
        default=9,
        validators=[MaxValueValidator(23, _("0時から23時までで指定してください。"))],
    )
    audience = ArrayField(
        models.CharField(max_length=8, choices=Circle),
        verbose_name=_("送り先"),
        default=list,
        validators=[MinLengthValidator(1, _("送り先を1つ以上選んでください。"))],
    )
    channel = models.CharField(_("方法"), max_length=6, choices=Channel, default=Channel.EMAIL)
    enabled = models.BooleanField(_("有効"), default=True)

    objects = RuleQuerySet.as_manager()

    class Meta:
        ordering = ["-amount", "unit"]
        verbose_name = _("通知の規則")
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "scope_kind", "scope_id", "amount", "unit"], name="reminder_rule_once"
            ),
            models.CheckConstraint(condition=Q(hour__lte=23), name="reminder_rule_hour"),
            models.CheckConstraint(condition=Q(amount__lte=LONGEST_OFFSET), name="reminder_rule_amount"),
            models.CheckConstraint(condition=Q(audience__len__gte=1), name="reminder_rule_has_audience"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def step(self) -> str:
        """The offset as a key. Two rules of one offset, say a series' and its meeting's, are the same step."""
        return f"{self.unit[0]}{self.amount}"

    @property
    def label(self) -> str:
        return step_label(self.step)

    def clean(self) -> None:
        super().clean()
        if len(set(self.audience)) != len(self.audience):
            raise ValidationError({"audience": _("同じ送り先が2度選ばれています。")})


def step_label(step: str) -> str:
    """「7営業日前」 for `b7`, 「1営業日超過」 for `a1`, 「当日」 for none."""
    amount = int(step[1:])
    if amount == 0:
        return str(_("当日"))
    if step[0] == "a":
        text = ngettext("%(amount)s営業日超過", "%(amount)s営業日超過", amount)
    elif step[0] == "b":
        text = ngettext("%(amount)s営業日前", "%(amount)s営業日前", amount)
    else:
        text = ngettext("%(amount)s日前", "%(amount)s日前", amount)
    return text % {"amount": amount}


class Occasion(models.Model):
    """What the sweep last saw of an object's date: an object is announced anew when this no longer holds.

    `on_date` is the local start date, known as far as `precision` says; `at_time` and `ends_at` are local to `zone`.
    `place` and `content` (a mark over the rest that is told) are kept for subjects that announce them. `revision`
    counts the announced changes, so that each of them gives one message per person; `announced_at` is when the date
    that holds was told as a change, which stands for the steps that had fallen due by then. It belongs to the sweep
    alone; nothing else writes here.
    """

    class Standing(models.TextChoices):
        ON = "on", _("開催予定")
        POSTPONED = "postponed", _("延期")
        CANCELLED = "cancelled", _("中止")
        OVER = "over", _("終了")

    subject = models.CharField(max_length=40)
    object_id = models.UUIDField()
    on_date = models.DateField(null=True)
    precision = models.CharField(max_length=8)
    at_time = models.TimeField(null=True)
    zone = models.CharField(max_length=50)
    standing = models.CharField(max_length=10, choices=Standing)
    ends_at = models.TimeField(null=True)
    place = LineField(blank=True)
    content = models.CharField(max_length=64, blank=True)
    revision = models.PositiveIntegerField(default=0)
    announced_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject", "object_id"], name="occasion_once")]

    def __str__(self) -> str:
        return f"{self.subject} {self.object_id} {self.on_date}"


class Digest(models.Model):
    """One person's mail of a day, at 08:00 of theirs; its rows are the notifications it gathers."""

    HOUR = 8

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recipient = models.ForeignKey(User, models.CASCADE, related_name="digests")
    on_date = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["recipient", "on_date"], name="digest_once_a_day")]

    def __str__(self) -> str:
        return f"{self.recipient} {self.on_date}"


class Notification(Identified):
    """One message to one person about one occasion of an object, and how its delivery went.

    The constraint `notification_once` is what makes a doubled sweep harmless: `kind` and `step` say what is told
    (a step of the ladder, or the revision of a change), never which rule row said so, so that rules copied from a
    series to a meeting do not tell twice. `object_id` is of the model the subject is about.

    `next_attempt_at` is when a worker may take the row, and its lease while one has it; empty while the row waits
    for the day's digest, or needs no mail. Which worker holds a row is that moment itself: it changes with every
    claim. Rows are written when they fall due, so `due_at` is never later than `created_at`.
    """

    class Kind(models.TextChoices):
        AHEAD = "ahead", _("開催前のお知らせ")
        MOVED = "moved", _("日程の変更")
        RETIMED = "retimed", _("時刻の変更")
        POSTPONED = "postponed", _("延期")
        CANCELLED = "cancelled", _("中止")
        RESTORED = "restored", _("開催の決定")
        OPENED = "opened", _("依頼")
        URGED = "urged", _("催促")
        INVITED = "invited", _("ご招待")
        RELOCATED = "relocated", _("場所の変更")
        REVISED = "revised", _("内容の変更")
        NEWS = "news", pgettext_lazy("通知の種類", "府省からのお知らせ")
        ANSWERED = "answered", _("回答")

    class State(models.TextChoices):
        QUEUED = "queued", _("送信待ち")
        SENDING = "sending", _("送信中")
        SENT = "sent", _("送信済み")
        FAILED = "failed", _("再送待ち")
        GIVEN_UP = "given_up", _("送信断念")
        VOID = "void", _("取り消し")
        MISSED = "missed", _("時機を逸した")

    PENDING = (State.QUEUED, State.SENDING, State.FAILED)
    HIDDEN = (State.VOID, State.MISSED)

    rule = models.ForeignKey(ReminderRule, models.SET_NULL, null=True, related_name="notifications")
    subject = models.CharField(max_length=40)
    kind = models.CharField(max_length=10, choices=Kind)
    step = models.CharField(max_length=12)
    object_id = models.UUIDField()
    occasion = models.DateField(null=True)
    recipient = models.ForeignKey(User, models.CASCADE, related_name="notifications")
    channel = models.CharField(max_length=6, choices=Channel)
    due_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=8, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True)
    digest = models.ForeignKey(Digest, models.SET_NULL, null=True, related_name="notifications")
    answer = models.TextField(blank=True)
    sent_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    before = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=timezone.now)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        ordering = ["-due_at", "-id"]
        verbose_name = _("通知")
        indexes = [
            models.Index(fields=["-due_at", "-id"], name="notification_log"),
            models.Index(fields=["state", "-due_at", "-id"], name="notification_log_by_state"),
            models.Index(fields=["recipient", "-due_at", "-id"], name="notification_inbox"),
            models.Index(
                fields=["recipient"],
                condition=Q(read_at=None) & ~Q(state__in=["void", "missed"]),
                name="notification_unread",
            ),
            models.Index(
                fields=["next_attempt_at", "id"],
                condition=Q(state__in=["queued", "sending", "failed"]),
                name="notification_waiting",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["object_id", "recipient", "subject", "kind", "step", "occasion"],
                nulls_distinct=False,
                name="notification_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.object_id}"

    @property
    def label(self) -> str:
        """What the message tells, in few words: 「7営業日前」, 「日程の変更」. A late one does not name its step."""
        if notice := notice_of(self.subject):
            return str(notice)
        return step_label(self.step) if self.names_its_step else str(self.get_kind_display())

    @property
    def names_its_step(self) -> bool:
        return self.kind == self.Kind.AHEAD and self.created_at - self.due_at < timedelta(days=1)

    @property
    def letter_id(self) -> Any:
        """The mail this row travels in: its own, or the digest's. The Message-ID is made from it."""
        return self.digest_id or self.pk


class Heartbeat(models.Model):
    """When a periodic thing last happened, and what it found. One row per name, overwritten each time."""

    name = models.CharField(primary_key=True, max_length=20)
    at = models.DateTimeField()
    detail = models.JSONField(default=dict)

    def __str__(self) -> str:
        return self.name
