"""Imports as they go out and come in. The rows themselves are made by `partners/import_api.py`."""

from __future__ import annotations

from rest_framework import serializers

from diplomacy.api.serializers import StrictChoiceField, StrictSerializer
from diplomacy.importing.registry import importers
from partners.importing.codes import TEMPLATE_FORMS
from partners.models import ImportJob


class ImportColumnSerializer(serializers.Serializer):
    """A header is found by `name` or by its label in either language."""

    name = serializers.CharField()
    label = serializers.CharField()
    required = serializers.BooleanField()
    help = serializers.CharField()
    example = serializers.CharField()


class ImportTemplatesSerializer(serializers.Serializer):
    xlsx = serializers.URLField()
    csv = serializers.URLField()


class ImportListSerializer(serializers.Serializer):
    name = serializers.CharField()
    label = serializers.CharField()
    templates = ImportTemplatesSerializer()
    columns = ImportColumnSerializer(many=True)


class ImportListsSerializer(serializers.Serializer):
    results = ImportListSerializer(many=True)


class TemplateSerializer(StrictSerializer):
    form = StrictChoiceField(choices=list(TEMPLATE_FORMS), default="xlsx")


class NewImportSerializer(StrictSerializer):
    """Sent as a form (multipart/form-data): the list to fill, by its name, and the file."""

    list = StrictChoiceField(choices=[(one.name, one.label) for one in importers.values()])
    file = serializers.FileField(allow_empty_file=True)


class ImportCountsSerializer(serializers.Serializer):
    rows = serializers.IntegerField()
    new = serializers.IntegerField()
    changed = serializers.IntegerField()
    unchanged = serializers.IntegerField()
    faults = serializers.IntegerField()


class ImportJobSerializer(serializers.Serializer):
    """`progress` is in per cent, and null unless the worker is at it; `counts` are null while it is. `language` is that
    of its errors and its preview, `request_id` the request that last set the worker to it, as the audit has it."""

    id = serializers.UUIDField()
    list = serializers.CharField()
    file_name = serializers.CharField()
    form = serializers.CharField()
    sha256 = serializers.CharField()
    state = serializers.ChoiceField(ImportJob.State.choices)
    progress = serializers.IntegerField(allow_null=True)
    counts = ImportCountsSerializer(allow_null=True)
    can_apply = serializers.BooleanField()
    language = serializers.CharField()
    request_id = serializers.CharField(allow_null=True)
    created_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)


class ImportFaultSerializer(serializers.Serializer):
    """`line` is the row as the spreadsheet numbers it, null for the file as a whole; `reason` says what to do."""

    line = serializers.IntegerField(allow_null=True)
    column = serializers.CharField()
    cell = serializers.CharField()
    reason = serializers.CharField()


class ImportFaultsSerializer(serializers.Serializer):
    next = serializers.URLField(allow_null=True)
    results = ImportFaultSerializer(many=True)


class ImportChangeSerializer(serializers.Serializer):
    label = serializers.CharField()
    before = serializers.CharField()
    after = serializers.CharField()


class ImportPreviewRowSerializer(serializers.Serializer):
    """What a row of the file would do to the record that `title` names; of a new one no fields are told apart."""

    line = serializers.IntegerField()
    is_new = serializers.BooleanField()
    title = serializers.CharField()
    changes = ImportChangeSerializer(many=True)


class ImportPreviewSerializer(serializers.Serializer):
    next = serializers.URLField(allow_null=True)
    results = ImportPreviewRowSerializer(many=True)
