"""How a typed word may be spelled in the records: normal form, kanji variants, and names used for one another."""

import unicodedata

KATAKANA_TO_HIRAGANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}

VARIANTS = [
    ("渡邊", "渡辺"),
    ("髙", "高"),
    ("齋", "斎"),
    ("齊", "斎"),
    ("國", "国"),
    ("學", "学"),
    ("澤", "沢"),
]

SYNONYMS = [
    {"科技", "科学技術", "s&t"},
    {"経済安保", "経済安全保障"},
    {"人工知能", "ai"},
    {"イノベ", "イノベーション"},
    {"米国", "アメリカ"},
    {"英国", "イギリス"},
    {"eu", "欧州連合"},
    {"文科省", "文部科学省"},
    {"経産省", "経済産業省"},
    {"内閣府", "cao"},
    {"外務省", "mofa"},
]
MOST_SPELLINGS = 8


def normalised(word: str) -> str:
    """The same normal form as `portal_normalise` in SQL: NFKC, lower case, katakana as hiragana."""
    return unicodedata.normalize("NFKC", word).lower().translate(KATAKANA_TO_HIRAGANA)


def spellings(word: str) -> list[str]:
    """The word itself first, then what may stand for it in the records, eight at most."""
    word = normalised(word)
    found = [word]
    for left, right in VARIANTS:
        for old, new in ((left, right), (right, left)):
            if old in word:
                found.append(word.replace(old, new))
    for group in SYNONYMS:
        group = {normalised(name) for name in group}
        if word in group:
            found.extend(sorted(group - {word}))
    return list(dict.fromkeys(found))[:MOST_SPELLINGS]
