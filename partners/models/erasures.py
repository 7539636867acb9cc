from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.records import Identified
from diplomacy.append_only import REFUSE_CHANGES, REFUSE_TRUNCATE
from diplomacy.text import LineField
from partners.models.people import Person
from partners.querysets import ErasureQuerySet


class Erasure(Identified):
    """That a person's data were erased: who did it, when, why, and what kinds of data there were. Never the data.

    Append-only: a trigger refuses update and delete.
    """

    class Kind(models.TextChoices):
        NAMES = "names", _("氏名・ふりがな")
        EMAIL = "email", _("メールアドレス")
        PHONE = "phone", _("電話")
        NOTE = "note", _("備考")
        SOURCE = "source", _("出典")
        POSTS = "posts", _("役職")
        HISTORY = "history", _("変更の履歴に残っていた以前の内容")

    person = models.OneToOneField(Person, models.PROTECT, related_name="erasure")
    by = models.ForeignKey(User, models.PROTECT, verbose_name=_("消去した人"), related_name="+")
    at = models.DateTimeField(_("日時"))
    reason = LineField(_("理由"))
    kinds = ArrayField(models.CharField(max_length=10, choices=Kind), verbose_name=_("消去した情報の種類"))

    objects = ErasureQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name = _("個人情報の消去")
        triggers = [REFUSE_CHANGES, REFUSE_TRUNCATE]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="erasure_says_why")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d}"

    @property
    def kinds_in_words(self) -> list[str]:
        return [str(self.Kind(kind).label) for kind in self.kinds]
