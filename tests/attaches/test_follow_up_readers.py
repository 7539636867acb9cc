"""What an embassy, a ministry and who had a follow-up before are told of it, and what not."""

import csv
import io
import re
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.handling import Handling
from accounts.record_history import changes_of
from attaches.actions import follow_ups as actions
from attaches.follow_ups.filters import FollowUpFilter
from attaches.models import FollowUp
from tests.attaches.conftest import REGISTER, found, page_of
from tests.factories.attaches import ContactFactory, FollowUpFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def answers_of(client, user):
    """Everything an embassy can ask about follow-ups."""
    client.force_login(user)
    export = client.get(reverse("attaches:follow_ups_csv")).content
    panels = [client.get(address).content for address in (REGISTER, f"{REGISTER}?q=極秘", f"{REGISTER}?when=overdue")]
    api = client.get("/api/v1/follow-ups/").content
    return [text.decode() for text in (export, *panels, api)]


def normal(texts):
    """Without what differs between any two answers."""
    return [
        re.sub(r'nonce="[^"]*"|csrfmiddlewaretoken" value="[^"]*"|hx-headers=\'[^\']*\'', "", text) for text in texts
    ]


def test_hidden_rows_change_nothing_for_an_embassy(client, of_france, mofa, german_embassy, french_attache):
    FollowUpFactory(contact=of_france, what="Our step", due_on=date(2026, 11, 1))
    before = normal(answers_of(client, french_attache))
    for owner, handling in ((german_embassy, Handling.SHARED), (mofa, Handling.GOVERNMENT)):
        hidden = ContactFactory(owner=owner, handling=handling, partner=of_france.partner)
        FollowUpFactory(contact=hidden, what="極秘の一手", due_on=date(2026, 11, 2))
    assert normal(answers_of(client, french_attache)) == before


def test_shared_contact_shares_its_follow_ups_without_names(client, mofa, mofa_staff, french_embassy, french_attache):
    contact = ContactFactory(owner=mofa, handling=Handling.SHARED, shared_with=[french_embassy])
    row = FollowUpFactory(contact=contact, what="回答する", person=mofa_staff)
    client.force_login(french_attache)
    assert found(client) == ["回答する"]
    page = client.get(page_of(row))
    assert mofa_staff.name_en not in page.content.decode()
    assert not page.context["changes"]
    assert client.get("/api/v1/follow-ups/").json()["results"][0]["person"] is None
    for verb, body in (
        ("_close", {"state": "done", "result": "x"}),
        ("_hand_over", {}),
        ("_reopen", {}),
        ("_edit", {}),
    ):
        assert client.post(page_of(row, verb), {"version": 1, **body}).status_code == 403
    client.force_login(mofa_staff)
    assert mofa_staff.name_ja in client.get(page_of(row)).content.decode()


def test_an_embassy_is_offered_its_own_people_alone(client, of_france, mofa, mofa_staff, french_attache):
    of_france.shared_with.add(mofa)
    row = FollowUpFactory(contact=of_france)
    client.force_login(french_attache)
    form = client.get(page_of(row)).context["hand_over_form"]
    assert list(form.fields["person"].queryset) == [of_france.author, french_attache]
    assert set(form.fields["organisation"].queryset) == {of_france.owner, mofa}


@pytest.fixture
def shared_with_both(mofa, mofa_staff, french_embassy, german_embassy):
    """A contact of the foreign ministry that it showed to two embassies, with a step of each."""
    contact = ContactFactory(
        owner=mofa, author=mofa_staff, handling=Handling.SHARED, shared_with=[french_embassy, german_embassy]
    )
    return {
        body: FollowUpFactory(contact=contact, organisation=body, what=f"{body}の一手")
        for body in (mofa, french_embassy, german_embassy)
    }


