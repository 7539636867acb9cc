"""With whom Japan works: themes, partners, organisations, agreements, projects, bases, figures.

Reference facts: public, each with its source. What is inside government (stances, persons) is `Handled`.
"""

from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.records import Identified, Sourced, Timestamped, tracked
from diplomacy.search.bigrams import bigram_column
from diplomacy.text import LineField, ProseField
from diplomacy.ui.titles import local
from partners.querysets import FactQuerySet, NamedQuerySet, OrganisationQuerySet


class DatePrecision(models.TextChoices):
    DAY = "day", _("日")
    MONTH = "month", _("月")
    YEAR = "year", _("年")
    UNKNOWN = "unknown", _("未定")


class Named(Identified, Timestamped, Sourced):
    """A fact with a name in both languages; at least one is given."""

    name_ja = LineField(_("名称"), blank=True)
    name_en = LineField(_("名称（英語）"), blank=True)

    class Meta:
        abstract = True

    SEARCH_COLUMNS = ("name_ja", "name_en")

    def __str__(self) -> str:
        return local(self.name_ja, self.name_en)

    def clean(self) -> None:
        super().clean()
        if not (self.name_ja or self.name_en):
            raise ValidationError({"name_ja": _("日本語か英語の名称を入力してください。")})


@tracked()
class Theme(Named):
    """Two levels: a branch, and the themes under it."""

    class Origin(models.TextChoices):
        PAPER = "paper", _("政策文書")
        CURRENT = "current", _("近年の会合")

    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    origin = models.CharField(max_length=10, choices=Origin, default=Origin.CURRENT)
    position = models.PositiveSmallIntegerField(default=0)

    objects = NamedQuerySet.as_manager()

    class Meta:
        ordering = ["position", "name_ja"]
        verbose_name = _("テーマ")

    def clean(self) -> None:
        super().clean()
        if self.parent and self.parent.parent_id:
            raise ValidationError({"parent": _("テーマは2階層までです。")})


@tracked(exclude=["search"])
class Partner(Named):
    """A country, a region, or an organisation of states that Japan meets."""

    class Kind(models.TextChoices):
        COUNTRY = "country", _("国")
        REGION = "region", _("地域")
        ORGANISATION = "organisation", _("国際機関・枠組み")

    kind = models.CharField(_("種別"), max_length=12, choices=Kind)
    capital_ja = LineField(_("首都"), blank=True, max_length=100)
    capital_en = LineField(_("首都（英語）"), blank=True, max_length=100)
    latitude = models.DecimalField(max_digits=8, decimal_places=4, null=True, blank=True)
    longitude = models.DecimalField(max_digits=8, decimal_places=4, null=True, blank=True)
    region = LineField(_("地域"), blank=True, max_length=60)
    income_group = LineField(_("所得区分"), blank=True, max_length=60)
    has_tokyo_embassy = models.BooleanField(_("在京大使館"), default=False)
    search = bigram_column("name_ja", "name_en")

    objects = NamedQuerySet.as_manager()

    class Meta:
        ordering = ["name_en"]
        verbose_name = _("国・機関")
        indexes = [GinIndex(fields=["search"], name="partner_search")]


@tracked(exclude=["search"])
class Organisation(Named):
    """A body with its own voice: ministry, headquarters, agency, university, embassy, mission, foreign counterpart."""

    class Kind(models.TextChoices):
        MINISTRY = "ministry", _("府省")
        HEADQUARTERS = "headquarters", _("本部（司令塔）")
        COUNCIL = "council", _("会議")
        AGENCY = "agency", _("機関")
        UNIVERSITY = "university", _("大学")
        RESEARCH_INSTITUTE = "research_institute", _("研究機関")
        INTERNATIONAL_ORG = "international_org", _("国際機関")
        EMBASSY = "embassy", _("在日大使館")
        MISSION = "mission", _("在外公館")
        ACADEMY = "academy", _("アカデミー")
        ASSOCIATION = "association", _("団体")

    class Status(models.TextChoices):
        ACTIVE = "active", _("現存")
        REORGANISED = "reorganised", _("改組")
        ABOLISHED = "abolished", _("廃止")
        CLOSED = "closed", _("閉鎖")

    kind = models.CharField(_("種別"), max_length=20, choices=Kind)
    abbreviation = LineField(_("略称"), blank=True, max_length=40)
    country = models.ForeignKey(Partner, models.PROTECT, null=True, blank=True, related_name="organisations")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    status = models.CharField(_("状態"), max_length=12, choices=Status, default=Status.ACTIVE)
    successor = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="predecessors")
    note_ja = ProseField(_("備考"), blank=True)
    note_en = ProseField(_("備考（英語）"), blank=True)
    search = bigram_column("name_ja", "name_en", "abbreviation")
    SEARCH_COLUMNS = ("name_ja", "name_en", "abbreviation")

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "name_ja"]
        verbose_name = _("機関")
        indexes = [GinIndex(fields=["search"], name="organisation_search")]


@tracked()
class ThemeOwner(Identified, Sourced):
    """Which headquarters, council or ministry steers or supports a theme."""

    class Duty(models.TextChoices):
        STEERS = "steers", _("所管")
        SUPPORTS = "supports", _("協力")

    theme = models.ForeignKey(Theme, models.CASCADE, related_name="owners")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="theme_duties")
    role = models.CharField(max_length=10, choices=Duty)

    objects = FactQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["theme", "organisation"], name="theme_owner_once")]


