"""A round goes out again, is closed or withdrawn, and is read."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.handling import Handling
from accounts.models import AccessGroupMember
from meetings.actions.clearance import close_round, recirculate, reply, withdraw
from meetings.models import ClearanceItem, ClearanceReply, ClearanceRound, Position
from tests.clearance.rounds import AFTER, NOW, answers, edit, entry_of, opened_by, say, state_of
from tests.factories.accounts import AccessGroupFactory
from tests.factories.meetings import AgendaItemFactory
from tests.factories.partners import OrganisationFactory
from tests.factories.positions import PositionFactory

pytestmark = pytest.mark.django_db


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
