"""The pages of replies."""

import re

import pytest

from meetings.models import ClearanceReply
from tests.clearance.rounds import edit, entry_page, form_of, page, said, say
from tests.factories.accounts import UserFactory

HTMX = {"HX-Request": "true"}
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def test_a_ministry_asked_replies_on_the_page_of_the_position(as_, opened, own, meti, meti_staff):
    client = as_(meti_staff)
    found = said(client.get(entry_page(opened, own)))
    assert "共同公募を<strong>提案</strong>する。" in found
    sent = {"version": "0", "initial-kind": "", "kind": "comment", "proposed": "共同公募を**検討**する。"}
    answer = client.post(entry_page(opened, own), sent)
    assert answer.headers["Location"] == page("clearance_round", opened.pk)
    assert ClearanceReply.objects.get().ministry == meti
    found = said(client.get(entry_page(opened, own)))
    assert "<del>提案</del><ins>検討</ins>" in found


def test_the_dialog_gets_the_same_without_the_page_around(as_, opened, own, meti_staff):
    found = said(as_(meti_staff).get(entry_page(opened, own), headers=HTMX))
    assert "<html" not in found
    assert 'name="kind"' in found


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"kind": "blocking"}, "協議継続とする理由"),
        ({"kind": "comment"}, "意見か修文案"),
        ({"kind": "agreed"}, "正しく選択"),
        ({}, "必須"),
        ({"kind": "none", "version": ""}, "どの版を編集したのか"),
        ({"kind": "comment", "text": "\x00"}, ""),
    ],
)
def test_a_bad_reply_is_told_and_not_saved(as_, opened, own, meti_staff, fields, words):
    answer = as_(meti_staff).post(entry_page(opened, own), {"version": "0", **fields})
    assert answer.status_code == 400
    assert words in said(answer)
    assert not ClearanceReply.objects.exists()


def test_a_ministry_not_asked_is_refused(as_, opened, own, secretariat, mofa_staff):
    for person in (secretariat, mofa_staff):
        client = as_(person)
        assert client.post(entry_page(opened, own), {"version": "0", "kind": "none"}).status_code == 403
        assert 'name="kind"' not in said(client.get(entry_page(opened, own)))
    assert not ClearanceReply.objects.exists()


def test_two_of_one_ministry_meet_in_a_conflict(as_, opened, own, meti, meti_staff):
    colleague = UserFactory(organisation=meti)
    say(opened, own, colleague, "comment", text="先の意見")
    sent = {"version": "0", "initial-kind": "", "initial-text": "", "kind": "blocking", "text": "後の意見"}
    client = as_(meti_staff)
    answer = client.post(entry_page(opened, own), sent)
    assert answer.status_code == 409
    assert "先の意見" in said(answer)
    assert "後の意見" in said(answer)
    carried = re.findall(r'<input type="hidden" name="(version|only|initial-\w+)" value="([^"]*)"', said(answer))
    merged = {"kind-choice": "mine", "kind-mine": "blocking", "text-choice": "merged", "text": "二人の意見"}
    merged |= {name: [value for key, value in carried if key == name] for name, _value in carried}
    assert client.post(entry_page(opened, own), merged).status_code == 302
    live = ClearanceReply.objects.live().get()
    assert (live.kind, live.text) == ("blocking", "二人の意見")


def test_earlier_replies_stay_readable(as_, opened, own, mofa_staff, meti_staff):
    say(opened, own, meti_staff, "comment", text="語を改める。")
    edit(own, mofa_staff, "改めた方針")
    client = as_(mofa_staff)
    client.post(page("clearance_again", opened.pk), form_of([own], []))
    found = said(client.get(entry_page(opened, own)))
    assert "改めた方針" in found
    assert "以前の回答 1件" in found
    assert "語を改める。" in found


def test_the_rest_is_agreed_to_once_asked_again(as_, opened, own, of_mext, meti_staff):
    say(opened, own, meti_staff, "comment", text="語を改める。")
    client = as_(meti_staff)
    found = said(client.get(page("clearance_rest", opened.pk)))
    entries = re.findall(r'name="entry" value="([^"]+)"', found)
    assert entries == [str(opened.entries.get(position=of_mext).pk)]
    client.post(page("clearance_rest", opened.pk), {"entry": entries})
    assert set(ClearanceReply.objects.live().values_list("kind", flat=True)) == {"comment", "none"}
    assert client.post(page("clearance_rest", opened.pk), {"entry": entries}).status_code == 400
    assert client.post(page("clearance_rest", opened.pk), {"entry": ["x"]}).status_code == 400


def test_what_is_typed_and_not_sent_is_offered_again(as_, opened, own, meti_staff, mext_staff):
    client, entry = as_(meti_staff), opened.entries.get(position=own)
    draft = page("draft", f"reply:{entry.pk}")
    typed = {"version": "0", "initial-kind": "", "kind": "comment", "text": "書きかけの意見"}
    assert client.post(draft, typed).status_code == 200
    assert "の下書きがあります" in said(client.get(entry_page(opened, own)))
    assert "書きかけの意見" in said(client.get(entry_page(opened, own), {"draft": "restore"}))
    assert "書きかけの意見" not in said(as_(mext_staff).get(entry_page(opened, own), {"draft": "restore"}))
    as_(meti_staff).post(entry_page(opened, own), typed)
    assert ClearanceReply.objects.get().text == "書きかけの意見"
    assert "の下書きがあります" not in said(client.get(entry_page(opened, own)))
