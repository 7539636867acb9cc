from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.handling import Handled
from accounts.models import User
from accounts.records import Identified, Timestamped, tracked
from attaches.querysets.bulletins import BulletinDeliveryQuerySet, BulletinQuerySet
from diplomacy.search.bigrams import bigram_column
from diplomacy.text import LineField, ProseField
from diplomacy.ui.titles import local
from diplomacy.versioned.models import Versioned
from partners.models import Organisation, Partner, Theme


@tracked(exclude=["search"])
class Bulletin(Identified, Timestamped, Versioned, Handled):
    """News of a ministry to the posts (お知らせ): a draft until it is sent, once; after that it stays as it was sent.

    Whom it goes to: attachés, officers or both; at the embassies and countries named, or, where none is named, those
    who asked for one of its themes or for none in particular.
    """

    title_ja = LineField(_("件名"), blank=True)
    title_en = LineField(_("件名（英語）"), blank=True)
    body_ja = ProseField(_("本文"), blank=True)
    body_en = ProseField(_("本文（英語）"), blank=True)
    themes = models.ManyToManyField(Theme, verbose_name=_("テーマ"), blank=True, related_name="+")
    to_attaches = models.BooleanField(_("在日大使館の科学技術アタッシェ"), default=True)
    to_officers = models.BooleanField(_("在外公館の科学技術担当官"), default=False)
    to_organisations = models.ManyToManyField(
        Organisation, verbose_name=_("送り先の大使館・在外公館"), blank=True, related_name="+"
    )
    to_partners = models.ManyToManyField(Partner, verbose_name=_("送り先の国"), blank=True, related_name="+")
    sent_at = models.DateTimeField(_("送信日時"), null=True, editable=False)
    sent_by = models.ForeignKey(User, models.PROTECT, null=True, editable=False, related_name="+")
    is_sample = models.BooleanField(_("見本"), default=False, editable=False)
    search = bigram_column("title_ja", "title_en", "body_ja", "body_en")
    SEARCH_COLUMNS = ("title_ja", "title_en", "body_ja", "body_en")

    objects = BulletinQuerySet.as_manager()

    class Meta:
        ordering = [F("sent_at").desc(nulls_first=True), "-id"]
        verbose_name = _("府省からのお知らせ")
        indexes = [
            GinIndex(fields=["search"], name="bulletin_search"),
            models.Index(fields=["-sent_at", "-id"], name="bulletin_newest_first"),
        ]
        constraints = [
            Handled.handling_constraint("bulletin_handling"),
            models.CheckConstraint(condition=Q(to_attaches=True) | Q(to_officers=True), name="bulletin_goes_somewhere"),
        ]

    def __str__(self) -> str:
        return local(self.title_ja, self.title_en)

    @property
    def body(self) -> str:
        return local(self.body_ja, self.body_en)

    @property
    def is_sent(self) -> bool:
        return self.sent_at is not None

    def clean(self) -> None:
        super().clean()
        self.clean_handling()
        errors = {}
        if not (self.title_ja or self.title_en):
            errors["title_ja"] = _("日本語か英語の件名を入力してください。")
        if not (self.body_ja or self.body_en):
            errors["body_ja"] = _("日本語か英語の本文を入力してください。")
        if not (self.to_attaches or self.to_officers):
            errors["to_attaches"] = _("送り先を1つ以上選んでください。")
        if errors:
            raise ValidationError(errors)


@tracked(exclude=["opened_at"])
class BulletinDelivery(Identified, Timestamped):
    """That a bulletin was sent to one person, and when that person first read its page in the portal."""

    bulletin = models.ForeignKey(Bulletin, models.CASCADE, related_name="deliveries")
    person = models.ForeignKey(User, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(_("開いた日時"), null=True)

    objects = BulletinDeliveryQuerySet.as_manager()

    class Meta:
        ordering = ["organisation__name_ja", "id"]
        verbose_name = _("お知らせの送付")
        indexes = [
            models.Index(fields=["organisation", "bulletin"], name="bulletin_by_organisation"),
            models.Index(fields=["person"], condition=Q(opened_at=None), name="bulletin_unopened"),
        ]
        constraints = [models.UniqueConstraint(fields=["bulletin", "person"], name="bulletin_once_a_person")]

    def __str__(self) -> str:
        return f"{self.bulletin} – {self.person}"
