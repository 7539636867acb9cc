"""取扱区分: how far a record may go, and the one rule of who reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import AccessGroup, AccessGroupMember, Role, User

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

Row = TypeVar("Row", bound=models.Model)


class Handling(models.TextChoices):
    PUBLIC = "public", _("公開")
    SHARED = "shared", _("共有先限り")
    GOVERNMENT = "government", _("政府部内限り")
    RESTRICTED = "restricted", _("関係者限り")


def readable_by(user: User | AnonymousUser, model: type[models.Model]) -> Q:
    """Which rows of a `Handled` model the person may read, as one condition over the row itself.

    Public: everybody, and nothing more for visitors and the portal's administrator. Shared: the owner and the
    organisations named, insiders or not. Government: staff, council, officers. Restricted: who is on the list.
    """
    readable = Q(handling=Handling.PUBLIC)
    if not user.is_authenticated or user.role == Role.ADMIN:
        return readable
    if user.organisation_id:
        through = model._meta.get_field("shared_with").remote_field.through
        record = model._meta.model_name
        named = Exists(through.objects.filter(**{record: OuterRef("pk")}, organisation=user.organisation_id))
        readable |= Q(handling=Handling.SHARED) & (Q(owner=user.organisation_id) | named)
    if user.is_government:
        readable |= Q(handling=Handling.GOVERNMENT)
    listed = Exists(AccessGroupMember.objects.filter(group=OuterRef("access_group"), user=user.pk))
    return readable | (Q(handling=Handling.RESTRICTED) & listed)


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
