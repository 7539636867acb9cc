"""What comes in: typed strictly, unknown fields refused, and the model's own rules asked before anything is saved."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError as ModelValidationError
from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.fields import get_error_detail


class StrictCharField(serializers.CharField):
    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class StrictIntegerField(serializers.IntegerField):
    def to_internal_value(self, data: Any) -> int:
        if isinstance(data, bool) or not isinstance(data, int):
            self.fail("invalid")
        return super().to_internal_value(data)


class StrictBooleanField(serializers.BooleanField):
    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            self.fail("invalid", input=str(data)[:50])
        return data


class StrictChoiceField(serializers.ChoiceField):
    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str) or len(data) > 100:
            self.fail("invalid_choice", input=str(data)[:50])
        return super().to_internal_value(data)


class VisibleRelatedField(serializers.PrimaryKeyRelatedField):
    """The id of a row its writer may read; an invisible and a nonexistent id get the same refusal."""

    def get_queryset(self) -> QuerySet:
        queryset = super().get_queryset()
        request = self.context.get("request")
        return queryset.visible_to(request.user) if request is not None else queryset

    def to_internal_value(self, data: Any) -> models.Model:
        try:
            key = UUID(data) if isinstance(data, str) else None
        except ValueError:
            key = None
        if key is None:
            self.fail("incorrect_type", data_type=type(data).__name__)
        found = self.get_queryset().filter(pk=key).first()
        if found is None:
            self.fail("does_not_exist", pk_value=key)
        return found


class StrictSerializer(serializers.Serializer):
    """Refuses fields that do not exist or cannot be written, each by its name, together with all other faults."""

    def to_internal_value(self, data: Any) -> Any:
        faults: dict[str, Any] = {}
        if isinstance(data, Mapping):
            faults = {str(name): [fault] for name in data if (fault := self._unwritable(name))}
        try:
            value = super().to_internal_value(data)
        except ValidationError as error:
            raise ValidationError({**error.detail, **faults}) from error
        if faults:
            raise ValidationError(faults)
        return value

    def _unwritable(self, name: Any) -> ErrorDetail | None:
        field = self.fields.get(name)
        if field is None:
            return ErrorDetail(_("この項目はありません。"), code="unknown")
        if field.read_only:
            return ErrorDetail(_("この項目は読み取り専用です。"), code="read_only")
        return None


class CleanModelSerializer(StrictSerializer, serializers.ModelSerializer):
    """Runs the model's `full_clean()` on a copy, so that forms and the API obey one set of rules.

    `context["fixed"]` holds values that the view sets by itself, such as the owner; they count as sent.
    """

    serializer_related_field = VisibleRelatedField
    serializer_choice_field = StrictChoiceField
    serializer_field_mapping = {
        **serializers.ModelSerializer.serializer_field_mapping,
        models.CharField: StrictCharField,
        models.TextField: StrictCharField,
        models.BooleanField: StrictBooleanField,
        models.PositiveSmallIntegerField: StrictIntegerField,
        models.PositiveIntegerField: StrictIntegerField,
        models.IntegerField: StrictIntegerField,
    }

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        attrs = {**super().validate(attrs), **self.context.get("fixed", {})}
        model = self.Meta.model
        columns = {field.name for field in model._meta.fields}
        draft = copy.copy(self.instance) if self.instance is not None else model()
        for name in columns & attrs.keys():
            setattr(draft, name, attrs[name])
        try:
            draft.full_clean(exclude=columns - attrs.keys())
        except ModelValidationError as error:
            raise ValidationError(get_error_detail(error)) from error
        return attrs
