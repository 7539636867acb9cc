"""The name a paper is saved under: its marking first, so that it is read before the file is opened or sent on."""

from __future__ import annotations

import unicodedata

LONGEST_NAME = 120
REPLACED = str.maketrans(dict.fromkeys('<>:"/\\|?*', "_"))


def file_name(title: str, marking: str, form: str) -> str:
    bare = "".join(
        letter for letter in title.replace(": ", " – ") if unicodedata.category(letter) not in {"Cc", "Cf", "Cs", "Cn"}
    )
    stem = (f"【{marking}】{bare}" if marking else bare).translate(REPLACED).strip(" .")
    return f"{stem[:LONGEST_NAME]}.{form}"
