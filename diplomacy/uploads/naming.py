"""The name a file came under: kept for people to read, never used as a path."""

from __future__ import annotations

import unicodedata

from django.utils.translation import gettext as _

from diplomacy.uploads.refusing import refused

LONGEST_NAME = 200
# They turn the reading direction, so that fdp.exe reads as exe.pdf.
TURNING = {chr(code) for code in (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))}
# No system takes them in a name, or a browser would have to change them.
REPLACED = str.maketrans(dict.fromkeys('<>:"|?*', "_"))
DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}


def clean_name(name: str) -> str:
    """The bare name in NFC, without folders; refuses what hides what the file is."""
    name = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2].strip(" ").rstrip(".")
    if any(letter in TURNING or unicodedata.category(letter) in {"Cc", "Cs"} for letter in name):
        raise refused(
            "name", _("ファイル名に、文字の向きを変える記号か制御文字が入っています。名前を付け直してください。")
        )
    name = name.translate(REPLACED)
    stem, dot, ending = name.rpartition(".") if "." in name else (name, "", "")
    if not stem.strip() or stem.lower() in DEVICES:
        raise refused("name", _("ファイル名を確かめてください（例: 議題案.pdf）。"))
    return f"{stem[: LONGEST_NAME - len(ending) - 1]}{dot}{ending}"
