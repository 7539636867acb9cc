"""Languages in addresses: /ja/… and /en/…"""

from django.conf import settings

CODES = [code for code, _name in settings.LANGUAGES]


class LanguageConverter:
    regex = "|".join(CODES)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
