"""Codes and names in cells, turned into the rows they mean: only rows the person sees, one query a list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from diplomacy.importing.placing import normal
from diplomacy.ui.titles import local
from partners.models import Organisation, Partner, Person, Theme

NAMES: dict[type[models.Model], tuple[str, ...]] = {
    Partner: ("slug", "name_ja", "name_en"),
    Organisation: ("slug", "name_ja", "name_en", "abbreviation"),
    Theme: ("slug", "name_ja", "name_en"),
    Person: ("name_ja", "name_en"),
}


class Lookup:
    """The rows of one list that the person may name. `label(pk)` is how one is called in the reader's language."""

    def __init__(self, model: type[models.Model], user: Any) -> None:
        self.by_name, self.by_code = defaultdict[str, set[UUID]](set), dict[str, set[UUID]]()
        self.labels: dict[UUID, str] = {}
        self.rows: list[tuple[str, ...]] = []
        names = NAMES[model]
        visible = model._default_manager.visible_to(user).order_by(*names[:2])  # type: ignore[attr-defined]
        for pk, *texts in visible.values_list("pk", *names):
            said = dict(zip(names, texts, strict=True))
            self.labels[pk] = local(said["name_ja"], said["name_en"])
            self.rows.append(tuple(text or "" for text in texts))
            for code in (str(pk), said.get("slug")):
                if code:
                    self.by_code[code] = {pk}
            for text in texts:
                if text:
                    self.by_name[normal(text)].add(pk)

    def find(self, name: str) -> UUID:
        """A code as it is written comes before names and before codes in other capitals: AU and au are two."""
        found = self.by_code.get(name) or self.by_name.get(normal(name), set())
        if len(found) == 1:
            return next(iter(found))
        if found:
            reason = _("「%(name)s」に当てはまるものが2つ以上あります。名称ではなく略号かIDで書いてください。")
        else:
            reason = _("「%(name)s」は登録されていません。ひな形のコード表にある名称かコードで書いてください。")
        raise ValidationError(reason % {"name": name[:60]})

    def find_all(self, names: Iterable[str]) -> list[UUID]:
        found = [self.find(name) for name in names]
        if len(set(found)) < len(found):
            raise ValidationError(_("同じ値が2回あります。"))
        return found


class Lookups:
    """The lists an import names, each read once."""

    def __init__(self, user: Any) -> None:
        self.user, self.read = user, dict[type[models.Model], Lookup]()

    def of(self, model: type[models.Model]) -> Lookup:
        if model not in self.read:
            self.read[model] = Lookup(model, self.user)
        return self.read[model]
