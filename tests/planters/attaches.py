"""Hidden contacts, what follows from them, and postings that name hidden people."""

from datetime import date
from typing import Any

from django.urls import reverse

from accounts.handling import Handled
from attaches.models import Contact, FollowUp
from tests.factories.attaches import ContactFactory, FollowUpFactory, PostingFactory
from tests.factories.partners import PersonFactory
from tests.planters.planted import NOW, Planted, Planter, handle


def plant_contact(planted: Planted, level: str, cast: Any, visible: Any) -> None:
    """Hidden contacts about what everybody reads, one of them withdrawn; and a hidden person among those met in a
    contact that others read."""
    for withdrawn_at in (None, NOW):
        contact = ContactFactory(
            owner=cast.mofa,
            partner=visible.partner,
            author=cast.stranger,
            people=visible.contact.people.all(),
            met_on=date(2026, 11, 23),
            withdrawn_at=withdrawn_at,
        )
        contact.themes.add(visible.theme)
        planted.mark(contact, level)
        handle(contact, level, cast)
        closed = {"state": FollowUp.State.DONE, "result": "x", "result_on": date(2026, 11, 23)}
        for reopened in (False, True):
            follow_up = planted.mark(FollowUpFactory(contact=contact, **closed), level)
            if reopened:
                FollowUp.objects.filter(pk=follow_up.pk).update(state="open", result="", result_on=None)
            of_follow_up = ("follow_up", "follow_up_edit", "follow_up_close")
            planted.records.setdefault(level, []).extend(
                reverse(f"attaches:{page}", args=[follow_up.pk]) for page in of_follow_up
            )
        pages = ("contact", "contact_edit", "contact_handling", "contact_history", "contact_logged")
        planted.records[level] += [reverse(f"attaches:{page}", args=[contact.pk]) for page in pages]
        planted.records[level] += [
            f"{reverse('attaches:contacts')}?owner={contact.owner_id}",
            reverse("attaches:contact_check", args=[contact.key]),
        ]
    person = handle(planted.mark(PersonFactory(partner=visible.partner), level), level, cast)
    visible.contact.people.add(person)
    planted.mark(PostingFactory(person=person, organisation=visible.embassy), level)


PLANTERS: dict[type[Handled], Planter] = {Contact: plant_contact}
