"""The sets of experts, dispatches and stories whose history is kept."""

from django.utils.translation import gettext_lazy as _

from accounts.tracked_sets import track_set
from outreach.models.dispatches import Dispatch
from outreach.models.experts import Expert
from outreach.models.stories import Story

track_set("ExpertTheme", Expert.themes, _("専門家のテーマ"))
track_set("ExpertSharedWith", Expert.shared_with, _("専門家の共有先"))
track_set("DispatchSharedWith", Dispatch.shared_with, _("専門家派遣の共有先"))
track_set("StoryTheme", Story.themes, _("記事のテーマ"))
track_set("StoryPartner", Story.partners, _("記事の国・機関"))
