"""How Japanese names are read: the order of lists, whatever the locale of the database."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from diplomacy.text import LineField, refuse_control_characters, refuse_line_feeds

FIRST_KATAKANA, LAST_KATAKANA, TO_HIRAGANA = "ァ", "ヶ", ord("ァ") - ord("ぁ")


def hiragana(text: str) -> str:
    """Katakana as hiragana, so that readings typed either way stand in one order."""
    return "".join(
        chr(ord(letter) - TO_HIRAGANA) if FIRST_KATAKANA <= letter <= LAST_KATAKANA else letter for letter in text
    )


def kana_only(value: str) -> None:
    if any(not ("ぁ" <= letter <= "ゖ" or letter in "ー・ 　、（）()-0123456789") for letter in hiragana(value)):
        raise ValidationError(_("ひらがなかカタカナで入力してください。"), code="not_kana")


class ReadingField(LineField):
    """How a name is read, kept in hiragana: the order of Japanese lists."""

    default_validators = [refuse_control_characters, refuse_line_feeds, kana_only]

    def to_python(self, value):
        value = super().to_python(value)
        return hiragana(value) if isinstance(value, str) else value

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        return hiragana(value) if isinstance(value, str) else value
