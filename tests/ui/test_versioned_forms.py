"""The base of the forms over versioned rows: what they carry from the page, pass on, and leave untold."""

import pytest

from accounts.handling import Handling
from meetings.forms.position import PositionForm
from meetings.position_sheet import unwritten
from partners.forms.records import SecondmentForm
from tests.factories.accounts import AccessGroupFactory
from tests.factories.meetings import AgendaItemFactory
from tests.factories.partners import PersonFactory, SecondmentFactory

pytestmark = pytest.mark.django_db


def form_over(row, actor, data=None, **kwargs):
    return SecondmentForm(data, instance=row, actor=actor, parent=row.partner, **kwargs)


def as_drawn(form):
    """What a browser sends of the form as it stands in the page."""
    values = {name: form[name].value() for name in form.fields}
    sent = {name: "" if value is None else str(value) for name, value in values.items()}
    return sent | {f"initial-{name}": value for name, value in sent.items()} | {"version": form.version}


def test_what_somebody_else_changed_meanwhile_is_no_change(mofa_staff):
    row = SecondmentFactory(role_ja="分析官", note="旧")
    sent = as_drawn(form_over(row, mofa_staff)) | {"role_ja": "参事官"}
    row.note, row.version = "新", 2
    form = form_over(row, mofa_staff, sent)
    assert form.is_valid(), form.errors
    assert form.changes() == {"role_ja": "参事官"}
    assert form.version == "1"


def test_a_form_of_a_few_fields_shows_no_others(mofa_staff):
    form = form_over(SecondmentFactory(), mofa_staff, only=("note", "person"))
    assert set(form.fields) == {"note", "person"}


def test_only_a_row_that_is_kept_carries_what_it_held(mofa_staff):
    row = SecondmentFactory()
    assert 'name="initial-note"' in str(form_over(row, mofa_staff))
    assert "initial-" not in str(SecondmentForm(actor=mofa_staff, parent=row.partner))


def test_a_text_nobody_has_written_yet_is_carried_as_empty():
    form = PositionForm(instance=unwritten(AgendaItemFactory()))
    assert 'name="initial-line_ja"' in str(form)
    assert form.version == "0"


def test_a_record_that_is_not_offered_is_neither_told_of_nor_taken_away(mofa, mofa_staff):
    seen = SecondmentFactory(person=PersonFactory())
    hidden = SecondmentFactory(
        person=PersonFactory(handling=Handling.RESTRICTED, access_group=AccessGroupFactory(), owner=mofa)
    )
    assert form_over(seen, mofa_staff)["person"].value() == seen.person_id
    drawn = form_over(hidden, mofa_staff)
    assert str(hidden.person_id) not in str(drawn)
    form = form_over(hidden, mofa_staff, as_drawn(drawn))
    assert form.is_valid(), form.errors
    assert form.changes() == {}