def test_an_embassy_does_not_learn_which_other_has_a_follow_up(
    client, shared_with_both, mofa, french_embassy, german_embassy, german_attache
):
    client.force_login(german_attache)
    theirs, own = shared_with_both[french_embassy], shared_with_both[german_embassy]
    assert set(FollowUp.objects.visible_to(german_attache)) == {shared_with_both[mofa], own}
    assert client.get(reverse("attaches:follow_up", args=[theirs.pk])).status_code == 404
    assert client.get(reverse("api-follow-ups-detail", args=[theirs.pk])).status_code == 404
    for address in (
        reverse("attaches:contact", args=[own.contact_id]),
        reverse("attaches:follow_up", args=[own.pk]),
        reverse("attaches:follow_ups"),
        reverse("api-follow-ups-list"),
    ):
        page = client.get(address).text
        for name in (french_embassy.name_ja, french_embassy.name_en, str(french_embassy.pk), theirs.what):
            assert name not in page, address


def test_an_embassy_hands_over_to_the_japanese_side_alone(
    shared_with_both, mofa, french_embassy, german_embassy, german_attache
):
    own = shared_with_both[german_embassy]
    with pytest.raises(ValidationError):
        actions.hand_over_follow_up(
            own.pk, organisation=french_embassy, person=None, seen_version=own.version, actor=german_attache
        )
    assert (
        actions.hand_over_follow_up(
            own.pk, organisation=mofa, person=None, seen_version=own.version, actor=german_attache
        ).organisation
        == mofa
    )


def test_who_had_it_before_is_not_told_to_the_embassy_that_has_it_now(
    client, shared_with_both, french_embassy, german_embassy, mofa_staff, german_attache
):
    row = shared_with_both[french_embassy]
    actions.hand_over_follow_up(
        row.pk, organisation=german_embassy, person=None, seen_version=row.version, actor=mofa_staff
    )
    address = reverse("attaches:follow_up", args=[row.pk])
    client.force_login(mofa_staff)
    assert french_embassy.name_ja in client.get(address).text
    client.force_login(german_attache)
    page = client.get(address)
    assert page.status_code == 200
    assert french_embassy.name_en not in page.text
    assert mofa_staff.name_en not in page.text


@pytest.mark.parametrize(("language", "words"), [("ja", "自館"), ("en", "Own embassy")])
def test_an_embassy_is_not_the_other_side_to_its_own_people(
    client, of_france, mofa, mofa_staff, french_attache, language, words
):
    """What it undertook is its own to it, the partner's to the government: on page, list, file, filter and panel."""
    assert FollowUpFilter.base_filters["side"].field, "made, as when the API is described"
    of_france.shared_with.add(mofa)
    row = FollowUpFactory(contact=of_france, what="案文を送る")
    FollowUpFactory(contact=of_france, what="案文を受け取る", organisation=mofa)
    other, japan = {"ja": ("相手側", "日本側"), "en": ("Partner", "Japan")}[language]
    for reader, theirs in ((french_attache, words), (mofa_staff, other)):
        reader.language = language
        reader.save(update_fields=["language"])
        client.force_login(reader)
        sides = {line["title"]: line["side"] for line in client.get(REGISTER).context["rows"]}
        assert sides == {"案文を送る": theirs, "案文を受け取る": japan}
        assert str(client.get(page_of(row)).context["side"]) == theirs
        narrowed = client.get(REGISTER, {"side": "theirs"})
        assert [line["title"] for line in narrowed.context["rows"]] == ["案文を送る"]
        assert f": {theirs}" in narrowed.content.decode()
        assert f">{theirs}</option>" in client.get(reverse("attaches:follow_ups_filter")).content.decode()
        assert f"{theirs} 1</a>" in client.get(reverse("partners:detail", args=[of_france.partner_id])).content.decode()
        file = list(csv.reader(io.StringIO(client.get(reverse("attaches:follow_ups_csv")).content.decode("utf-8-sig"))))
        assert {line[4] for line in file if len(line) > 4} >= {theirs, japan}


def test_a_history_names_who_had_it_to_the_government_and_to_colleagues(of_france, mofa, mofa_staff, french_attache):
    of_france.shared_with.add(mofa)
    row = FollowUpFactory(contact=of_france, organisation=mofa)
    given = {"organisation": mofa, "person": mofa_staff, "seen_version": row.version}
    actions.hand_over_follow_up(row.pk, **given, actor=mofa_staff)
    told = {
        reader: {one.after for one in changes_of(row, reader, under=[of_france])[0].fields}
        for reader in (mofa_staff, french_attache)
    }
    assert told == {mofa_staff: {str(mofa_staff)}, french_attache: {"（表示できません）"}}
