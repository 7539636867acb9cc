from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.records import Identified
from partners.querysets import ImportJobQuerySet


class ImportJob(Identified):
    """One file on its way into a list, seen by the person who handed it in and nobody else.

    The file is kept here, where only the web and worker processes reach it, until the import is done, given up or
    a day old. `faults` and `shown` are what the preview shows, bounded; `seen` is which record each row was taken
    for, in which version. `facts` are the address and the request that the history of the change will name.
    """

    class State(models.TextChoices):
        READING = "reading", _("読み取り中")
        READY = "ready", _("確認待ち")
        APPLYING = "applying", _("登録中")
        DONE = "done", _("登録済み")
        STALE = "stale", _("要再確認")
        FAILED = "failed", _("失敗")
        DISCARDED = "discarded", _("取込みの中止")
        EXPIRED = "expired", _("期限切れ")

    RUNNING = (State.READING, State.APPLYING)
    OPEN = (State.READING, State.READY, State.APPLYING, State.STALE, State.FAILED)

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    list_name = models.CharField(_("一覧"), max_length=40)
    file_name = models.CharField(_("ファイル"), max_length=200)
    form = models.CharField(max_length=4)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField(null=True)
    language = models.CharField(max_length=2)
    state = models.CharField(_("状態"), max_length=10, choices=State, default=State.READING)
    counts = models.JSONField(default=dict)
    faults = models.JSONField(default=list)
    shown = models.JSONField(default=list)
    seen = models.JSONField(default=dict)
    facts = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    objects = ImportJobQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        verbose_name = _("取込み")
        indexes = [models.Index(fields=["user", "-created_at"], name="import_job_of_person")]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_running(self) -> bool:
        return self.state in self.RUNNING

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    @property
    def told_counts(self) -> dict[str, int] | None:
        """What the file would do or did. While it is read or carried out nothing of that is certain."""
        return None if self.is_running else self.counts or None

    @property
    def told_faults(self) -> list[dict[str, Any]]:
        return [] if self.is_running else self.faults

    @property
    def told_changes(self) -> list[dict[str, Any]]:
        """The first of them, as the preview shows them."""
        return [] if self.is_running else self.shown

    @property
    def can_apply(self) -> bool:
        writes = self.counts.get("new", 0) + self.counts.get("changed", 0)
        return self.state == self.State.READY and not self.counts.get("faults") and writes > 0
