"""Positions by themselves: who writes and reads them, what two people at once meet, what state they are in."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, transaction

from accounts.handling import Handling
from accounts.models import Act, AuditEntry
from diplomacy.versioned.editing import Conflict
from meetings.actions.agenda import KEPT_IN_BIN, delete_items, purge_bin
from meetings.actions.clearance import close_round, open_round, reply, withdraw
from meetings.actions.handling import set_handling
from meetings.actions.position import edit_position, version_of
from meetings.models import AgendaItem, Position, PositionVersion
from tests.factories.accounts import AccessGroupFactory, UserFactory
from tests.factories.meetings import AgendaItemFactory, MeetingFactory
from tests.factories.positions import PositionFactory

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=3)
pytestmark = pytest.mark.django_db


@pytest.fixture
def item(mofa, mext):
    """MEXT's item on a meeting that the foreign ministry leads."""
    return AgendaItemFactory(meeting=MeetingFactory(lead_ministry=mofa), lead_ministry=mext)


def write(item, actor, seen=0, **texts):
    return edit_position(item.pk, changes=texts, seen_version=seen, actor=actor)


def state_of(position):
    return Position.objects.with_state().get(pk=position.pk).state


def test_the_items_ministry_writes_its_position(item, mext, mext_staff):
    position, changed = write(item, mext_staff, line_ja="協力を進める。\r\n\r\n二段落目。  ", red_lines="")
    assert changed == ["line_ja"]
    assert (position.line_ja, position.owner, position.revision) == ("協力を進める。\n\n二段落目。", mext, 1)
    assert position.handling == Handling.GOVERNMENT


def test_the_meetings_lead_writes_where_the_item_has_no_ministry(item, mofa_staff, mext_staff):
    with pytest.raises(PermissionDenied):
        write(item, mofa_staff, line_ja="外務省から")
    item.lead_ministry = None
    item.save()
    write(item, mofa_staff, line_ja="外務省から")
    with pytest.raises(PermissionDenied):
        write(item, mext_staff, seen=1, line_ja="文科省から")


@pytest.mark.parametrize("reader", ["council_member", "officer", "french_attache", "administrator"])
def test_nobody_else_writes(item, reader, request):
    item.handling = Handling.PUBLIC
    item.save()
    item.meeting.handling = Handling.PUBLIC
    item.meeting.save()
    with pytest.raises(PermissionDenied):
        write(item, request.getfixturevalue(reader), line_ja="他人の文")
    assert not Position.objects.exists()


def test_only_texts_are_set(item, mext_staff):
    position, changed = write(item, mext_staff, line_ja="方針", handling="public", revision=9)
    assert changed == ["line_ja"]
    assert (position.handling, position.revision) == (Handling.GOVERNMENT, 1)


@pytest.mark.parametrize("text", ["\x00", "制御\x07文字", "あ" * 20_001])
def test_bad_text_is_refused_with_its_field(item, mext_staff, text):
    with pytest.raises(ValidationError) as refused:
        write(item, mext_staff, line_ja="良い文", points_ja=text)
    assert set(refused.value.message_dict) == {"points_ja"}
    assert not Position.objects.exists()


def test_two_people_on_different_texts_both_save(item, mext_staff):
    write(item, mext_staff, line_ja="方針")
    write(item, mext_staff, seen=1, points_ja="発言")
    position, _changed = write(item, mext_staff, seen=1, background="背景")
    assert (position.line_ja, position.points_ja, position.background) == ("方針", "発言", "背景")
    assert position.revision == 3


def test_two_people_on_the_same_text_meet_in_a_conflict(item, mext_staff):
    write(item, mext_staff, line_ja="先の人")
    with pytest.raises(Conflict) as conflict:
        write(item, mext_staff, seen=0, line_ja="後の人")
    assert (conflict.value.mine, conflict.value.theirs) == ({"line_ja": "後の人"}, {"line_ja": "先の人"})
    assert Position.objects.get().line_ja == "先の人"


def test_the_same_text_twice_is_no_change(item, mext_staff):
    write(item, mext_staff, line_ja="方針")
    position, changed = write(item, mext_staff, seen=1, line_ja="方針\r\n")
    assert (changed, position.revision) == ([], 1)


def test_inside_government_everybody_reads_and_nobody_outside(
    item, mext_staff, mofa_staff, council_member, officer, french_attache, administrator
):
    position, _changed = write(item, mext_staff, line_ja="方針")
    for reader in (mofa_staff, council_member, officer):
        assert list(Position.objects.visible_to(reader)) == [position]
    for outsider in (french_attache, administrator):
        assert not Position.objects.visible_to(outsider).exists()


def test_an_attache_reads_none_even_where_it_was_shared_with_the_embassy(item, mext_staff, french_attache):
    for record in (item, item.meeting):
        record.handling = Handling.PUBLIC
        record.save()
    position, _changed = write(item, mext_staff, line_ja="方針")
    set_handling(
        position, handling="shared", shared_with=[french_attache.organisation], seen_version=1, actor=mext_staff
    )
    assert AgendaItem.objects.visible_to(french_attache).exists()
    assert not Position.objects.visible_to(french_attache).exists()
    assert not Position.objects.in_visible(item.meeting, french_attache).exists()


def test_what_hides_the_item_hides_its_position(item, mext_staff, mofa_staff):
    write(item, mext_staff, line_ja="方針")
    item.handling, item.access_group = Handling.RESTRICTED, AccessGroupFactory()
    item.save()
    assert not Position.objects.visible_to(mofa_staff).exists()
    with pytest.raises(AgendaItem.DoesNotExist):
        write(item, mext_staff, seen=1, line_ja="続き")


