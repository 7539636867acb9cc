from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import gettext_lazy as _

from accounts.records import Identified, Sourced, Timestamped
from diplomacy.text import LineField
from diplomacy.ui.titles import local


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

    @property
    def names(self) -> tuple[str, ...]:
        """All that it is called, by which it is found in a list."""
        return (self.name_ja, self.name_en)

    def clean(self) -> None:
        super().clean()
        if not (self.name_ja or self.name_en):
            raise ValidationError({"name_ja": _("日本語か英語の名称を入力してください。")})


def sorted_by_reading() -> models.GeneratedField:
    """The column a list is sorted by: the reading, else the name; by code point, whatever the database's locale."""
    return models.GeneratedField(
        expression=Coalesce(
            NullIf("reading", models.Value("")), NullIf("name_ja", models.Value("")), models.F("name_en")
        ),
        output_field=models.TextField(db_collation="C"),
        db_persist=True,
    )
