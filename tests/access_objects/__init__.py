"""For each route with something in its address, or a verb not everybody may do: what the access matrix asks it with.

A new route with arguments fails `tests/test_access.py` until it has its entry in the OBJECTS of its app's module here:

    "meetings:detail": Sample(visible=meeting_of, hidden=hidden_meeting_of),
    "meetings:edit": Sample(visible=meeting_of, hidden=hidden_meeting_of, writers=LEAD),

`visible(cast, person)` makes a row the person may read and returns the route's arguments; `hidden` one they may not
(None where every row is for everybody). `cast` has every person by name, and `organisations`. `writers` are the
persons who may do the verb on the visible row, the others behind the door are refused with 403; by default it counts
for POST, PUT, PATCH and DELETE, with `verb_on_get` for GET too.

Among the arguments, "?" is the query of the address and "body" the form that is sent: what is needed for the answer
to be about the right and not about the input.
"""

from uuid import UUID

from tests.access_objects import accounts, attaches, circle, dashboard, meetings, outreach, partners, reminders
from tests.access_objects.sample import Arguments, Sample

APPS = (accounts, reminders, partners, meetings, attaches, circle, outreach, dashboard)
OBJECTS: dict[str, Sample] = {name: sample for app in APPS for name, sample in app.OBJECTS.items()}


def unknown(arguments: Arguments) -> Arguments:
    """The same address with a record that does not exist: the innermost one, behind records that do."""
    nobody = UUID("7c9e6679-7425-40de-944b-e07fc1f90ae7")
    records = [name for name, value in arguments.items() if isinstance(value, UUID)]
    return {**arguments, records[-1]: nobody} if records else arguments
