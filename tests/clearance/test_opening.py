"""A round is opened: by whom, on what, put to whom, until when."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError

from accounts.handling import Handling
from meetings import clearance
from meetings.actions.handling import set_handling
from meetings.models import ClearanceItem, ClearanceRound, Position
from tests.clearance.rounds import DEADLINE, NOW, opened_by, state_of
from tests.factories.accounts import AccessGroupFactory
from tests.factories.positions import PositionFactory, PositionVersionFactory

pytestmark = pytest.mark.django_db


def test_a_round_holds_versions_asks_and_a_deadline(opened, own, of_mext, mofa, mofa_staff):
    assert (opened.lead, opened.opened_by, opened.deadline) == (mofa, mofa_staff, DEADLINE)
    assert {entry.version.line_ja for entry in opened.entries.all()} == {own.line_ja, of_mext.line_ja}
    assert opened.asks.count() == 2
    assert state_of(own) == "in_clearance"


def test_a_ministry_opens_on_its_own_positions_only(meeting, own, of_mext, mofa, meti, mext_staff):
    assert opened_by(mext_staff, meeting, [of_mext], [mofa]).lead == mext_staff.organisation
    with pytest.raises(PermissionDenied):
        opened_by(mext_staff, meeting, [own], [meti])


@pytest.mark.parametrize("reader", ["council_member", "officer"])
def test_readers_open_nothing(reader, request, meeting, own, mext):
    with pytest.raises(PermissionDenied):
        opened_by(request.getfixturevalue(reader), meeting, [own], [mext])


def test_a_deadline_in_the_past_is_refused(meeting, own, mext, mofa_staff):
    for deadline in (NOW, NOW - timedelta(minutes=1)):
        with pytest.raises(ValidationError) as refused:
            opened_by(mofa_staff, meeting, [own], [mext], deadline=deadline)
        assert list(refused.value.message_dict) == ["deadline"]
    assert not ClearanceRound.objects.exists()


def test_a_deadline_in_no_zone_is_refused(meeting, own, mext, mofa_staff):
    with pytest.raises(ValidationError) as refused:
        opened_by(mofa_staff, meeting, [own], [mext], deadline_zone="Asia/Edo")
    assert list(refused.value.message_dict) == ["deadline_zone"]


@pytest.mark.parametrize(
    ("deadline", "before"),
    [
        (datetime(2026, 11, 27, 8, 0, tzinfo=UTC), None),
        (datetime(2026, 11, 28, 8, 0, tzinfo=UTC), "2026-11-27"),
        # Friday 17:00 in Paris is Saturday in Tokyo.
        (datetime(2026, 11, 27, 16, 0, tzinfo=UTC), "2026-11-27"),
        (datetime(2026, 12, 31, 3, 0, tzinfo=UTC), "2026-12-28"),
        (datetime(2026, 11, 23, 3, 0, tzinfo=UTC), "2026-11-20"),
    ],
)
def test_a_deadline_on_a_closed_day_is_told_with_the_business_day_before(deadline, before):
    found = clearance.business_day_before(deadline)
    assert (str(found) if found else None) == before


def test_nothing_to_clear_and_nobody_to_ask_are_refused(meeting, own, mext, mofa, mofa_staff):
    for positions, ministries, field in (
        ([], [mext], "positions"),
        ([own], [], "ministries"),
        ([own], [mofa], "ministries"),
    ):
        with pytest.raises(ValidationError) as refused:
            opened_by(mofa_staff, meeting, positions, ministries)
        assert list(refused.value.message_dict) == [field]


def test_an_embassy_is_no_ministry_to_ask(meeting, own, french_embassy, mofa_staff):
    with pytest.raises(ValidationError, match="府省"):
        opened_by(mofa_staff, meeting, [own], [french_embassy])


def test_a_ministry_alone_is_not_asked_about_its_own_position(meeting, of_mext, mext, mofa_staff):
    with pytest.raises(ValidationError, match="人材"):
        opened_by(mofa_staff, meeting, [of_mext], [mext])


def test_a_blank_position_is_refused_by_name(meeting, own, mext, mofa_staff):
    Position.objects.update(line_ja="")
    with pytest.raises(ValidationError, match="量子"):
        opened_by(mofa_staff, meeting, [own], [mext])


def test_a_position_is_in_one_open_round(meeting, opened, own, meti, mofa_staff):
    with pytest.raises(ValidationError, match="すでに協議中"):
        opened_by(mofa_staff, meeting, [own], [meti])
    later = PositionVersionFactory(position=own, number=2, revision=2)
    with pytest.raises(IntegrityError, match="one_open_per_position"):
        ClearanceItem.objects.create(round=opened, position=own, version=later, turn=2)


def test_positions_of_another_meeting_or_hidden_do_not_exist(meeting, own, mext, mofa_staff):
    elsewhere = PositionFactory()
    with pytest.raises(Position.DoesNotExist):
        opened_by(mofa_staff, meeting, [own, elsewhere], [mext])
    own.handling, own.access_group = Handling.RESTRICTED, AccessGroupFactory()
    own.save()
    with pytest.raises(Position.DoesNotExist):
        opened_by(mofa_staff, meeting, [own], [mext])


def test_a_ministry_that_cannot_read_is_named(meeting, own, mext, meti, mext_staff, meti_staff, mofa_staff):
    set_handling(own, handling="restricted", members=[mofa_staff, mext_staff], seen_version=1, actor=mofa_staff)
    assert opened_by(mofa_staff, meeting, [own], [mext]).entries.count() == 1
    ClearanceRound.objects.all().delete()
    with pytest.raises(ValidationError, match="経済産業省") as refused:
        opened_by(mofa_staff, meeting, [own], [mext, meti])
    assert "文部科学省" not in str(refused.value)
    assert "量子" in str(refused.value)


def test_a_position_shared_with_others_is_not_put_to_a_ministry_left_out(meeting, own, mext, meti, mofa_staff):
    set_handling(own, handling="shared", shared_with=[mext], seen_version=1, actor=mofa_staff)
    with pytest.raises(ValidationError, match="経済産業省"):
        opened_by(mofa_staff, meeting, [own], [meti])


def test_in_clearance_it_is_not_hidden_from_those_asked(opened, own, mofa_staff):
    own.refresh_from_db()
    with pytest.raises(ValidationError, match=r"文部科学省.*経済産業省"):
        set_handling(own, handling="restricted", seen_version=own.version, actor=mofa_staff)
    own.refresh_from_db()
    assert own.handling == Handling.GOVERNMENT
