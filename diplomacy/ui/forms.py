"""How forms look: label above, required mark, help, control, error, as the Digital Agency's system asks.

`{{ form }}` renders all fields, `{{ form.title.as_field_group }}` one. No form sets classes by itself.
"""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting


class PortalBoundField(BoundField):
    """A field whose error is read before its help, and whose label carries no colon."""

    @property
    def aria_describedby(self) -> str | None:
        if self.field.widget.attrs.get("aria-describedby"):
            return None
        ids = []
        if self.auto_id and not self.is_hidden:
            if self.errors:
                ids.append(f"{self.auto_id}_error")
            if self.help_text:
                ids.append(f"{self.auto_id}_helptext")
        return " ".join(ids) or None

    def label_tag(self, *args: Any, **kwargs: Any) -> str:
        kwargs["label_suffix"] = ""
        return super().label_tag(*args, **kwargs)

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        attrs = super().build_widget_attrs(attrs, widget)
        if (widget or self.field.widget).attrs.get("placeholder"):
            # A placeholder in place of a label is gone as soon as one types; the label above says it already.
            attrs["placeholder"] = False
        return attrs

    @property
    def control(self) -> str:
        """The field's shape: one box with its label behind it, a group of boxes, or a plain control."""
        widget = self.field.widget
        if isinstance(widget, forms.CheckboxInput):
            return "checkbox"
        if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
            return "choices"
        return "plain"


class PortalRenderer(TemplatesSetting):
    """Renders forms by the project's own templates (`FORM_RENDERER`)."""

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"
    bound_field_class = PortalBoundField


class DateInput(forms.DateInput):
    """The browser's own date field, always filled in ISO form."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    """The browser's own time field, to the minute."""

    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%H:%M")


class ByAnyName:
    """A list searched as one types, where there is JavaScript, by the other names of its records, too: an option shows
    one name (文部科学省), people type what they know it by (MEXT).

    With `url` the choices are asked of that address (`?q=`), which answers `[{"value", "text"}, …]` out of
    the rows the person may see; without it the select's own options are searched.
    """

    def __init__(self, attrs: dict[str, Any] | None = None, choices: Any = (), *, url: str = "") -> None:
        super().__init__({**(attrs or {}), "data-combobox": url}, choices)

    def create_option(self, name: str, value: Any, label: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, label, *args, **kwargs)
        by_server = self.attrs["data-combobox"]
        names = () if by_server else getattr(getattr(value, "instance", None), "names", ())
        if also := " ".join(one for one in names if one and one != str(label)):
            option["attrs"]["data-also"] = also
        return option


class Combobox(ByAnyName, forms.Select):
    """For one choice."""


class ComboboxMultiple(ByAnyName, forms.SelectMultiple):
    """For more than one choice."""
