"""The pages by which the lead ministry ends a round, and the lists of rounds."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Act, AuditEntry
from tests.clearance.rounds import DEADLINE, form_of, opened_by, page, said, say
from tests.factories.meetings import AgendaItemFactory
from tests.factories.positions import PositionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


LEADING = ("clearance_again", "clearance_close", "clearance_deadline", "clearance_urge", "clearance_withdraw")


@pytest.mark.parametrize("verb", LEADING)
def test_only_the_lead_leads(verb, as_, opened, mext_staff, meti_staff):
    for person in (mext_staff, meti_staff):
        assert as_(person).post(page(verb, opened.pk)).status_code == 403


def seen_on(client, round):
    return re.findall(r'name="seen" value="([^"]+)"', said(client.get(page("clearance_close", round.pk))))


def test_what_came_in_since_the_page_was_drawn_is_named_before_closing(as_, opened, own, mofa_staff, meti_staff):
    client = as_(mofa_staff)
    sent = {"accept_unsettled": "on", "seen": seen_on(client, opened)}
    say(opened, own, meti_staff, "blocking", text="所掌と合わない。")
    refused = client.post(page("clearance_close", opened.pk), sent)
    assert refused.status_code == 409
    assert "量子: 経済産業省 — 協議継続" in said(refused)
    opened.refresh_from_db()
    assert opened.is_open
    # The answer page carries what is seen now.
    again = {**sent, "seen": re.findall(r'name="seen" value="([^"]+)"', said(refused))}
    assert client.post(page("clearance_close", opened.pk), again).status_code == 302


def test_a_reply_that_settles_does_not_stand_in_the_way_of_closing(as_, opened, own, mofa_staff, meti_staff):
    client = as_(mofa_staff)
    sent = {"accept_unsettled": "on", "seen": seen_on(client, opened)}
    say(opened, own, meti_staff)
    assert client.post(page("clearance_close", opened.pk), sent).status_code == 302


def test_closing_names_what_is_not_settled(as_, opened, own, mofa_staff, meti_staff):
    say(opened, own, meti_staff)
    client = as_(mofa_staff)
    assert "まだ整っていない対処方針があります" in said(client.get(page("clearance_close", opened.pk)))
    refused = client.post(page("clearance_close", opened.pk))
    assert refused.status_code == 400
    assert "文部科学省、経済産業省" in said(refused)
    sent = {"accept_unsettled": "on", "note": "期限のため", "seen": seen_on(client, opened)}
    client.post(page("clearance_close", opened.pk), sent)
    opened.refresh_from_db()
    assert (opened.outcome, opened.closing_note) == ("not_cleared", "期限のため")
    assert "期限のため" in said(client.get(page("clearance_round", opened.pk)))


def test_withdrawing_needs_a_reason(as_, opened, mofa_staff):
    client = as_(mofa_staff)
    assert client.post(page("clearance_withdraw", opened.pk), {"reason": " "}).status_code == 400
    client.post(page("clearance_withdraw", opened.pk), {"reason": "議題が外れた"})
    opened.refresh_from_db()
    assert opened.outcome == "withdrawn"


def test_the_deadline_is_moved_by_who_saw_it(as_, opened, mofa_staff):
    client = as_(mofa_staff)
    later = form_of([], [], deadline_date="2026-11-30", version="1")
    assert client.post(page("clearance_deadline", opened.pk), later).status_code == 302
    opened.refresh_from_db()
    assert opened.deadline == DEADLINE + timedelta(days=3)
    assert client.post(page("clearance_deadline", opened.pk), later).status_code == 409
    past = {**later, "version": "2", "deadline_date": "2026-11-20"}
    assert client.post(page("clearance_deadline", opened.pk), past).status_code == 400


def test_what_has_not_changed_is_not_circulated_again(as_, opened, own, mofa_staff):
    answer = as_(mofa_staff).post(page("clearance_again", opened.pk), form_of([own], []))
    assert answer.status_code == 400


def test_the_meeting_lists_its_rounds(as_, meeting, opened, meti_staff):
    found = said(as_(meti_staff).get(page("clearances", meeting.pk)))
    assert page("clearance_round", opened.pk) in found
    assert "2件に回答" in found


def test_each_side_of_the_list_has_its_rounds(as_, opened, mofa_staff, meti_staff, council_member):
    address = page("clearance_waiting")
    here = page("clearance_round", opened.pk)
    assert here in said(as_(meti_staff).get(address))
    assert here not in said(as_(mofa_staff).get(address))
    assert here in said(as_(mofa_staff).get(address, {"side": "led"}))
    assert here in said(as_(council_member).get(address))
    assert here not in said(as_(council_member).get(address, {"side": "closed"}))
    assert as_(meti_staff).get(address, {"side": "other"}).status_code == 400
    assert as_(meti_staff).get(address, {"after": "x"}).status_code == 400


def test_the_desk_says_what_is_due_and_what_is_held_up(as_, opened, clock, mofa_staff, meti_staff):
    assert "協議に回答 2件" in said(as_(meti_staff).get("/"))
    assert "協議が停滞" not in said(as_(mofa_staff).get("/"))
    clock.shift(timedelta(days=4))
    assert "協議が停滞" in said(as_(mofa_staff).get("/"))


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_matrix_leaves_as_a_file_with_its_handling(form, as_, opened, own, mofa_staff, meti_staff):
    say(opened, own, meti_staff, "comment", text="=語を改める")
    answer = as_(mofa_staff).get(page("clearance_export", opened.pk, form))
    assert answer.status_code == 200
    if form == "csv":
        text = answer.content.decode("utf-8-sig")
        assert text.startswith("取扱区分（この文書で最も高いもの）: 政府部内限り")
        assert "'=語を改める" in text
    assert AuditEntry.objects.filter(act=Act.EXPORTED, actor=mofa_staff).count() == 1
    assert as_(mofa_staff).get(page("clearance_export", opened.pk, "pdf")).status_code == 404


def queries_of(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)


def test_pages_cost_the_same_for_one_and_three(as_, meeting, mext, meti, mofa_staff):
    client = as_(mofa_staff)
    addresses = [page("clearances", meeting.pk), page("clearance_waiting") + "?side=open"]
    counted = []
    for _count in range(3):
        positions = [PositionFactory(item=AgendaItemFactory(meeting=meeting)) for _n in range(len(counted) + 1)]
        round = opened_by(mofa_staff, meeting, positions, [mext, meti])
        counted.append([queries_of(client, address) for address in [*addresses, page("clearance_round", round.pk)]])
    assert counted[0] == counted[2]
