"""Forms that take what an action refuses."""

from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError


class FaultsForm(forms.BaseForm):
    """A form that takes every fault an action names: those of fields it does not show stand on top."""

    def add_error(self, field: str | None, error: Any) -> None:
        if field is None and hasattr(error, "error_dict"):
            shown: dict[str, list] = {}
            for name, faults in error.error_dict.items():
                shown.setdefault(name if name in self.fields else NON_FIELD_ERRORS, []).extend(faults)
            error = ValidationError(shown)
        super().add_error(field, error)
