"""The kinds of record kept here: the model, its form, what writes it, where it is read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from outreach.actions import editorial
from outreach.actions.dispatches import edit_dispatch, request_dispatch
from outreach.actions.experts import create_expert, edit_expert
from outreach.forms import texts
from outreach.forms.dispatches import DispatchForm
from outreach.forms.experts import ExpertForm
from outreach.models import Dispatch, Expert, Offer, Story
from partners.forms.records import RecordForm


@dataclass(frozen=True)
class Kind:
    """`create` and `edit` are actions, `add` and `change` the permissions they ask for; `origins` what one may come
    out of (outreach/origins.py); `adding` heads the page of a new one, where "register" is not the word."""

    name: str
    model: type[Model]
    form: type[RecordForm]
    create: Callable[..., Any]
    edit: Callable[..., Any]
    add: str
    change: str
    related: tuple[str, ...] = ()
    listed: str = ""
    origins: tuple[str, ...] = ()
    adding: Any = ""

    @property
    def label(self) -> Any:
        return self.model._meta.verbose_name

    def visible_to(self, user: Any) -> Any:
        return self.model._default_manager.visible_to(user).select_related(*self.related).defer("search")

    def page(self, record: Any) -> str:
        return reverse(f"outreach:{self.name}", args=[record.pk])

    @property
    def list_page(self) -> str:
        return reverse(f"outreach:{self.listed}")

    @property
    def list_label(self) -> Any:
        from outreach.lists.family import LISTS

        return LISTS[self.listed].title


def text(
    name: str, model: type[Model], form: type[RecordForm], listed: str, *related: str, origins: tuple[str, ...] = ()
) -> Kind:
    def create(**given: Any) -> Any:
        return editorial.create_text(model, **given)

    def edit(pk: Any, **given: Any) -> Any:
        return editorial.edit_text(model, pk, **given)

    signatures, verbs = ("owner", "written_by", "checked_by", *related), ("outreach.add_text", "outreach.change_text")
    return Kind(name, model, form, create, edit, *verbs, signatures, listed, origins)


def ask_for_expert(**given: Any) -> Dispatch:
    return request_dispatch(now=timezone.now(), **given)


KINDS = {
    kind.name: kind
    for kind in (
        text("story", Story, texts.StoryForm, "stories", origins=("dispatch",)),
        text("offer", Offer, texts.OfferForm, "offers", "theme", "organisation"),
        Kind(
            "expert",
            Expert,
            ExpertForm,
            create_expert,
            edit_expert,
            "outreach.add_expert",
            "outreach.change_expert",
            ("institution", "owner"),
            "experts",
        ),
        Kind(
            "dispatch",
            Dispatch,
            DispatchForm,
            ask_for_expert,
            edit_dispatch,
            "outreach.add_dispatch",
            "outreach.change_dispatch",
            ("partner", "theme", "owner", "requested_by", "approved_by"),
            "dispatches",
            ("action", "asked_in"),
            adding=gettext_lazy("専門家の派遣を依頼"),
        ),
    )
}
