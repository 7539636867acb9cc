"""Ministries reply, and the round says where everybody stands."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError

from accounts.handling import Handling
from diplomacy.versioned.editing import Conflict
from meetings import clearance
from meetings.actions.clearance import close_round, reply
from meetings.models import ClearanceItem, ClearanceReply, ClearanceRound, Position
from tests.clearance.rounds import AFTER, NOW, answers, edit, entry_of, opened_by, say, state_of
from tests.factories.accounts import AccessGroupFactory, UserFactory
from tests.factories.meetings import AgendaItemFactory
from tests.factories.positions import PositionFactory

pytestmark = pytest.mark.django_db


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
