"""A clearance by itself: who opens, replies and closes, what each refuses, and when a position is cleared."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError

from accounts.handling import Handling
from accounts.models import AccessGroupMember
from diplomacy.versioned.editing import Conflict
from meetings import clearance
from meetings.actions.clearance import close_round, open_round, recirculate, reply, withdraw
from meetings.actions.handling import set_handling
from meetings.actions.position import edit_position
from meetings.models import ClearanceItem, ClearanceReply, ClearanceRound, Position
from tests.factories.accounts import AccessGroupFactory, UserFactory
from tests.factories.meetings import AgendaItemFactory, MeetingFactory
from tests.factories.partners import OrganisationFactory
from tests.factories.positions import PositionFactory, PositionVersionFactory

# A Tuesday, 18:00 in Tokyo.
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
DEADLINE = datetime(2026, 11, 27, 8, 0, tzinfo=UTC)
AFTER = DEADLINE + timedelta(hours=1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def meti(japan):
    return OrganisationFactory(slug="meti", name_ja="経済産業省", country=japan)


@pytest.fixture
def meti_staff(meti):
    return UserFactory(organisation=meti)


@pytest.fixture
def meeting(mofa, mext):
    meeting = MeetingFactory(lead_ministry=mofa)
    meeting.concerned.add(mext)
    return meeting


@pytest.fixture
def own(meeting):
    """A position of the foreign ministry, which leads the meeting."""
    return PositionFactory(item=AgendaItemFactory(meeting=meeting, title_ja="量子"))


@pytest.fixture
def of_mext(meeting, mext):
    return PositionFactory(item=AgendaItemFactory(meeting=meeting, lead_ministry=mext, title_ja="人材"))


@pytest.fixture
def opened(meeting, own, of_mext, mext, meti, mofa_staff):
    return opened_by(mofa_staff, meeting, [own, of_mext], [mext, meti])


def opened_by(actor, meeting, positions, ministries, **fields):
    return open_round(
        meeting.pk,
        positions=[position.pk for position in positions],
        ministries=[ministry.pk for ministry in ministries],
        **{"deadline": DEADLINE, "actor": actor, "now": NOW, **fields},
    )


def entry_of(round, position):
    return round.entries.open().get(position=position)


def say(round, position, actor, kind="none", seen=0, now=NOW, **fields):
    return reply(entry_of(round, position).pk, kind=kind, seen_version=seen, actor=actor, now=now, **fields)


def edit(position, actor, text):
    version = Position.objects.get(pk=position.pk).version
    edit_position(position.item_id, changes={"line_ja": text}, seen_version=version, actor=actor)


def answers(round, now=NOW):
    round = ClearanceRound.objects.with_parties().get(pk=round.pk)
    found = clearance.standings(round, round.entries.current().with_position(), now=now)
    return {(str(s.entry.position), str(s.ministry_id)): s.answer.value for s in found.values()}


def state_of(position):
    return Position.objects.with_state().get(pk=position.pk).state


# --- Opening -----------------------------------------------------------------------------------------------------


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


# --- Replying ----------------------------------------------------------------------------------------------------


def test_a_ministry_asked_replies(opened, own, meti, meti_staff):
    say(opened, own, meti_staff, "comment", proposed="「推進する」を「検討する」に。")
    row = ClearanceReply.objects.get()
    assert (row.ministry, row.replied_by, row.entry.version.number, row.version) == (meti, meti_staff, 1, 1)


def test_a_ministry_not_asked_is_refused(opened, own, secretariat, mofa_staff, council_member):
    for stranger in (secretariat, mofa_staff, council_member):
        with pytest.raises(PermissionDenied):
            say(opened, own, stranger)
    assert not ClearanceReply.objects.exists()


def test_nobody_replies_to_their_own_position(opened, of_mext, mext_staff):
    with pytest.raises(ValidationError, match="自府省"):
        say(opened, of_mext, mext_staff)


def test_what_one_cannot_see_one_cannot_reply_to(opened, own, meti_staff):
    Position.objects.filter(pk=own.pk).update(handling=Handling.RESTRICTED, access_group=AccessGroupFactory())
    with pytest.raises(ClearanceItem.DoesNotExist):
        say(opened, own, meti_staff)


@pytest.mark.parametrize(
    ("kind", "fields", "at"),
    [
        ("blocking", {}, "text"),
        ("blocking", {"text": " \r\n "}, "text"),
        ("comment", {}, "proposed"),
        ("agreed", {"text": "良い"}, "kind"),
        ("", {}, "kind"),
        ("comment", {"text": "制御\x00文字"}, "text"),
        ("comment", {"text": "あ" * 20_001}, "text"),
    ],
)
def test_a_reply_that_says_nothing_or_nonsense_is_refused(opened, own, meti_staff, kind, fields, at):
    with pytest.raises(ValidationError) as refused:
        say(opened, own, meti_staff, kind, **fields)
    assert list(refused.value.message_dict) == [at]
    assert not ClearanceReply.objects.exists()


def test_the_database_refuses_blocking_without_text(opened, own, meti):
    with pytest.raises(IntegrityError):
        ClearanceReply.objects.create(entry=entry_of(opened, own), ministry=meti, kind="blocking", replied_at=NOW)


def test_a_later_reply_replaces_the_earlier_which_stays(opened, own, meti_staff):
    say(opened, own, meti_staff, "blocking", text="予算が未定のため。")
    say(opened, own, meti_staff, "none", seen=1, now=NOW + timedelta(hours=1))
    first, second = ClearanceReply.objects.order_by("version")
    assert (first.kind, first.replaced_at, second.kind, second.replaced_at) == (
        "blocking",
        NOW + timedelta(hours=1),
        "none",
        None,
    )


def test_two_colleagues_at_once_meet_in_a_conflict(opened, own, meti, meti_staff):
    colleague = UserFactory(organisation=meti)
    say(opened, own, meti_staff, "comment", text="語を改める。")
    say(opened, own, colleague, "comment", text="語を改める。")
    with pytest.raises(Conflict) as conflict:
        say(opened, own, colleague, "none")
    assert conflict.value.theirs == {"kind": "comment", "text": "語を改める。"}
    assert ClearanceReply.objects.get().kind == "comment"


def test_after_the_round_is_closed_nobody_replies(opened, own, mofa_staff, meti_staff):
    entry = entry_of(opened, own)
    close_round(opened.pk, accept_unsettled=True, actor=mofa_staff, now=NOW)
    with pytest.raises(ValidationError, match="終了しています"):
        reply(entry.pk, kind="none", seen_version=0, actor=meti_staff, now=NOW)


def test_a_late_reply_counts_while_the_round_is_open(opened, own, meti, meti_staff):
    say(opened, own, meti_staff, now=AFTER)
    assert answers(opened, AFTER)["量子", str(meti.pk)] == "none"


# --- Where everybody stands --------------------------------------------------------------------------------------


def test_standings_before_and_after_the_deadline(opened, own, mext, meti, meti_staff):
    say(opened, own, meti_staff, "comment", text="語を改める。")
    before = {
        ("量子", str(mext.pk)): "waiting",
        ("量子", str(meti.pk)): "comment",
        ("人材", str(mext.pk)): "own",
        ("人材", str(meti.pk)): "waiting",
    }
    assert answers(opened) == before
    after = {key: "overdue" if answer == "waiting" else answer for key, answer in before.items()}
    assert answers(opened, AFTER) == after


def test_silence_is_consent_only_where_the_round_says_so(meeting, own, mext, mofa_staff):
    round = opened_by(mofa_staff, meeting, [own], [mext], silence_is_consent=True)
    assert answers(round) == {("量子", str(mext.pk)): "waiting"}
    assert answers(round, AFTER) == {("量子", str(mext.pk)): "consent"}


def test_an_edit_makes_the_reply_stale(opened, own, meti, mofa_staff, meti_staff):
    say(opened, own, meti_staff)
    edit(own, mofa_staff, "改めた方針")
    assert answers(opened)["量子", str(meti.pk)] == "stale"
    assert state_of(own) == "stale"


def test_what_waits_for_a_ministry(opened, own, of_mext, mext, meti, mofa_staff, meti_staff):
    def waiting(ministry):
        return {entry.position for entry in ClearanceItem.objects.waiting_for(ministry.pk)}

    assert waiting(meti) == {own, of_mext}
    assert waiting(mext) == {own}
    say(opened, own, meti_staff)
    assert waiting(meti) == {of_mext}
    edit(own, mofa_staff, "改めた方針")
    assert waiting(mext) == set()


def test_standings_cost_the_same_for_one_and_three(meeting, mext, meti, mofa_staff, django_assert_num_queries):
    for count in (1, 3):
        rows = [PositionFactory(item=AgendaItemFactory(meeting=meeting)) for _n in range(count)]
        round = opened_by(mofa_staff, meeting, rows, [mext, meti])
        round = ClearanceRound.objects.with_parties().get(pk=round.pk)
        entries = list(round.entries.current().with_position())
        with django_assert_num_queries(2):
            assert len(clearance.standings(round, entries, now=NOW)) == 2 * count


# --- Circulating again -------------------------------------------------------------------------------------------


def test_a_new_version_is_replied_to_anew(opened, own, meti, mofa_staff, meti_staff):
    say(opened, own, meti_staff, "comment", text="語を改める。")
    old = entry_of(opened, own)
    edit(own, mofa_staff, "改めた方針")
    recirculate(opened.pk, positions=[own.pk], actor=mofa_staff, now=NOW)
    assert state_of(own) == "in_clearance"
    assert entry_of(opened, own).version.number == 2
    assert answers(opened)["量子", str(meti.pk)] == "waiting"
    with pytest.raises(ValidationError, match="新しい版"):
        reply(old.pk, kind="none", seen_version=1, actor=meti_staff, now=NOW)
    say(opened, own, meti_staff)
    assert old.replies.get().text == "語を改める。"


def test_what_has_not_changed_is_not_circulated_again(opened, own, mofa_staff):
    with pytest.raises(ValidationError, match="変わっていません"):
        recirculate(opened.pk, positions=[own.pk], actor=mofa_staff, now=NOW)


def test_after_the_deadline_a_new_one_is_needed(opened, own, mofa_staff):
    edit(own, mofa_staff, "改めた方針")
    with pytest.raises(ValidationError) as refused:
        recirculate(opened.pk, positions=[own.pk], actor=mofa_staff, now=AFTER)
    assert list(refused.value.message_dict) == ["deadline"]
    later = AFTER + timedelta(days=2)
    round = recirculate(opened.pk, positions=[own.pk], deadline=later, actor=mofa_staff, now=AFTER)
    assert round.deadline == later


def test_only_the_lead_circulates_again(opened, of_mext, mext_staff):
    edit(of_mext, mext_staff, "改めた方針")
    with pytest.raises(PermissionDenied):
        recirculate(opened.pk, positions=[of_mext.pk], actor=mext_staff, now=NOW)


def test_a_position_of_no_entry_is_refused(meeting, opened, mofa_staff):
    other = PositionFactory(item=AgendaItemFactory(meeting=meeting))
    with pytest.raises(ValidationError, match="対象ではありません"):
        recirculate(opened.pk, positions=[other.pk], actor=mofa_staff, now=NOW)


def test_silence_on_a_new_version_does_not_lift_a_blocking_reply(meeting, own, mext, meti, mofa_staff, mext_staff):
    round = opened_by(mofa_staff, meeting, [own], [mext, meti], silence_is_consent=True)
    say(round, own, mext_staff, "blocking", text="所掌と合わない。")
    edit(own, mofa_staff, "改めた方針")
    recirculate(round.pk, positions=[own.pk], actor=mofa_staff, now=NOW)
    assert answers(round, AFTER) == {("量子", str(mext.pk)): "overdue", ("量子", str(meti.pk)): "consent"}
    say(round, own, mext_staff, now=AFTER)
    close_round(round.pk, actor=mofa_staff, now=AFTER)
    assert state_of(own) == "cleared"


# --- Closing -----------------------------------------------------------------------------------------------------


def test_only_the_lead_closes(opened, mext_staff, meti_staff, secretariat):
    for person in (mext_staff, meti_staff, secretariat):
        with pytest.raises(PermissionDenied):
            close_round(opened.pk, actor=person, now=AFTER)
        with pytest.raises(PermissionDenied):
            withdraw(opened.pk, reason="理由", actor=person, now=AFTER)


def test_all_settled_and_closed_is_cleared(opened, own, of_mext, mofa_staff, mext_staff, meti_staff):
    for position, person in ((own, mext_staff), (own, meti_staff), (of_mext, meti_staff)):
        say(opened, position, person)
    assert state_of(own) == "in_clearance"
    round = close_round(opened.pk, actor=mofa_staff, now=NOW)
    assert (round.outcome, round.closed_by, round.closed_at) == ("cleared", mofa_staff, NOW)
    assert {state_of(own), state_of(of_mext)} == {"cleared"}


def test_what_is_not_settled_is_named_before_it_is_closed(opened, own, mofa_staff, meti_staff):
    say(opened, own, meti_staff)
    with pytest.raises(ValidationError, match="文部科学省、経済産業省"):
        close_round(opened.pk, actor=mofa_staff, now=AFTER)
    assert ClearanceRound.objects.get().is_open


def test_closed_all_the_same_the_settled_ones_are_cleared(opened, own, of_mext, mofa_staff, mext_staff, meti_staff):
    say(opened, own, meti_staff)
    say(opened, own, mext_staff)
    round = close_round(opened.pk, accept_unsettled=True, note="期限のため", actor=mofa_staff, now=AFTER)
    assert (round.outcome, round.closing_note) == ("partly", "期限のため")
    assert (state_of(own), state_of(of_mext)) == ("cleared", "stale")


def test_a_comment_is_not_settled_by_closing(meeting, own, mext, mofa_staff, mext_staff):
    round = opened_by(mofa_staff, meeting, [own], [mext])
    say(round, own, mext_staff, "comment", text="語を改める。")
    with pytest.raises(ValidationError, match="文部科学省"):
        close_round(round.pk, actor=mofa_staff, now=AFTER)


def test_agreed_and_then_edited_is_not_cleared_by_closing(meeting, own, mext, mofa_staff, mext_staff):
    round = opened_by(mofa_staff, meeting, [own], [mext])
    say(round, own, mext_staff)
    edit(own, mofa_staff, "改めた方針")
    with pytest.raises(ValidationError, match="文部科学省"):
        close_round(round.pk, actor=mofa_staff, now=NOW)
    assert close_round(round.pk, accept_unsettled=True, actor=mofa_staff, now=NOW).outcome == "not_cleared"


def test_the_silence_of_who_cannot_read_is_no_consent(meeting, own, mext, mofa_staff):
    group = AccessGroupFactory()
    AccessGroupMember.objects.create(group=group, user=mofa_staff)
    round = opened_by(mofa_staff, meeting, [own], [mext], silence_is_consent=True)
    own.item.handling, own.item.access_group = Handling.RESTRICTED, group
    own.item.save()
    with pytest.raises(ValidationError, match="文部科学省"):
        close_round(round.pk, actor=mofa_staff, now=AFTER)


def test_a_closed_round_is_closed(opened, own, mofa_staff):
    close_round(opened.pk, accept_unsettled=True, actor=mofa_staff, now=NOW)
    edit(own, mofa_staff, "改めた方針")
    for again in (
        lambda: close_round(opened.pk, actor=mofa_staff, now=NOW),
        lambda: withdraw(opened.pk, reason="理由", actor=mofa_staff, now=NOW),
        lambda: recirculate(opened.pk, positions=[own.pk], actor=mofa_staff, now=NOW),
    ):
        with pytest.raises(ValidationError, match="終了しています"):
            again()


def test_after_a_round_the_next_may_be_opened(meeting, own, mext, mofa_staff, mext_staff):
    first = opened_by(mofa_staff, meeting, [own], [mext])
    close_round(first.pk, accept_unsettled=True, actor=mofa_staff, now=NOW)
    second = opened_by(mofa_staff, meeting, [own], [mext])
    say(second, own, mext_staff)
    close_round(second.pk, actor=mofa_staff, now=NOW)
    assert state_of(own) == "cleared"


def test_withdrawing_needs_a_reason(opened, own, mofa_staff):
    with pytest.raises(ValidationError) as refused:
        withdraw(opened.pk, reason="  ", actor=mofa_staff, now=NOW)
    assert list(refused.value.message_dict) == ["reason"]
    assert withdraw(opened.pk, reason="議題が外れた", actor=mofa_staff, now=NOW).outcome == "withdrawn"
    assert state_of(own) == "draft"


def test_an_item_in_the_bin_is_not_cleared(meeting, own, of_mext, mext, mofa_staff, mext_staff):
    round = opened_by(mofa_staff, meeting, [own], [mext])
    say(round, own, mext_staff)
    other = PositionFactory(item=AgendaItemFactory(meeting=meeting))
    round = opened_by(mofa_staff, meeting, [of_mext, other], [OrganisationFactory(country=mext.country)])
    of_mext.item.deleted_at = NOW
    of_mext.item.save()
    closed = close_round(round.pk, accept_unsettled=True, actor=mofa_staff, now=NOW)
    outcomes = {entry.position: entry.outcome for entry in closed.entries.all()}
    assert outcomes == {of_mext: "withdrawn", other: "not_cleared"}


# --- Reading -----------------------------------------------------------------------------------------------------


def test_who_sees_the_position_sees_its_round_and_replies(
    opened, own, council_member, officer, french_attache, secretariat, meti_staff
):
    say(opened, own, meti_staff, "comment", text="語を改める。")
    for reader in (council_member, officer, secretariat):
        assert ClearanceRound.objects.visible_to(reader).get() == opened
        assert ClearanceReply.objects.visible_to(reader).count() == 1
    for rows in (ClearanceRound, ClearanceItem, ClearanceReply):
        assert not rows.objects.visible_to(french_attache).exists()


def test_of_a_round_only_the_entries_one_sees(opened, own, of_mext, meti_staff):
    Position.objects.filter(pk=own.pk).update(handling=Handling.RESTRICTED, access_group=AccessGroupFactory())
    assert ClearanceRound.objects.visible_to(meti_staff).get() == opened
    assert ClearanceItem.objects.visible_to(meti_staff).get().position == of_mext