def test_a_position_of_an_item_in_the_bin_is_gone(item, mext_staff, mofa_staff):
    write(item, mext_staff, line_ja="方針")
    delete_items(item.meeting_id, versions={item.pk: 1}, actor=mofa_staff, now=NOW)
    assert not Position.objects.visible_to(mext_staff).exists()


def test_restricted_to_a_list_only_its_persons_read_and_write(item, mext, mext_staff):
    colleague = UserFactory(organisation=mext)
    position, _changed = write(item, mext_staff, line_ja="方針")
    set_handling(position, handling="restricted", members=[mext_staff], seen_version=1, actor=mext_staff)
    assert not Position.objects.visible_to(colleague).exists()
    with pytest.raises(PermissionDenied):
        write(item, colleague, line_ja="重ねて書く")
    assert AuditEntry.objects.get(act=Act.HANDLING_CHANGED).record_id == str(position.pk)


def test_a_position_is_never_public(item, mext_staff):
    position, _changed = write(item, mext_staff, line_ja="方針")
    with pytest.raises(ValidationError, match="公開にできません"):
        set_handling(position, handling="public", seen_version=1, actor=mext_staff)
    with pytest.raises(IntegrityError), transaction.atomic():
        Position.objects.update(handling=Handling.PUBLIC)


def test_another_ministry_does_not_say_how_far_it_goes(item, mext_staff, mofa_staff):
    position, _changed = write(item, mext_staff, line_ja="方針")
    with pytest.raises(PermissionDenied):
        set_handling(position, handling="restricted", seen_version=1, actor=mofa_staff)


def test_a_version_is_made_once_and_never_changed(item, mext_staff):
    position, _changed = write(item, mext_staff, line_ja="方針")
    first = version_of(position, actor=mext_staff, now=NOW)
    assert version_of(position, actor=mext_staff, now=LATER) == first
    position, _changed = write(item, mext_staff, seen=1, line_ja="改めた方針")
    assert version_of(position, actor=mext_staff, now=LATER).number == 2
    with pytest.raises(DatabaseError), transaction.atomic():
        PositionVersion.objects.update(line_ja="書き換え")
    assert str(first) == "第1版"


def test_the_states_in_their_order(item, cao, mext_staff, secretariat):
    position, _changed = write(item, mext_staff, line_ja="方針")
    assert state_of(position) == "draft"
    round = open_round(
        item.meeting_id, positions=[position.pk], ministries=[cao.pk], deadline=LATER, actor=mext_staff, now=NOW
    )
    assert state_of(position) == "in_clearance"
    entry = round.entries.get()
    reply(entry.pk, kind="none", seen_version=0, actor=secretariat, now=NOW)
    close_round(round.pk, actor=mext_staff, now=NOW)
    assert state_of(position) == "cleared"
    write(item, mext_staff, seen=1, line_ja="改めた方針")
    assert state_of(position) == "stale"


def test_edited_in_an_open_round_it_is_stale(item, cao, mext_staff):
    position, _changed = write(item, mext_staff, line_ja="方針")
    open_round(item.meeting_id, positions=[position.pk], ministries=[cao.pk], deadline=LATER, actor=mext_staff, now=NOW)
    write(item, mext_staff, seen=1, points_en="We support it.")
    assert state_of(position) == "stale"


def test_a_withdrawn_round_leaves_the_state_of_before(item, cao, mext_staff):
    position, _changed = write(item, mext_staff, line_ja="方針")
    round = open_round(
        item.meeting_id, positions=[position.pk], ministries=[cao.pk], deadline=LATER, actor=mext_staff, now=NOW
    )
    withdraw(round.pk, reason="議題が外れたため", actor=mext_staff, now=NOW)
    assert state_of(position) == "draft"


def test_closed_without_agreement_it_is_to_be_cleared_again(item, cao, mext_staff):
    position, _changed = write(item, mext_staff, line_ja="方針")
    round = open_round(
        item.meeting_id, positions=[position.pk], ministries=[cao.pk], deadline=LATER, actor=mext_staff, now=NOW
    )
    close_round(round.pk, actor=mext_staff, now=NOW, accept_unsettled=True)
    assert state_of(position) == "stale"


def test_emptied_again_it_is_blank(item, mext_staff):
    position, _changed = write(item, mext_staff, line_ja="方針")
    write(item, mext_staff, seen=1, line_ja="  ")
    assert state_of(position) == "blank"


def test_states_cost_one_query_however_many(item, django_assert_num_queries):
    PositionFactory(item=item)
    for count in (1, 3):
        while Position.objects.count() < count:
            PositionFactory(item=AgendaItemFactory(meeting=item.meeting))
        with django_assert_num_queries(1):
            assert len({row.state for row in Position.objects.with_state()}) == 1


def test_the_bin_keeps_what_went_to_other_ministries(item, mofa, mext_staff, mofa_staff):
    parent = AgendaItemFactory(meeting=item.meeting)
    below = AgendaItemFactory(meeting=item.meeting, parent=parent)
    position = PositionFactory(item=below)
    version_of(position, actor=mext_staff, now=NOW)
    drafted = PositionFactory(item=item)
    delete_items(item.meeting_id, versions={parent.pk: 1, item.pk: 1}, actor=mofa_staff, now=NOW)
    purge_bin(now=NOW + KEPT_IN_BIN + timedelta(days=1))
    assert set(AgendaItem.objects.all()) == {parent, below}
    assert not Position.objects.filter(pk=drafted.pk).exists()
