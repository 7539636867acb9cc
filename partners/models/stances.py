from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.handling import Handled, Handling
from accounts.records import Identified, Sourced, Timestamped, tracked
from diplomacy.text import ProseField
from diplomacy.ui.titles import local
from diplomacy.versioned.models import Versioned
from partners.models.partner import Partner
from partners.models.themes import Theme
from partners.querysets import RiskQuerySet, StanceQuerySet


@tracked()
class Stance(Identified, Timestamped, Sourced, Versioned, Handled):
    """How we stand to a partner on a theme, and why. What can go wrong is a `Risk`, with readers of its own."""

    class Kind(models.TextChoices):
        COOPERATE = "cooperate", _("協調領域")
        COMPETE = "compete", _("競争領域")
        PROTECT = "protect", _("要保護（機微技術）")

    partner = models.ForeignKey(Partner, models.CASCADE, verbose_name=_("国・機関"), related_name="stances")
    theme = models.ForeignKey(Theme, models.PROTECT, verbose_name=_("テーマ"), related_name="stances")
    kind = models.CharField(_("スタンス"), max_length=10, choices=Kind)
    reason_ja = ProseField(_("理由"), blank=True, max_length=4000)
    reason_en = ProseField(_("理由（英語）"), blank=True, max_length=4000)

    objects = StanceQuerySet.as_manager()

    class Meta:
        ordering = ["theme__position", "theme__name_ja", "id"]
        verbose_name = _("スタンス")
        constraints = [
            Handled.handling_constraint("stance_handling"),
            # As with Relation: never over rows that a writer may be unable to see.
            models.UniqueConstraint(
                fields=["partner", "theme"],
                condition=Q(handling=Handling.GOVERNMENT),
                name="stance_once_in_government",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partner} · {self.theme} · {self.get_kind_display()}"

    @property
    def reason(self) -> str:
        return local(self.reason_ja, self.reason_en)

    def clean(self) -> None:
        super().clean()
        self.clean_handling()


@tracked()
class Risk(Identified, Timestamped, Sourced, Versioned, Handled):
    """What can go wrong with a partner on a theme. Hidden where its stance is hidden, and by its own level."""

    class Kind(models.TextChoices):
        PROPERTY = "property", _("知的財産")
        LEAKAGE = "leakage", _("技術流出・研究セキュリティ")
        EXPORT = "export", _("輸出管理")
        DEPENDENCE = "dependence", _("供給・依存")
        OTHER = "other", _("その他")

    stance = models.ForeignKey(Stance, models.CASCADE, related_name="risks")
    kind = models.CharField(_("種類"), max_length=12, choices=Kind)
    text_ja = ProseField(_("内容"), max_length=4000, blank=True)
    text_en = ProseField(_("内容（英語）"), max_length=4000, blank=True)

    objects = RiskQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "id"]
        verbose_name = _("リスク")
        constraints = [Handled.handling_constraint("risk_handling")]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def text(self) -> str:
        return local(self.text_ja, self.text_en)

    def clean(self) -> None:
        super().clean()
        self.clean_handling()
        if not (self.text_ja or self.text_en):
            raise ValidationError({"text_ja": _("日本語か英語の内容を入力してください。")})
