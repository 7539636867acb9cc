"""Japanese and English search over a generated column of character pairs, with an exact re-check.

The column (`bigram_column`) is computed by PostgreSQL itself, so raw SQL and imports keep it in step. `matching`
narrows by the index and then, for words the pairs do not settle, compares the normalised text (NFKC, lower case,
katakana as hiragana), so that precision is exact: a text holds the words as typed or it is not found.
"""

import re
from typing import TypeVar

from django.contrib.postgres.search import SearchVectorField
from django.db.models import BooleanField, F, Func, GeneratedField, Q, QuerySet, TextField, Value
from django.db.models.functions import Coalesce

KANA = re.compile(r"[\u3041-\u3096]")
Rows = TypeVar("Rows", bound=QuerySet)


class JoinedText(Func):
    """The columns one under another; `||` because CONCAT is not immutable in PostgreSQL."""

    template = "(%(expressions)s)"
    arg_joiner = " || E'\\n' || "
    output_field = TextField()

    def __init__(self, *columns: str):
        super().__init__(*[Coalesce(F(column), Value("")) for column in columns])

    def deconstruct(self):
        path = f"{self.__class__.__module__}.{self.__class__.__qualname__}"
        columns = [source.source_expressions[0].name for source in self.source_expressions]
        return path, tuple(columns), {}


class Bigrams(Func):
    function = "portal_bigrams"
    output_field = SearchVectorField()


class Normalised(Func):
    function = "portal_normalise"
    output_field = TextField()


class WithoutKana(Func):
    """The normal form but for katakana, a fifth of the work: enough for a word without kana."""

    template = "lower(normalize(%(expressions)s, NFKC))"
    output_field = TextField()


class HoldsPairs(Func):
    """True where the bigram column holds every pair of the word (a single letter: anything beginning with it)."""

    template = "(%(expressions)s)"
    arg_joiner = " @@ "
    output_field = BooleanField()


class PairQuery(Func):
    template = "%(expressions)s::tsquery"


class Contains(Func):
    """`strpos` rather than LIKE: the word needs no escaping of % and _."""

    template = "(strpos(%(expressions)s) > 0)"
    output_field = BooleanField()


def bigram_column(*columns: str) -> GeneratedField:
    return GeneratedField(expression=Bigrams(JoinedText(*columns)), output_field=SearchVectorField(), db_persist=True)


def pair_query(word: str) -> str:
    """`量子技術` → `'量子' & '子技' & '技術'` in tsquery syntax; the word is already normalised."""
    if len(word) == 1:
        return f"{_quoted(word)}:*"
    return " & ".join(_quoted(word[i : i + 2]) for i in range(len(word) - 1))


def _quoted(pair: str) -> str:
    return "'" + pair.replace("\\", "\\\\").replace("'", "''") + "'"


def matching(queryset: Rows, text: str, *, columns: tuple[str, ...], field: str = "search") -> Rows:
    """Rows that hold every word of `text` (words are parted by spaces, full-width ones too)."""
    from diplomacy.search.words import spellings

    for word in text.split():
        condition = Q()
        for spelling in spellings(word):
            condition |= holds(spelling, columns, field)
        queryset = queryset.filter(condition)
    return queryset


def holds(word: str, columns: tuple[str, ...], field: str) -> Q:
    """Whether a row holds the normalised word. One or two letters are settled by the index alone.

    The text as it was written is asked first: mostly it holds the word already, and to normalise it costs more than
    all the rest of a search.
    """
    pairs = Q(HoldsPairs(F(field), PairQuery(Value(pair_query(word)))))
    if len(word) <= 2:
        return pairs
    text = JoinedText(*columns)
    folded = Normalised(text) if KANA.search(word) else WithoutKana(text)
    return pairs & (Q(Contains(text, Value(word))) | Q(Contains(folded, Value(word))))
