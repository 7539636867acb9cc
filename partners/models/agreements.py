from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.records import Identified, Sourced, Timestamped, tracked
from diplomacy.days import DayField
from diplomacy.periods import last_day
from diplomacy.search.bigrams import bigram_column
from diplomacy.text import LineField, ProseField
from diplomacy.ui.titles import local
from diplomacy.versioned.models import Versioned
from partners.models.named import DatePrecision, Named
from partners.models.organisations import Organisation
from partners.models.partner import Partner
from partners.models.themes import Theme
from partners.querysets import AcademicAgreementQuerySet, AgreementQuerySet


@tracked(exclude=["search"])
class Agreement(Named, Versioned):
    """A bilateral agreement or arrangement on S&T co-operation. A date shows only as far as its precision.

    `expires_on` is the last day of the present term; where the agreement renews itself, each further term lasts
    `renewal_years`. Notice of ending it is given `notice_months` before a term ends. See `partners/clock.py`.
    """

    class Status(models.TextChoices):
        IN_FORCE = "in_force", _("有効")
        SIGNED = "signed", _("署名済（発効未確認）")
        SUPERSEDED = "superseded", _("後継に移行")
        SUCCESSION = "succession", _("承継")
        REPORTED = "reported", _("白書に記載（現状未確認）")

    partner = models.ForeignKey(Partner, models.PROTECT, verbose_name=_("相手"), related_name="agreements")
    signed_on = DayField(_("署名"), null=True, blank=True)
    signed_precision = models.CharField(
        _("署名日の精度"), max_length=8, choices=DatePrecision, default=DatePrecision.UNKNOWN
    )
    in_force_on = DayField(_("発効"), null=True, blank=True)
    in_force_precision = models.CharField(
        _("発効日の精度"), max_length=8, choices=DatePrecision, default=DatePrecision.UNKNOWN
    )
    status = models.CharField(_("状態"), max_length=12, choices=Status)
    expires_on = DayField(_("現在の期間の満了日"), null=True, blank=True)
    auto_renews = models.BooleanField(_("自動更新"), default=False)
    renewal_years = models.PositiveSmallIntegerField(_("更新期間（年）"), null=True, blank=True)
    notice_months = models.PositiveSmallIntegerField(_("終了通告の期限（満了の何か月前）"), null=True, blank=True)
    committees = models.ManyToManyField(
        "meetings.MeetingSeries", verbose_name=_("合同委員会"), blank=True, related_name="agreements"
    )
    note_ja = ProseField(_("備考"), blank=True)
    note_en = ProseField(_("備考（英語）"), blank=True)
    search = bigram_column("name_ja", "name_en")

    objects = AgreementQuerySet.as_manager()

    class Meta:
        ordering = ["partner", "signed_on"]
        verbose_name = _("協定")
        indexes = [GinIndex(fields=["search"], name="agreement_search")]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_on__isnull=True)
                | (
                    (Q(signed_on__isnull=True) | Q(expires_on__gte=F("signed_on")))
                    & (Q(in_force_on__isnull=True) | Q(expires_on__gte=F("in_force_on")))
                ),
                name="agreement_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(auto_renews=False) | Q(renewal_years__gte=1, expires_on__isnull=False),
                name="agreement_renews_for_years",
            ),
            models.CheckConstraint(
                condition=Q(notice_months__isnull=True) | Q(notice_months__gte=1, expires_on__isnull=False),
                name="agreement_notice_before_an_end",
            ),
        ]

    def clean(self) -> None:
        super().clean()
        errors = {**self._precision_errors(), **self._order_errors(), **self._term_errors()}
        if errors:
            raise ValidationError(errors)

    def _precision_errors(self) -> dict:
        return {
            precision: _("日付と精度が合いません。日付がないときは「未定」、あるときは「日・月・年」を選びます。")
            for day, precision in (("signed_on", "signed_precision"), ("in_force_on", "in_force_precision"))
            if (getattr(self, day) is None) != (getattr(self, precision) == DatePrecision.UNKNOWN)
        }

    def _order_errors(self) -> dict:
        """A date known by its month or year may be any day of it."""
        in_force_by = last_day(self.in_force_on, self.in_force_precision)
        if self.signed_on and in_force_by and in_force_by < self.signed_on:
            return {"in_force_on": _("発効日が署名日より前です。")}
        begins = [day for day in (self.signed_on, self.in_force_on) if day]
        if self.expires_on and begins and self.expires_on < max(begins):
            return {"expires_on": _("満了日が署名日・発効日より前です。それ以降の日付にしてください。")}
        return {}

    def _term_errors(self) -> dict:
        errors = {}
        if self.auto_renews and not self.renewal_years:
            errors["renewal_years"] = _("自動更新のときは、1回の更新で何年延びるかを入力してください。")
        if (self.auto_renews or self.notice_months) and not self.expires_on:
            errors["expires_on"] = _("自動更新や通告期限を入れるときは、現在の期間の満了日を入力してください。")
        if self.notice_months == 0:
            errors["notice_months"] = _("1か月以上にするか、空欄にしてください。")
        return errors


@tracked(exclude=["search"])
class AcademicAgreement(Identified, Timestamped, Sourced, Versioned):
    """A university's or institute's own agreement with an institution abroad (学術交流協定). A public fact."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("日本側の大学・機関"), related_name="academic_agreements"
    )
    partner = models.ForeignKey(Partner, models.PROTECT, verbose_name=_("国・地域"), related_name="academic_agreements")
    counterpart_ja = LineField(_("相手機関"), blank=True)
    counterpart_en = LineField(_("相手機関（英語）"), blank=True)
    themes = models.ManyToManyField(Theme, verbose_name=_("分野"), blank=True, related_name="academic_agreements")
    signed_on = DayField(_("締結日"), null=True, blank=True)
    expires_on = DayField(_("満了日"), null=True, blank=True)
    search = bigram_column("counterpart_ja", "counterpart_en")
    SEARCH_COLUMNS = ("counterpart_ja", "counterpart_en")

    objects = AcademicAgreementQuerySet.as_manager()

    class Meta:
        ordering = ["partner", "-signed_on"]
        verbose_name = _("学術交流協定")
        indexes = [
            GinIndex(fields=["search"], name="academic_agreement_search"),
            models.Index(fields=["partner", "signed_on", "id"], name="academic_by_partner_and_date"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_on__isnull=True) | Q(signed_on__isnull=True) | Q(expires_on__gte=F("signed_on")),
                name="academic_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return local(self.counterpart_ja, self.counterpart_en)

    def clean(self) -> None:
        super().clean()
        if not (self.counterpart_ja or self.counterpart_en):
            raise ValidationError({"counterpart_ja": _("日本語か英語の相手機関名を入力してください。")})
        if self.signed_on and self.expires_on and self.expires_on < self.signed_on:
            raise ValidationError({"expires_on": _("満了日が締結日より前です。締結日以降の日付にしてください。")})
