from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.records import Identified, Timestamped, tracked
from attaches.querysets.quiet import ContactIntervalQuerySet, QuietSpellQuerySet
from diplomacy.versioned.models import Versioned
from partners.models import Partner, Relation

LONGEST_INTERVAL = 60


@tracked()
class ContactInterval(Identified, Timestamped, Versioned):
    """連絡の間隔: after how many months without a contact a partner of one priority counts as quiet. Without a
    number partners of that priority are not watched. Set by the council's secretariat."""

    priority = models.CharField(_("優先度"), max_length=8, choices=Relation.Priority, unique=True, editable=False)
    months = models.PositiveSmallIntegerField(
        _("何か月で途絶とみなすか"),
        null=True,
        blank=True,
        validators=[
            MinValueValidator(1, _("1か月以上にしてください。見ないときは空欄にします。")),
            MaxValueValidator(LONGEST_INTERVAL, _("%(limit_value)sか月までにしてください。")),
        ],
    )

    objects = ContactIntervalQuerySet.as_manager()

    class Meta:
        verbose_name = _("連絡の間隔")
        constraints = [
            models.CheckConstraint(
                condition=Q(months__isnull=True) | Q(months__gte=1, months__lte=LONGEST_INTERVAL),
                name="contact_interval_months",
            )
        ]

    def __str__(self) -> str:
        return str(self.get_priority_display())


class QuietSpell(Identified):
    """A time without contact, as the desk of the partner may know it: since the contact of `last_on`, or ever.

    Written by `note_quiet_partners`. One row for each last contact, so that its reminder goes out once until a new
    contact comes, whatever becomes of the intervals meanwhile.
    """

    partner = models.ForeignKey(Partner, models.CASCADE, related_name="+")
    last_on = models.DateField(null=True)
    noted_on = models.DateField()
    ended_on = models.DateField(null=True)

    objects = QuietSpellQuerySet.as_manager()

    class Meta:
        verbose_name = _("連絡の途絶")
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "last_on"], nulls_distinct=False, name="quiet_spell_once_for_each_contact"
            ),
            models.UniqueConstraint(fields=["partner"], condition=Q(ended_on=None), name="quiet_spell_one_at_a_time"),
        ]

    def __str__(self) -> str:
        return f"{self.partner}"
