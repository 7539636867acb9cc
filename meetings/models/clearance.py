"""Clearance (各省協議): a round puts positions to ministries by a deadline, each ministry replies to each position.

How the parts hold together:

- A round is opened by a lead: the ministry of the meeting, or the ministry of all its positions. That ministry alone
  circulates again, withdraws and closes. A position is in at most one open round.
- A round holds entries (`ClearanceItem`): one version of a position. Circulating again replaces an entry by one with
  the newer version (the old one is `superseded`), and the ministries reply anew; their earlier replies stay readable.
- Every ministry asked replies to every entry but those on its own positions.

| a ministry's standing on an entry (`Answer`)              | settled                                              |
|-----------------------------------------------------------|------------------------------------------------------|
| 意見なし                                                  | yes                                                  |
| 意見あり（修文案）                                        | no: the lead circulates a new version or closes      |
| 協議継続                                                  | no, and silence on a later version does not lift it  |
| no reply, before the deadline                             | no                                                   |
| no reply, after it, and the round says silence is consent | yes, unless it last said 協議継続 in the same round  |
| no reply, after it, and the round does not say so         | no                                                   |
| any reply, the position edited since                      | no: the reply is stale                               |

| what the lead does                                        | entry becomes      | round's outcome                 |
|-----------------------------------------------------------|--------------------|---------------------------------|
| closes, all ministries settled                            | cleared            | cleared, if all entries are     |
| closes although some are not settled, having said so      | not cleared        | partly cleared or not cleared   |
| circulates a newer version                                | superseded         | – (stays open)                  |
| withdraws the round, with a reason                        | withdrawn          | withdrawn                       |
| closes when the item has gone to the bin                  | withdrawn          | of the others alone             |
"""

from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.records import Identified, Timestamped, tracked
from diplomacy.text import LineField, ProseField
from diplomacy.ui.dates import written
from diplomacy.versioned.models import Versioned
from diplomacy.zones import known_zone
from meetings.clearance_querysets import ClearanceItemQuerySet, ReplyQuerySet, RoundQuerySet
from meetings.models.meeting import Meeting
from meetings.models.position import Position, PositionVersion
from partners.models import Organisation


@tracked()
class ClearanceRound(Identified, Timestamped, Versioned):
    """Positions of one meeting put to ministries until an hour in a zone; open until its lead closes it."""

    class Outcome(models.TextChoices):
        OPEN = "", _("協議中")
        CLEARED = "cleared", _("協議済")
        PARTLY = "partly", _("一部協議済")
        NOT_CLEARED = "not_cleared", _("不調")
        WITHDRAWN = "withdrawn", _("取下げ")

    meeting = models.ForeignKey(Meeting, models.CASCADE, verbose_name=_("会合"), related_name="clearance_rounds")
    lead = models.ForeignKey(Organisation, models.PROTECT, verbose_name=_("協議元"), related_name="led_clearances")
    opened_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField(_("協議開始"))
    deadline = models.DateTimeField(_("回答期限"))
    deadline_zone = models.CharField(_("期限の時間帯"), max_length=50, default="Asia/Tokyo", validators=[known_zone])
    silence_is_consent = models.BooleanField(_("期限までに回答がなければ意見なしとみなす"), default=False)
    note = ProseField(_("協議にあたっての連絡"), blank=True)
    urged_at = models.DateTimeField(_("最後の催促"), null=True, blank=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(_("協議終了"), null=True)
    outcome = models.CharField(_("結果"), max_length=12, choices=Outcome, blank=True, default=Outcome.OPEN)
    closing_note = LineField(_("終了・取下げの理由"), blank=True)

    objects = RoundQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at", "id"]
        verbose_name = _("各省協議")
        constraints = [
            models.CheckConstraint(condition=Q(deadline__gt=F("opened_at")), name="clearance_round_deadline_ahead"),
            models.CheckConstraint(
                condition=Q(outcome="", closed_at__isnull=True) | (~Q(outcome="") & Q(closed_at__isnull=False)),
                name="clearance_round_closed_with_outcome",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="withdrawn") | ~Q(closing_note=""), name="clearance_round_withdrawn_with_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["deadline"], condition=Q(outcome=""), name="clearance_round_open_by_date"),
        ]

    def __str__(self) -> str:
        """Named by its day: a number would tell how many rounds there are that the reader does not see."""
        day = written(self.opened_at.astimezone(ZoneInfo(self.deadline_zone)).date())
        return str(_("各省協議（%(day)s開始）") % {"day": day})

    @property
    def is_open(self) -> bool:
        return self.outcome == self.Outcome.OPEN


@tracked()
class ClearanceAsk(Identified):
    """A ministry asked in a round."""

    round = models.ForeignKey(ClearanceRound, models.CASCADE, related_name="asks")
    ministry = models.ForeignKey(Organisation, models.PROTECT, related_name="clearance_asks")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "ministry"], name="clearance_ask_once")]

    def __str__(self) -> str:
        return str(self.ministry)


