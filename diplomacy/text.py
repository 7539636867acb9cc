"""Text as people type it: one line or many, normalised to NFC, without control characters, with a bound."""

import unicodedata

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

LINE_FEEDS = "\n\r\t"


def refuse_control_characters(value: str) -> None:
    """Refuse C0 and C1 control characters and lone surrogates; line feeds and tabs are text."""
    for index, character in enumerate(value, start=1):
        if unicodedata.category(character) in {"Cc", "Cs"} and character not in LINE_FEEDS:
            raise ValidationError(
                _("%(index)s文字目に使えない制御文字（U+%(code)s）があります。取り除いてください。"),
                code="control_character",
                params={"index": index, "code": f"{ord(character):04X}"},
            )


def refuse_line_feeds(value: str) -> None:
    if any(character in value for character in LINE_FEEDS):
        raise ValidationError(_("改行やタブは使えません。1行で入力してください。"), code="line_feed")


class _NormalisedMixin:
    """Stores NFC, so that が typed as か + dakuten is found again; an empty text is `""`, never NULL."""

    def to_python(self, value):
        value = super().to_python(value)
        return unicodedata.normalize("NFC", value) if isinstance(value, str) else value

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        return unicodedata.normalize("NFC", value) if isinstance(value, str) else value


class LineField(_NormalisedMixin, models.CharField):
    """One line of text, 300 characters unless told otherwise."""

    default_validators = [refuse_control_characters, refuse_line_feeds]

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_length", 300)
        super().__init__(*args, **kwargs)


class ProseField(_NormalisedMixin, models.TextField):
    """Several lines of text or Markdown, 20,000 characters unless told otherwise (checked by forms and API)."""

    default_validators = [refuse_control_characters]

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_length", 20_000)
        super().__init__(*args, **kwargs)

    @property
    def validators(self):
        from django.core.validators import MaxLengthValidator

        return [*super().validators, MaxLengthValidator(self.max_length)]
