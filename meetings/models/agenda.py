from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.handling import Handled
from accounts.models import User
from accounts.records import Identified, Sourced, Timestamped, tracked
from diplomacy.search.bigrams import bigram_column
from diplomacy.text import LineField, ProseField
from diplomacy.ui.titles import local
from diplomacy.versioned.models import Versioned
from meetings.models.meeting import Meeting
from meetings.querysets import AgendaItemQuerySet
from partners.models import Organisation, Partner, Theme

DEEPEST_LEVEL = 5
# Rows that an editor does not see go along when their parent is moved, so more is stored than anybody may make.
DEEPEST_STORED = 25
LONGEST_MINUTES = 24 * 60


@tracked(exclude=["search"])
class AgendaItem(Identified, Timestamped, Sourced, Versioned, Handled):
    """An item of a meeting's agenda, in a tree that its editors make at most five levels deep.

    `position` orders the siblings (1, 2, 3 … without gaps among those not deleted); `ancestors` are the parents
    from the top down, kept by the actions, so that one condition can ask whether all of them are visible.
    `number` is empty where the portal numbers automatically, else what the host fixed. A deleted item keeps its
    row for 30 days (`deleted_at`) so that the deletion can be undone.
    """

    class Kind(models.TextChoices):
        REPORT = "report", _("報告")
        DISCUSSION = "discussion", _("討議")
        DECISION = "decision", _("決定")
        OTHER = "other", _("その他")

    class Proposer(models.TextChoices):
        UNKNOWN = "", _("記録なし")
        JAPAN = "japan", _("日本")
        HOST = "host", _("主催者")
        PARTNER = "partner", _("相手国・機関")

    class Fate(models.TextChoices):
        UNKNOWN = "", _("記録なし")
        IDEA = "idea", _("構想")
        PROPOSED = "proposed", _("主催者に提案")
        HOST_DRAFT = "host_draft", _("主催者案に記載")
        ADOPTED = "adopted", _("採用")
        DROPPED = "dropped", _("見送り")

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="agenda_items")
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="children")
    ancestors = ArrayField(models.UUIDField(), default=list, blank=True, editable=False)
    position = models.PositiveIntegerField(editable=False)
    number = LineField(_("番号"), blank=True, max_length=20)
    day = models.PositiveSmallIntegerField(
        _("日目"), default=1, validators=[MinValueValidator(1), MaxValueValidator(31)]
    )
    title_ja = LineField(_("議題"), blank=True)
    title_en = LineField(_("議題（英語）"), blank=True)
    note = ProseField(_("メモ"), blank=True)
    kind = models.CharField(_("種別"), max_length=10, choices=Kind, default=Kind.DISCUSSION)
    start_time = models.TimeField(_("開始時刻（固定）"), null=True, blank=True)
    duration_minutes = models.PositiveSmallIntegerField(
        _("所要時間（分）"),
        null=True,
        blank=True,
        validators=[
            MinValueValidator(1, _("所要時間は1分以上にしてください。決まっていなければ空欄にします。")),
            MaxValueValidator(LONGEST_MINUTES, _("所要時間は24時間（1440分）までです。日を分けてください。")),
        ],
    )
    lead_ministry = models.ForeignKey(
        Organisation,
        models.PROTECT,
        verbose_name=_("主担当府省"),
        null=True,
        blank=True,
        related_name="led_items",
    )
    concerned = models.ManyToManyField(
        Organisation, verbose_name=_("関係府省庁"), blank=True, related_name="concerned_items"
    )
    speaker = LineField(_("発言者"), blank=True)
    themes = models.ManyToManyField(Theme, verbose_name=_("テーマ"), blank=True, related_name="agenda_items")
    proposed_by = models.CharField(_("提案者"), max_length=8, choices=Proposer, blank=True, default="")
    proposer = models.ForeignKey(
        Partner,
        models.PROTECT,
        verbose_name=_("提案した国・機関"),
        null=True,
        blank=True,
        related_name="proposed_items",
    )
    fate = models.CharField(_("扱い"), max_length=10, choices=Fate, blank=True, default="")
    fate_reason = LineField(_("扱いの理由"), blank=True)
    deleted_at = models.DateTimeField(null=True, editable=False)
    deleted_by = models.ForeignKey(User, models.SET_NULL, null=True, editable=False, related_name="+")
    search = bigram_column("title_ja", "title_en")
    SEARCH_COLUMNS = ("title_ja", "title_en")

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        ordering = ["meeting", "position"]
        verbose_name = _("議題")
        indexes = [
            GinIndex(fields=["search"], name="agenda_item_search"),
            models.Index(fields=["meeting", "parent", "position"], name="agenda_item_in_order"),
        ]
        constraints = [
            Handled.handling_constraint("agenda_item_handling"),
            models.CheckConstraint(
                condition=Q(duration_minutes__isnull=True)
                | Q(duration_minutes__gte=1, duration_minutes__lte=LONGEST_MINUTES),
                name="agenda_item_duration",
            ),
            models.CheckConstraint(condition=Q(ancestors__len__lt=DEEPEST_STORED), name="agenda_item_depth"),
        ]

    def __str__(self) -> str:
        return local(self.title_ja, self.title_en)

    @property
    def level(self) -> int:
        """1 for an item at the top."""
        return len(self.ancestors) + 1

    def clean(self) -> None:
        super().clean()
        self.clean_handling()
        if not (self.title_ja or self.title_en):
            raise ValidationError({"title_ja": _("日本語か英語の議題名を入力してください。")})
        if self.proposer_id and self.proposed_by != self.Proposer.PARTNER:
            raise ValidationError({"proposer": _("提案した国・機関は、提案者が「相手国・機関」のときに選べます。")})