@tracked()
class ClearanceItem(Identified, Timestamped):
    """A version of a position in a round. `turn` counts the position's entries into clearances, over all rounds."""

    class Outcome(models.TextChoices):
        OPEN = "", _("協議中")
        CLEARED = "cleared", _("協議済")
        NOT_CLEARED = "not_cleared", _("不調")
        SUPERSEDED = "superseded", _("新しい版に差替え")
        WITHDRAWN = "withdrawn", _("取下げ")

    round = models.ForeignKey(ClearanceRound, models.CASCADE, related_name="entries")
    position = models.ForeignKey(Position, models.CASCADE, related_name="clearances")
    version = models.ForeignKey(PositionVersion, models.CASCADE, related_name="clearances")
    turn = models.PositiveIntegerField()
    outcome = models.CharField(_("結果"), max_length=12, choices=Outcome, blank=True, default=Outcome.OPEN)

    objects = ClearanceItemQuerySet.as_manager()

    class Meta:
        ordering = ["round", "position", "turn"]
        verbose_name = _("協議の対象")
        constraints = [
            models.UniqueConstraint(fields=["position", "turn"], name="clearance_item_turn_once"),
            models.UniqueConstraint(fields=["round", "version"], name="clearance_item_version_once"),
            models.UniqueConstraint(
                fields=["position"], condition=Q(outcome=""), name="clearance_item_one_open_per_position"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position} {self.version}"

    @property
    def is_open(self) -> bool:
        return self.outcome == self.Outcome.OPEN


@tracked()
class ClearanceReply(Identified, Timestamped, Versioned):
    """What a ministry says to one entry of a round. A later reply replaces the earlier, which stays as it was.

    `version` is which reply of that ministry to that entry this is: 1, 2, 3 …
    """

    class Kind(models.TextChoices):
        NONE = "none", _("意見なし")
        COMMENT = "comment", _("意見あり（修文案）")
        BLOCKING = "blocking", _("協議継続")

    entry = models.ForeignKey(ClearanceItem, models.CASCADE, related_name="replies")
    ministry = models.ForeignKey(Organisation, models.PROTECT, verbose_name=_("府省"), related_name="+")
    kind = models.CharField(_("回答"), max_length=10, choices=Kind)
    text = ProseField(_("意見"), blank=True)
    proposed = ProseField(_("修文案"), blank=True)
    replied_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    replied_at = models.DateTimeField(_("回答日時"))
    replaced_at = models.DateTimeField(null=True, editable=False)

    objects = ReplyQuerySet.as_manager()

    class Meta:
        ordering = ["entry", "ministry", "-version"]
        verbose_name = _("協議への回答")
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "ministry"], condition=Q(replaced_at=None), name="clearance_reply_one_live"
            ),
            models.UniqueConstraint(fields=["entry", "ministry", "version"], name="clearance_reply_version_once"),
            models.CheckConstraint(
                condition=~Q(kind="blocking") | ~Q(text=""), name="clearance_reply_blocking_says_why"
            ),
            models.CheckConstraint(
                condition=~Q(kind="comment") | ~Q(text="") | ~Q(proposed=""), name="clearance_reply_comment_says_what"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ministry}: {self.get_kind_display()}"