@tracked(exclude=["search"])
class Agreement(Named):
    """A bilateral agreement or arrangement on S&T co-operation. A date shows only as far as its precision."""

    class Status(models.TextChoices):
        IN_FORCE = "in_force", _("有効")
        SIGNED = "signed", _("署名済（発効未確認）")
        SUPERSEDED = "superseded", _("後継に移行")
        SUCCESSION = "succession", _("承継")
        REPORTED = "reported", _("白書に記載（現状未確認）")

    partner = models.ForeignKey(Partner, models.PROTECT, related_name="agreements")
    signed_on = models.DateField(_("署名"), null=True, blank=True)
    signed_precision = models.CharField(max_length=8, choices=DatePrecision, default=DatePrecision.UNKNOWN)
    in_force_on = models.DateField(_("発効"), null=True, blank=True)
    in_force_precision = models.CharField(max_length=8, choices=DatePrecision, default=DatePrecision.UNKNOWN)
    status = models.CharField(_("状態"), max_length=12, choices=Status)
    note_ja = ProseField(_("備考"), blank=True)
    note_en = ProseField(_("備考（英語）"), blank=True)
    search = bigram_column("name_ja", "name_en")

    objects = NamedQuerySet.as_manager()

    class Meta:
        ordering = ["partner", "signed_on"]
        verbose_name = _("協定")
        indexes = [GinIndex(fields=["search"], name="agreement_search")]


@tracked(exclude=["search"])
class Project(Identified, Timestamped, Sourced):
    """A joint research project. `period_start` and `period_end` are the source's own `YYYY` or `YYYY-MM`."""

    programme = LineField(_("事業"), max_length=60)
    fiscal_year = models.PositiveSmallIntegerField(_("採択年度"), null=True, blank=True)
    title_ja = LineField(_("課題名"), max_length=500, blank=True)
    title_en = LineField(_("課題名（英語）"), max_length=500, blank=True)
    partners = models.ManyToManyField(Partner, related_name="projects")
    jp_institution = LineField(_("日本側機関"), blank=True)
    partner_institution = LineField(_("相手側機関"), blank=True)
    field = LineField(_("分野"), blank=True, max_length=100)
    themes = models.ManyToManyField(Theme, blank=True, related_name="projects")
    period_start = models.CharField(max_length=7, blank=True)
    period_end = models.CharField(max_length=7, blank=True)
    search = bigram_column("title_ja", "title_en", "jp_institution", "partner_institution")
    SEARCH_COLUMNS = ("title_ja", "title_en", "jp_institution", "partner_institution")

    objects = NamedQuerySet.as_manager()

    class Meta:
        ordering = ["-fiscal_year", "title_ja"]
        verbose_name = _("案件")
        indexes = [GinIndex(fields=["search"], name="project_search")]

    def __str__(self) -> str:
        return local(self.title_ja, self.title_en)


@tracked()
class Base(Named):
    """An office, liaison office or research base abroad of a Japanese body."""

    class Kind(models.TextChoices):
        OFFICE = "office", _("事務所")
        LIAISON = "liaison", _("連絡拠点")
        RESEARCH_BASE = "research_base", _("研究拠点")

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="bases")
    kind = models.CharField(_("種別"), max_length=14, choices=Kind)
    city = LineField(_("都市"), max_length=100)
    country = models.ForeignKey(Partner, models.PROTECT, related_name="bases")
    since_year = models.PositiveSmallIntegerField(_("開設年"), null=True, blank=True)
    latitude = models.DecimalField(max_digits=8, decimal_places=4, null=True, blank=True)
    longitude = models.DecimalField(max_digits=8, decimal_places=4, null=True, blank=True)

    objects = FactQuerySet.as_manager()

    class Meta:
        ordering = ["country", "name_ja"]
        verbose_name = _("海外拠点")


@tracked()
class IndicatorValue(Identified):
    """One figure of one partner and year."""

    class Indicator(models.TextChoices):
        GERD = "gerd_pct_gdp", _("研究開発費の対GDP比（%）")
        RESEARCHERS = "researchers_per_million", _("人口100万人当たり研究者数")

    partner = models.ForeignKey(Partner, models.CASCADE, related_name="indicator_values")
    year = models.PositiveSmallIntegerField()
    indicator = models.CharField(max_length=30, choices=Indicator)
    value = models.DecimalField(max_digits=14, decimal_places=5)
    source = models.TextField(blank=True)

    objects = FactQuerySet.as_manager()

    class Meta:
        ordering = ["partner", "indicator", "year"]
        constraints = [
            models.UniqueConstraint(fields=["partner", "indicator", "year"], name="indicator_value_once"),
            models.CheckConstraint(condition=Q(year__gte=1900) & Q(year__lte=2100), name="indicator_year"),
        ]


@tracked()
class ProgrammeStat(Identified, Sourced):
    """How many projects a programme adopted in a fiscal year."""

    programme = LineField(max_length=60)
    fiscal_year = models.PositiveSmallIntegerField()
    projects_adopted = models.PositiveSmallIntegerField()

    objects = FactQuerySet.as_manager()

    class Meta:
        ordering = ["programme", F("fiscal_year").asc()]
        constraints = [models.UniqueConstraint(fields=["programme", "fiscal_year"], name="programme_stat_once")]


class LoadedRow(models.Model):
    """What a reference file last said of a record, so that loading it again leaves people's changes alone."""

    sheet = models.CharField(max_length=40)
    key = models.CharField(max_length=200)
    record_id = models.UUIDField()
    values = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sheet", "key"], name="loaded_row_once")]
