"""The sets of meetings and of what belongs to them whose history is kept."""

from django.utils.translation import gettext_lazy as _

from accounts.tracked_sets import track_set
from meetings.models.agenda import AgendaItem
from meetings.models.coordination import CoordinationCase
from meetings.models.document import Document
from meetings.models.meeting import Meeting
from meetings.models.outcomes import ActionItem, Decision
from meetings.models.participants import Participant
from meetings.models.position import Position

track_set("ItemTheme", AgendaItem.themes, _("議題のテーマ"))
track_set("ItemConcerned", AgendaItem.concerned, _("議題の関係府省庁"))
track_set("ItemSharedWith", AgendaItem.shared_with, _("議題の共有先"))
track_set("MeetingConcerned", Meeting.concerned, _("会合の関係府省庁"))
track_set("MeetingSharedWith", Meeting.shared_with, _("会合の共有先"))
track_set("PositionSharedWith", Position.shared_with, _("対処方針の共有先"))
track_set("DocumentSharedWith", Document.shared_with, _("資料の共有先"))
track_set("DecisionSharedWith", Decision.shared_with, _("決定の共有先"))
track_set("ActionSharedWith", ActionItem.shared_with, _("行動の共有先"))
track_set("CoordinationJoint", CoordinationCase.joint, _("司令塔連携の共同府省庁"))
track_set("CoordinationSharedWith", CoordinationCase.shared_with, _("司令塔連携の共有先"))
track_set("ParticipantSharedWith", Participant.shared_with, _("参加者の共有先"))
