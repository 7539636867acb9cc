from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.records import Identified, Timestamped, tracked
from attaches.querysets.interests import ThemeInterestQuerySet
from partners.models import Theme


@tracked()
class ThemeInterest(Identified, Timestamped):
    """A theme that a person at a post asked to hear about; who asked for none hears of all."""

    person = models.ForeignKey(User, models.CASCADE, related_name="theme_interests")
    theme = models.ForeignKey(Theme, models.CASCADE, related_name="+")

    objects = ThemeInterestQuerySet.as_manager()

    class Meta:
        verbose_name = _("関心のあるテーマ")
        constraints = [models.UniqueConstraint(fields=["person", "theme"], name="theme_interest_once")]

    def __str__(self) -> str:
        return f"{self.person} – {self.theme}"
