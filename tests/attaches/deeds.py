"""What a person does with contacts, for tests that need it done."""

from datetime import UTC, date, datetime
from uuid import uuid4

from accounts.handling import Handling
from attaches.actions.contacts import log_contact
from tests.factories.partners import PersonFactory

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)


def fields(**given):
    """What a form gives: one person met today, for the writer's own body."""
    values = {
        "met_on": TODAY,
        "way": "meeting",
        "people": [PersonFactory(handling=Handling.PUBLIC)],
        "said": "共同研究の進め方について聞いた。",
        "handling": Handling.SHARED,
        "shared_with": [],
    }
    return {**values, **given}


def logged(actor, *, key=None, new_people=(), next_step=None, **given):
    contact, _new = log_contact(
        key=key or uuid4(),
        fields=fields(**given),
        new_people=new_people,
        next_step=next_step,
        actor=actor,
        now=NOW,
    )
    return contact
