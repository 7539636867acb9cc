"""Rows that two people may edit at once: a version for the row, and the version at which each field last changed."""

from django.db import models


class Versioned(models.Model):
    """`version` grows by one with every save; `field_versions` maps a field's name to the version that set it."""

    version = models.PositiveIntegerField(default=1, editable=False)
    field_versions = models.JSONField(default=dict, editable=False)

    class Meta:
        abstract = True
