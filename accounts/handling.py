"""取扱区分: how far a record may go, and the one rule of who reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import BooleanField, Func, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import GOVERNMENT_ROLES, AccessGroup, Role, User

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

Row = TypeVar("Row", bound=models.Model)


class Handling(models.TextChoices):
    PUBLIC = "public", _("公開")
    SHARED = "shared", _("共有先限り")
    GOVERNMENT = "government", _("政府部内限り")
    RESTRICTED = "restricted", _("関係者限り")


# The rule as the database reads it. Nothing in it is NULL, so that NOT turns it round.
PUBLIC = "{handling} = 'public'"
SHARED = (
    "({handling} = 'shared' AND (COALESCE({owner} = %s, FALSE)"
    " OR EXISTS(SELECT 1 FROM {links} link WHERE link.{record} = {key} AND link.{reader} = %s{asked})))"
)
GOVERNMENT = "{handling} = 'government'"
RESTRICTED = (
    "({handling} = 'restricted' AND EXISTS(SELECT 1 FROM accounts_accessgroupmember member"
    " WHERE member.group_id = {access_group} AND member.user_id = %s))"
)


class Readable(Func):
    """The rule of `readable_by` over one row of a `Handled` model.

    Written out in SQL because nearly every query holds it: put together from querysets, it took longer to build than
    the database took to answer. Without a `person` it is what everybody may read.

    `row_by_row` is for tables so long that only pages of them are read: whether a row was shared is then asked of
    that row alone. The planner, which does not reckon with pages, would first gather all that was ever shared.
    """

    output_field = BooleanField()
    columns: tuple[str, ...] = ("pk", "handling", "owner", "access_group")

    def __init__(
        self,
        *columns: Any,
        model: type[models.Model],
        person: Any = None,
        organisation: Any = None,
        inside: bool = False,
        row_by_row: bool = False,
    ) -> None:
        super().__init__(*(columns or self.columns))
        self.model, self.person, self.organisation, self.inside = model, person, organisation, inside
        self.row_by_row = row_by_row

    def as_sql(self, compiler: Any, connection: Any, *words: Any, **context: Any) -> tuple[str, tuple[Any, ...]]:
        names = [compiler.compile(column)[0] for column in self.source_expressions]
        rule, values = self.rule(dict(zip(("key", "handling", "owner", "access_group"), names, strict=True)))
        return rule, tuple(values)

    def rule(self, columns: dict[str, str]) -> tuple[str, list[Any]]:
        """The condition over the columns that are named so, and its values."""
        rules, values = [PUBLIC], []
        if self.organisation is not None:
            link = self.model._meta.get_field("shared_with")
            names = {"record": link.m2m_column_name(), "reader": link.m2m_reverse_name()}
            # An OFFSET, even of nothing, keeps the planner from turning the question into a gathering.
            asked = " OFFSET 0" if self.row_by_row else ""
            columns = {**columns, "links": link.m2m_db_table(), "asked": asked, **names}
            rules.append(SHARED)
            values += [self.organisation, self.organisation]
        if self.inside:
            rules.append(GOVERNMENT)
        if self.person is not None:
            rules.append(RESTRICTED)
            values.append(self.person)
        return f"({' OR '.join(rules)})".format_map(columns), values


def reading(user: User | AnonymousUser) -> dict[str, Any]:
    """What the rule asks of a person."""
    if not user.is_authenticated or user.role == Role.ADMIN:
        return {}
    return {"person": user.pk, "organisation": user.organisation_id, "inside": user.is_government}


def readable_by(user: User | AnonymousUser, model: type[models.Model], *, row_by_row: bool = False) -> Readable:
    """Which rows of a `Handled` model the person may read, as one condition over the row itself.

    Public: everybody, and nothing more for visitors and the portal's administrator. Shared: the owner and the
    organisations named, insiders or not. Government: staff, council, officers. Restricted: who is on the list.
    """
    return Readable(model=model, row_by_row=row_by_row, **reading(user))


class HandledQuerySet(QuerySet[Row]):
    """Base of every queryset over sensitive rows. Models with a parent narrow `visible_to` by the parent's."""

    def visible_to(self, user: User | AnonymousUser) -> Any:
        return self.filter(readable_by(user, self.model))


class Handled(models.Model):
    """A record that can be sensitive. `owner` is the organisation it belongs to, not the person who wrote it."""

    handling = models.CharField(
        _("取扱区分"), max_length=10, choices=Handling, default=Handling.GOVERNMENT, db_index=True
    )
    owner = models.ForeignKey(
        "partners.Organisation",
        models.PROTECT,
        verbose_name=_("保有機関"),
        null=True,
        blank=True,
        related_name="+",
    )
    shared_with = models.ManyToManyField(
        "partners.Organisation", verbose_name=_("共有先"), blank=True, related_name="+"
    )
    access_group = models.ForeignKey(
        AccessGroup, models.PROTECT, verbose_name=_("閲覧者名簿"), null=True, blank=True, related_name="+"
    )

    class Meta:
        abstract = True

    @classmethod
    def levels(cls) -> list[tuple[str, Any]]:
        """The levels a record of this kind may have, with their words."""
        return list(Handling.choices)

    @staticmethod
    def handling_constraint(name: str) -> models.CheckConstraint:
        """A restricted record has its list, and no other record has one."""
        return models.CheckConstraint(
            condition=Q(handling=Handling.RESTRICTED, access_group__isnull=False)
            | (~Q(handling=Handling.RESTRICTED) & Q(access_group__isnull=True)),
            name=name,
        )

    def clean_handling(self) -> None:
        if (self.handling == Handling.RESTRICTED) != (self.access_group_id is not None):
            raise ValidationError({"access_group": _("閲覧者名簿は「関係者限り」のときに限り、必ず指定してください。")})


def allowed_by(record: Handled) -> Q:
    """Which people one record's own level lets in: `readable_by`, asked from the other side."""
    if record.handling == Handling.PUBLIC:
        return Q()
    if record.handling == Handling.GOVERNMENT:
        return Q(role__in=GOVERNMENT_ROLES)
    if record.handling == Handling.RESTRICTED:
        return ~Q(role=Role.ADMIN) & Q(access_groups=record.access_group_id)
    bodies = [record.owner_id, *record.shared_with.values_list("pk", flat=True)]
    return ~Q(role=Role.ADMIN) & Q(organisation__in=[body for body in bodies if body])
