from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.records import Identified, Sourced, Timestamped, tracked
from diplomacy.periods import year_or_month
from diplomacy.search.bigrams import bigram_column
from diplomacy.text import LineField, ProseField
from diplomacy.ui.titles import local
from diplomacy.versioned.models import Versioned
from partners.models.partner import Partner
from partners.models.themes import Theme
from partners.querysets import ProjectQuerySet


def side(label: str) -> ProseField:
    return ProseField(label, blank=True, max_length=2000)


@tracked(exclude=["search"])
class Project(Identified, Timestamped, Sourced, Versioned):
    """A joint project: a public fact, with what each side gives and gains by it.

    `period_start` and `period_end` are the source's own `YYYY` or `YYYY-MM`.
    """

    class Stage(models.TextChoices):
        RESEARCH = "research", _("研究")
        DEMONSTRATION = "demonstration", _("実証")
        IMPLEMENTATION = "implementation", _("社会実装")
        TRAINING = "training", _("人材育成")
        ENDED = "ended", _("終了済")

    programme = LineField(_("事業"), max_length=60)
    fiscal_year = models.PositiveSmallIntegerField(_("採択年度"), null=True, blank=True)
    title_ja = LineField(_("課題名"), max_length=500, blank=True)
    title_en = LineField(_("課題名（英語）"), max_length=500, blank=True)
    partners = models.ManyToManyField(Partner, verbose_name=_("相手"), related_name="projects")
    stage = models.CharField(_("段階"), max_length=14, choices=Stage, default=Stage.RESEARCH)
    jp_institution = LineField(_("日本側機関"), blank=True)
    partner_institution = LineField(_("相手側機関"), blank=True)
    field = LineField(_("分野"), blank=True, max_length=100)
    themes = models.ManyToManyField(Theme, verbose_name=_("テーマ"), blank=True, related_name="projects")
    period_start = models.CharField(_("期間（開始）"), max_length=7, blank=True, validators=[year_or_month])
    period_end = models.CharField(_("期間（終了）"), max_length=7, blank=True, validators=[year_or_month])
    japan_gives_ja = side(_("日本側が提供するもの"))
    japan_gives_en = side(_("日本側が提供するもの（英語）"))
    japan_gains_ja = side(_("日本側が得るもの"))
    japan_gains_en = side(_("日本側が得るもの（英語）"))
    partner_gives_ja = side(_("相手側が提供するもの"))
    partner_gives_en = side(_("相手側が提供するもの（英語）"))
    partner_gains_ja = side(_("相手側が得るもの"))
    partner_gains_en = side(_("相手側が得るもの（英語）"))
    search = bigram_column("title_ja", "title_en", "jp_institution", "partner_institution")
    SEARCH_COLUMNS = ("title_ja", "title_en", "jp_institution", "partner_institution")

    objects = ProjectQuerySet.as_manager()

    class Meta:
        ordering = ["-fiscal_year", "title_ja"]
        verbose_name = _("案件")
        indexes = [
            GinIndex(fields=["search"], name="project_search"),
            models.Index(fields=["stage", "-fiscal_year", "id"], name="project_by_stage"),
        ]

    def __str__(self) -> str:
        return local(self.title_ja, self.title_en)

    def clean(self) -> None:
        super().clean()
        if not (self.title_ja or self.title_en):
            raise ValidationError({"title_ja": _("日本語か英語の課題名を入力してください。")})
        start, end = self.period_start, self.period_end
        if start and end and end[: len(start)] < start[: len(end)]:
            raise ValidationError({"period_end": _("終了が開始より前です。")})
