from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.records import Identified, Timestamped, tracked
from attaches.models.contacts import Contact, FollowUp
from attaches.querysets.proposals import AgendaProposalQuerySet
from meetings.models import AgendaItem


@tracked()
class AgendaProposal(Identified, Timestamped):
    """That an agenda item came out of a contact, or of what was to follow it. Told to whoever reads both."""

    contact = models.ForeignKey(Contact, models.PROTECT, verbose_name=_("面談記録"), related_name="+")
    follow_up = models.ForeignKey(
        FollowUp, models.PROTECT, verbose_name=_("フォローアップ"), null=True, blank=True, related_name="+"
    )
    item = models.OneToOneField(AgendaItem, models.CASCADE, verbose_name=_("議題"), related_name="+")
    author = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = AgendaProposalQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "id"]
        verbose_name = _("面談から生まれた議題")
        indexes = [models.Index(fields=["contact"], name="proposal_of_contact")]

    def __str__(self) -> str:
        return f"{self.item}"
