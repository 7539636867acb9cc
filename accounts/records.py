"""What every record of the portal is built from: its identifier, its moments, its provenance, its history."""

import uuid

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from diplomacy.append_only import REFUSE_TRUNCATE
from diplomacy.days import DayField


class Identified(models.Model):
    """A record named by a random UUID, so that an address tells nothing about how many there are or when it came."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True


class Timestamped(models.Model):
    created_at = models.DateTimeField(auto_now_add=True, editable=False)
    updated_at = models.DateTimeField(auto_now=True, editable=False)

    class Meta:
        abstract = True


class Sourced(models.Model):
    """A fact with its provenance; `slug` is its key in the reference files, empty for what people enter."""

    slug = models.SlugField(_("略号"), max_length=120, blank=True, null=True, unique=True, editable=False)
    source = models.TextField(_("出典"), blank=True)
    source_date = DayField(_("出典の確認日"), blank=True, null=True)
    is_sample = models.BooleanField(_("見本"), default=False, editable=False)

    class Meta:
        abstract = True


def tracked(**options):
    """History by database triggers: each insert, update and delete leaves an append-only event row.

    Triggers also see bulk updates and raw SQL. Generated search columns are left out of the events.
    """
    return pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        append_only=True,
        meta={"triggers": [REFUSE_TRUNCATE]},
        **options,
    )
