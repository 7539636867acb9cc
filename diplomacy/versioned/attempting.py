"""Doing what a small form was sent for: one that asks for a step or a file, where no text could be lost in a conflict.

A form of many fields answers a conflict by the page that shows both texts: `diplomacy.versioned.resolution`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.http import Http404
from django.utils.translation import gettext as _

from diplomacy.versioned.editing import Conflict

DONE, REFUSED, OVERTAKEN = 200, 400, 409


def attempted(form: Any, do: Callable[[dict[str, Any]], Any]) -> int:
    """`do` it with what a valid form holds; `DONE`, or the status for the page with the faults beside the form.

    What is gone meanwhile is not found.
    """
    if not form.is_valid():
        return REFUSED
    try:
        do(form.cleaned_data)
    except Conflict:
        form.add_error(None, overtaken())
        return OVERTAKEN
    except ObjectDoesNotExist as gone:
        raise Http404 from gone
    except ValidationError as fault:
        form.add_error(None, fault)
        return REFUSED
    return DONE


def overtaken() -> str:
    return _("他の人がこの記録を変更しました。最新の内容を確かめてください。")
