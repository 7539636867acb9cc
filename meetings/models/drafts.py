from django.db import models

from accounts.models import User
from accounts.records import Identified


class Draft(Identified):
    """What a person has typed into a form and not sent yet, for that person alone.

    `key` names the form and its record (`item:<id>`, `meeting:<id>`); `payload` is the form's data as posted.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="drafts")
    key = models.CharField(max_length=100)
    payload = models.JSONField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="draft_once")]

    def __str__(self) -> str:
        return self.key
