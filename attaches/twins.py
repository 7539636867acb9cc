"""Persons who may be the one that is being entered: one matcher for the form, the API and whatever else adds people.

Only persons the reader may see are looked at, so that the answer tells of no others. Every word of one of the names
has to be held by one of theirs, in any order; a Japanese name written without a space is also tried parted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from diplomacy.search.bigrams import holds
from diplomacy.search.words import spellings
from partners.models import Person

if TYPE_CHECKING:
    from accounts.models import User

SHOWN = 5
SHORTEST = 2
LONGEST_PARTED = 8
MOST_WORDS = 4
NAMES = ("name_ja", "name_en", "reading")


def twins_of(names: Mapping[str, str], user: User) -> list[Person]:
    """The likeliest first; `names` are those typed so far, in kanji, kana or romaji."""
    condition = Q()
    for name in NAMES:
        if asked := _held(names.get(name, "")):
            condition |= asked
    if email := names.get("email", ""):
        condition |= Q(email__iexact=email)
    if not condition:
        return []
    found = Person.objects.visible_to(user).on_file().filter(condition).select_related("partner").defer("search")
    return list(found.order_by("sorted_by", "id")[:SHOWN])


def _held(text: str) -> Q | None:
    """That all words of one name are there; None where too little is typed to say."""
    words = text.replace("\0", "").replace(",", " ").replace("・", " ").split()[:MOST_WORDS]
    if sum(len(word) for word in words) < SHORTEST:
        return None
    held = Q()
    for word in words:
        held &= _any_of(_word_held(word))
    return held


def _word_held(word: str) -> Iterable[Q]:
    for spelling in spellings(word):
        yield holds(spelling, Person.SEARCH_COLUMNS, "search")
        if not spelling.isascii() and 2 < len(spelling) <= LONGEST_PARTED:
            for cut in range(1, len(spelling)):
                parts = (spelling[:cut], spelling[cut:])
                yield _all_of(holds(part, Person.SEARCH_COLUMNS, "search") for part in parts)


def _any_of(conditions: Iterable[Q]) -> Q:
    found = Q()
    for one in conditions:
        found |= one
    return found


def _all_of(conditions: Iterable[Q]) -> Q:
    found = Q()
    for one in conditions:
        found &= one
    return found


def label_of(person: Person) -> Any:
    """A person as a choice: the name with the side they stand for."""
    side = person.partner
    return f"{person} · {side}" if side else str(person)
