from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.handling import Handled
from accounts.records import tracked
from diplomacy.days import DayField
from diplomacy.readings import ReadingField
from diplomacy.search.bigrams import bigram_column
from diplomacy.text import LineField, ProseField
from diplomacy.ui.titles import local
from diplomacy.versioned.models import Versioned
from outreach.models.portraits import Portrait
from outreach.querysets import ExpertQuerySet
from partners.models import Organisation, Theme
from partners.models.named import Named, sorted_by_reading
from partners.regions import REGIONS


class Tongue(models.TextChoices):
    JAPANESE = "ja", pgettext_lazy("言語", "日本語")
    ENGLISH = "en", _("英語")
    FRENCH = "fr", _("フランス語")
    GERMAN = "de", _("ドイツ語")
    SPANISH = "es", _("スペイン語")
    PORTUGUESE = "pt", _("ポルトガル語")
    CHINESE = "zh", _("中国語")
    KOREAN = "ko", _("韓国語")
    RUSSIAN = "ru", _("ロシア語")
    ARABIC = "ar", _("アラビア語")
    INDONESIAN = "id", _("インドネシア語")
    VIETNAMESE = "vi", _("ベトナム語")
    THAI = "th", _("タイ語")


def several(label: str, choices: list) -> ArrayField:
    return ArrayField(models.CharField(max_length=20, choices=choices), verbose_name=label, default=list, blank=True)


@tracked(exclude=["search", "sorted_by"])
class Expert(Named, Versioned, Handled):
    """Somebody who is ready to speak abroad for Japanese science, and said so.

    Kept to choose and to reach speakers, and for nothing else; without the person's own consent there is no entry.
    How often somebody was asked, and what they answered, is counted from the dispatches.
    """

    reading = ReadingField(_("ふりがな"), blank=True)
    institution = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("所属機関"), null=True, blank=True, related_name="+"
    )
    post_ja = LineField(_("役職"), blank=True, max_length=120)
    post_en = LineField(_("役職（英語）"), blank=True, max_length=120)
    field_ja = LineField(_("専門"), max_length=200)
    field_en = LineField(_("専門（英語）"), blank=True, max_length=200)
    themes = models.ManyToManyField(Theme, verbose_name=_("テーマ"), blank=True, related_name="+")
    honours_ja = LineField(_("受賞・栄典"), blank=True, max_length=300)
    honours_en = LineField(_("受賞・栄典（英語）"), blank=True, max_length=300)
    languages = several(_("講演できる言語"), Tongue.choices)
    regions = several(_("詳しい地域"), list(REGIONS.items()))
    available_from = DayField(_("引受け可能（始め）"), null=True, blank=True)
    available_until = DayField(_("引受け可能（終わり）"), null=True, blank=True)
    most_per_year = models.PositiveSmallIntegerField(_("1年に引き受ける回数"), default=2)
    limits = ProseField(_("移動・健康などの配慮"), blank=True, max_length=1000)
    email = models.EmailField(_("連絡先メールアドレス"), blank=True)
    consented_on = DayField(_("本人が同意した日"))
    portrait = models.OneToOneField(
        Portrait, models.SET_NULL, verbose_name=_("顔写真"), null=True, editable=False, related_name="expert"
    )
    sorted_by = sorted_by_reading()
    search = bigram_column("name_ja", "reading", "name_en", "field_ja", "field_en")
    SEARCH_COLUMNS = ("name_ja", "reading", "name_en", "field_ja", "field_en")

    objects = ExpertQuerySet.as_manager()

    class Meta:
        ordering = ["sorted_by", "id"]
        verbose_name = _("専門家")
        indexes = [
            GinIndex(fields=["search"], name="expert_search"),
            models.Index(fields=["sorted_by", "id"], name="expert_by_reading"),
        ]
        constraints = [
            Handled.handling_constraint("expert_handling"),
            models.CheckConstraint(
                condition=Q(available_from__isnull=True)
                | Q(available_until__isnull=True)
                | Q(available_until__gte=F("available_from")),
                name="expert_available_in_order",
            ),
        ]

    @property
    def post(self) -> str:
        return local(self.post_ja, self.post_en)

    @property
    def field(self) -> str:
        return local(self.field_ja, self.field_en)

    @property
    def honours(self) -> str:
        return local(self.honours_ja, self.honours_en)

    @property
    def languages_shown(self) -> list[str]:
        return [str(Tongue(code).label) for code in self.languages]

    @property
    def regions_shown(self) -> list[str]:
        return [str(REGIONS[name]) for name in self.regions]

    def is_available(self, first: date, last: date) -> bool:
        return (self.available_from is None or self.available_from <= first) and (
            self.available_until is None or self.available_until >= last
        )

    def clean(self) -> None:
        super().clean()
        self.clean_handling()
        errors = {}
        if self.available_from and self.available_until and self.available_until < self.available_from:
            errors["available_until"] = _("終わりが始めより前です。")
        if not self.languages:
            errors["languages"] = _("講演できる言語を1つ以上選んでください。")
        if errors:
            raise ValidationError(errors)
