from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from accounts.handling import Handled
from accounts.records import Identified, Sourced, Timestamped, tracked
from diplomacy.days import DayField
from diplomacy.readings import ReadingField
from diplomacy.search.bigrams import bigram_column
from diplomacy.text import LineField, ProseField
from diplomacy.ui.titles import local
from diplomacy.versioned.models import Versioned
from partners.models.named import Named, sorted_by_reading
from partners.models.organisations import Organisation
from partners.models.partner import Partner
from partners.querysets import PersonQuerySet, PostQuerySet, SecondmentQuerySet

# What is left of a person whose data were erased.
ERASED = {
    "name_ja": "消去された人",
    "name_en": "Erased person",
    **dict.fromkeys(("reading", "email", "phone", "note", "purpose", "source"), ""),
}
ENDS_BEFORE = _("終わりが始まりより前です。")


@tracked(exclude=["search", "sorted_by"])
class Person(Named, Versioned, Handled):
    """A counterpart: names in kanji or katakana, kana and romaji; `partner` is the side they stand for.

    `purpose` and `kept_until` say what the data are held for and until when. One that was erased keeps its row, so
    that records which named the person go on saying that there was somebody; nothing else is left of it.
    """

    # The purposes that the portal writes down by itself.
    AS_COUNTERPART = gettext_noop("面談の相手としての連絡")
    AS_ATTACHE = gettext_noop("科学技術担当としての連絡")

    reading = ReadingField(_("ふりがな"), blank=True)
    partner = models.ForeignKey(
        Partner, models.PROTECT, verbose_name=_("国・機関"), null=True, blank=True, related_name="people"
    )
    email = models.EmailField(_("メールアドレス"), blank=True)
    phone = LineField(_("電話"), blank=True, max_length=40)
    note = ProseField(_("備考"), blank=True)
    purpose = LineField(_("利用の目的"), blank=True, max_length=200)
    kept_until = DayField(_("保存の期限"), null=True, blank=True)
    erased_at = models.DateTimeField(null=True, editable=False)
    sorted_by = sorted_by_reading()
    search = bigram_column("name_ja", "reading", "name_en")
    SEARCH_COLUMNS = ("name_ja", "reading", "name_en")

    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering = ["sorted_by", "id"]
        verbose_name = _("人")
        indexes = [
            GinIndex(fields=["search"], name="person_search"),
            models.Index(fields=["sorted_by", "id"], name="person_by_reading"),
            models.Index(fields=["kept_until"], condition=Q(erased_at=None), name="person_by_retention"),
        ]
        constraints = [
            Handled.handling_constraint("person_handling"),
            models.CheckConstraint(condition=Q(erased_at=None) | Q(**ERASED), name="person_erased_holds_nothing"),
        ]

    @property
    def is_erased(self) -> bool:
        return self.erased_at is not None

    @property
    def purpose_read(self) -> str:
        """The portal's own words in the reader's language, anybody else's as they were written."""
        return gettext(self.purpose) if self.purpose in (self.AS_COUNTERPART, self.AS_ATTACHE) else self.purpose

    def clean(self) -> None:
        super().clean()
        self.clean_handling()
        if self.is_erased:
            raise ValidationError(_("個人情報が消去された人です。変更できません。"))


@tracked()
class Post(Identified, Timestamped, Sourced, Versioned):
    """One person's term in one office. Read by whoever reads the person; `successor` is who came next in it."""

    person = models.ForeignKey(Person, models.CASCADE, verbose_name=_("人"), related_name="posts")
    organisation = models.ForeignKey(Organisation, models.PROTECT, verbose_name=_("機関"), related_name="posts")
    title_ja = LineField(_("役職"), blank=True)
    title_en = LineField(_("役職（英語）"), blank=True)
    starts_on = DayField(_("就任"), null=True, blank=True)
    ends_on = DayField(_("離任"), null=True, blank=True)
    successor = models.OneToOneField(
        "self", models.SET_NULL, verbose_name=_("後任"), null=True, blank=True, related_name="predecessor"
    )

    objects = PostQuerySet.as_manager()

    class Meta:
        ordering = [F("starts_on").desc(nulls_last=True), "id"]
        verbose_name = _("役職")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(starts_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="post_ends_after_it_begins",
            ),
            models.CheckConstraint(condition=~Q(successor=F("id")), name="post_not_its_own_successor"),
        ]

    def __str__(self) -> str:
        return local(self.title_ja, self.title_en)

    def clean(self) -> None:
        super().clean()
        if self.person_id and self.person.is_erased:
            raise ValidationError(_("個人情報が消去された人です。変更できません。"))
        if not (self.title_ja or self.title_en):
            raise ValidationError({"title_ja": _("日本語か英語の役職名を入力してください。")})
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": ENDS_BEFORE})


@tracked()
class Secondment(Identified, Timestamped, Sourced, Versioned, Handled):
    """職員派遣: somebody of one body works in another for a term. `partner` is the foreign side of it."""

    partner = models.ForeignKey(Partner, models.PROTECT, verbose_name=_("国・機関"), related_name="secondments")
    from_organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("派遣元"), related_name="secondments_out"
    )
    to_organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("派遣先"), related_name="secondments_in"
    )
    person = models.ForeignKey(
        Person, models.SET_NULL, verbose_name=_("派遣者"), null=True, blank=True, related_name="secondments"
    )
    role_ja = LineField(_("職名"), blank=True)
    role_en = LineField(_("職名（英語）"), blank=True)
    starts_on = DayField(_("始期"), null=True, blank=True)
    ends_on = DayField(_("終期"), null=True, blank=True)
    note = ProseField(_("備考"), blank=True)

    objects = SecondmentQuerySet.as_manager()

    class Meta:
        ordering = [F("starts_on").desc(nulls_last=True), "id"]
        verbose_name = _("職員派遣")
        indexes = [models.Index(fields=["partner", "starts_on", "id"], name="secondment_by_partner_and_date")]
        constraints = [
            Handled.handling_constraint("secondment_handling"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(starts_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="secondment_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=~Q(from_organisation=F("to_organisation")), name="secondment_between_two_bodies"
            ),
        ]

    def __str__(self) -> str:
        return local(self.role_ja, self.role_en)

    def clean(self) -> None:
        super().clean()
        self.clean_handling()
        errors = {}
        if not (self.role_ja or self.role_en):
            errors["role_ja"] = _("日本語か英語の職名を入力してください。")
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            errors["ends_on"] = ENDS_BEFORE
        if self.from_organisation_id and self.from_organisation_id == self.to_organisation_id:
            errors["to_organisation"] = _("派遣元と派遣先が同じです。")
        if errors:
            raise ValidationError(errors)
