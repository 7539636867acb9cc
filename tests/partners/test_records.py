"""Keeping records on a partner: who may, what is refused, two people at once, what stays afterwards."""

import json

import pytest
from django.urls import reverse

from accounts.handling import Handling
from accounts.models import Act, AuditEntry
from accounts.record_history import changes_of, event_model
from partners.kinds import KINDS
from partners.models import Agreement, Person, Post, Risk, Stance
from tests.factories.partners import (
    AgreementFactory,
    OrganisationFactory,
    PartnerFactory,
    PersonFactory,
    PostFactory,
    ProjectFactory,
    RelationFactory,
    StanceFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def france(db):
    return PartnerFactory(name_ja="フランス", name_en="France")


def add(client, kind, parent, /, **fields):
    return client.post(reverse("partners:record_add", args=[kind, parent.pk]), fields)


def edit(client, kind, record, /, **fields):
    return client.post(reverse("partners:record_edit", args=[kind, record.pk]), fields)


def body_for(kind):
    """The least a form of that kind needs."""
    return {
        "relation": lambda: {"priority": "high"},
        "agreement": lambda: {
            "name_ja": "協定",
            "status": "in_force",
            "signed_precision": "unknown",
            "in_force_precision": "unknown",
        },
        "academic": lambda: {"organisation": japanese().pk, "counterpart_ja": "大学"},
        "project": lambda: {"title_ja": "課題", "programme": "SICORP", "stage": "research"},
        "organisation": lambda: {"name_ja": "研究所", "kind": "research_institute", "status": "active"},
        "base": lambda: {"organisation": japanese().pk, "kind": "office", "name_ja": "拠点", "city": "Paris"},
        "person": lambda: {"name_ja": "人", "reading": "ひと"},
        "secondment": lambda: {
            "role_ja": "分析官",
            "from_organisation": OrganisationFactory().pk,
            "to_organisation": OrganisationFactory().pk,
        },
        "stance": lambda: {"theme": ThemeFactory().pk, "kind": "cooperate"},
    }[kind]()


def japanese():
    from partners.models import Partner

    return OrganisationFactory(country=Partner.objects.get(slug="JP"))


UNDER_PARTNER = [name for name, kind in KINDS.items() if kind.parent and kind.parent.__name__ == "Partner"]


@pytest.mark.parametrize("kind", UNDER_PARTNER)
def test_foreign_ministry_adds_and_another_ministry_does_not(client, mofa_staff, mext_staff, france, kind):
    fields = body_for(kind)
    if kind == "project":
        fields["partners"] = [france.pk]
    client.force_login(mext_staff)
    assert add(client, kind, france, **fields).status_code == 403
    client.force_login(mofa_staff)
    answer = add(client, kind, france, **fields)
    assert answer.status_code == 302, answer.context["form"].errors
    record = KINDS[kind].model.objects.get(
        **({"partners": france} if kind == "project" else {KINDS[kind].hangs_on: france})
    )
    assert getattr(record, "owner", mofa_staff.organisation) == mofa_staff.organisation
    assert client.get(answer.headers["Location"]).status_code == 200
    assert client.get(reverse("partners:record_edit", args=[kind, record.pk])).status_code == 200


def test_desk_ministry_writes_its_partners_and_no_others(client, mext, mext_staff, france):
    france.desk = mext
    france.save()
    client.force_login(mext_staff)
    assert add(client, "stance", france, **body_for("stance")).status_code == 302
    assert add(client, "stance", PartnerFactory(), **body_for("stance")).status_code == 403


def test_post_and_risk_hang_on_their_parents(client, mofa_staff, france):
    client.force_login(mofa_staff)
    person, body = PersonFactory(partner=france), OrganisationFactory()
    answer = add(client, "post", person, organisation=body.pk, title_ja="局長", starts_on="2024-04-01")
    assert answer.headers["Location"] == reverse("partners:person", args=[person.pk])
    assert Post.objects.get().organisation == body
    stance = StanceFactory(partner=france)
    add(client, "risk", stance, kind="property", text_ja="帰属が未定")
    risk = Risk.objects.get()
    assert risk.handling == Handling.RESTRICTED
    assert list(risk.access_group.members.all()) == [mofa_staff]


def test_a_risk_is_read_by_its_list_alone(client, mofa, mofa_staff, france):
    from tests.factories.accounts import UserFactory

    stance = StanceFactory(partner=france)
    client.force_login(mofa_staff)
    add(client, "risk", stance, kind="property", text_ja="帰属が未定")
    address = reverse("partners:record", args=["stance", stance.pk])
    assert "帰属が未定" in client.get(address).content.decode()
    client.force_login(UserFactory(organisation=mofa))
    assert "帰属が未定" not in client.get(address).content.decode()


@pytest.mark.parametrize("kind", ["stance", "relation"])
def test_a_twin_among_visible_rows_is_refused(client, mofa_staff, france, kind):
    client.force_login(mofa_staff)
    fields = body_for(kind)
    assert add(client, kind, france, **fields).status_code == 302
    assert add(client, kind, france, **fields).status_code == 400
    assert KINDS[kind].model.objects.count() == 1


def test_a_hidden_twin_is_not_told_of(client, mofa_staff, france):
    theme = ThemeFactory()
    StanceFactory(partner=france, theme=theme, handling=Handling.SHARED)
    client.force_login(mofa_staff)
    assert add(client, "stance", france, theme=theme.pk, kind="compete").status_code == 302


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"signed_on": "2020-04-01", "signed_precision": "day", "expires_on": "2019-04-01"}, "expires_on"),
        ({"name_ja": "制御\x07文字"}, "name_ja"),
        ({"name_ja": "長" * 1_000_000}, "name_ja"),
        ({"committees": ["7c9e6679-7425-40de-944b-e07fc1f90ae7"]}, "committees"),
        ({"status": "nothing"}, "status"),
    ],
)
def test_bad_agreement_is_answered_at_its_field_and_nothing_is_saved(client, mofa_staff, france, fields, name):
    client.force_login(mofa_staff)
    answer = add(client, "agreement", france, **{**body_for("agreement"), **fields})
    assert answer.status_code == 400
    assert name in answer.context["form"].errors
    assert not Agreement.objects.exists()


def test_different_fields_are_both_saved_and_the_same_field_is_asked_about(client, mofa_staff, france):
    stance = StanceFactory(partner=france, reason_ja="前の理由")
    client.force_login(mofa_staff)
    sent = {"theme": stance.theme_id, "initial-theme": stance.theme_id, "kind": "cooperate", "version": 1}
    sent |= {"initial-kind": "cooperate", "initial-reason_ja": "前の理由", "initial-reason_en": ""}
    assert edit(client, "stance", stance, **sent, reason_ja="甲の理由").status_code == 302
    assert edit(client, "stance", stance, **{**sent, "kind": "compete"}, reason_ja="前の理由").status_code == 302
    answer = edit(client, "stance", stance, **sent, reason_ja="乙の理由")
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "甲の理由" in text
    assert "乙の理由" in text
    stance.refresh_from_db()
    assert (stance.reason_ja, stance.kind) == ("甲の理由", "compete")
    # The answer page is posted again with a decision.
    decided = {**sent, "version": 3, "only": "reason_ja", "initial-reason_ja": "甲の理由"}
    decided |= {"reason_ja-choice": "mine", "reason_ja-mine": "乙の理由"}
    assert edit(client, "stance", stance, **decided).status_code == 302
    stance.refresh_from_db()
    assert stance.reason_ja == "乙の理由"


def test_history_tells_who_changed_what(client, mofa_staff, france):
    client.force_login(mofa_staff)
    relation = RelationFactory(partner=france, reason_ja="古い理由")
    sent = {"priority": "medium", "initial-priority": "high", "reason_ja": "古い理由", "initial-reason_ja": "古い理由"}
    assert edit(client, "relation", relation, **sent, version=1).status_code == 302
    text = client.get(reverse("partners:record_history", args=["relation", relation.pk])).content.decode()
    assert "<del>重点</del>" in text
    assert "<ins>準重点</ins>" in text
    assert str(mofa_staff) in text


def test_history_tells_what_came_into_a_set_and_went_out(client, mofa_staff, france):
    quantum, polar = ThemeFactory(name_ja="量子技術"), ThemeFactory(name_ja="極域")
    project = ProjectFactory(partners=[france])
    client.force_login(mofa_staff)
    for themes in ([quantum], [polar]):
        address = f"/api/v1/projects/{project.pk}/"
        body = json.dumps({"themes": [str(theme.pk) for theme in themes]})
        headers = {"If-Match": client.get(address)["ETag"]}
        assert client.patch(address, body, content_type="application/json", headers=headers).status_code == 200
    latest, first, *_older = changes_of(project, mofa_staff)
    assert [(field.label, field.added, field.removed) for field in latest.fields] == [("テーマ", "極域", "量子技術")]
    assert [(field.added, field.removed) for field in first.fields] == [("量子技術", "")]
    text = client.get(reverse("partners:record_history", args=["project", project.pk])).content.decode()
    assert "<ins>極域</ins>" in text
    assert "<del>量子技術</del>" in text


def test_history_tells_with_whom_a_record_was_shared(client, mofa_staff, mext_staff, france, french_embassy):
    stance = StanceFactory(partner=france, owner=mofa_staff.organisation)
    client.force_login(mofa_staff)
    address = reverse("partners:record_handling", args=["stance", stance.pk])
    sent = {"version": 1, "handling": "shared", "shared_with": [str(french_embassy.pk)]}
    assert client.post(address, sent).status_code == 302
    shared = {field.label: field.added for field in changes_of(stance, mofa_staff)[0].fields}
    assert shared["共有先"] == str(french_embassy)


def test_removed_record_leaves_its_history(client, mofa_staff, france):
    stance = StanceFactory(partner=france)
    client.force_login(mofa_staff)
    address = reverse("partners:record_remove", args=["stance", stance.pk])
    assert client.post(address, {"version": 7}).status_code == 409
    assert client.post(address).status_code == 400
    assert client.post(address, {"version": 1}).status_code == 302
    assert not Stance.objects.exists()
    assert event_model(Stance).objects.filter(pgh_obj_id=stance.pk, pgh_label="delete").exists()


def test_facts_of_the_reference_files_are_not_removed(client, mofa_staff, france):
    client.force_login(mofa_staff)
    agreement = AgreementFactory(partner=france)
    assert (
        client.post(reverse("partners:record_remove", args=["agreement", agreement.pk]), {"version": 1}).status_code
        == 404
    )


def test_owner_says_how_far_a_record_goes(client, mofa, mofa_staff, mext_staff, french_attache, france):
    person = PersonFactory(partner=france, owner=mofa)
    address = reverse("partners:record_handling", args=["person", person.pk])
    sent = {"handling": "shared", "shared_with": [french_attache.organisation_id], "version": 1}
    client.force_login(mext_staff)
    assert client.post(address, sent).status_code == 403
    client.force_login(mofa_staff)
    assert client.post(address, sent).status_code == 302
    assert Person.objects.visible_to(french_attache).get() == person
    assert AuditEntry.objects.filter(act=Act.HANDLING_CHANGED).count() == 1
    assert client.post(address, sent).status_code == 409


def test_project_says_what_each_side_gives_and_gains(client, mofa_staff, france):
    project = ProjectFactory(partners=[france], japan_gives_ja="低温装置", partner_gains_ja="測定の時間")
    client.force_login(mofa_staff)
    text = client.get(reverse("partners:project", args=[project.pk])).content.decode()
    assert "低温装置" in text
    assert "測定の時間" in text


def test_successor_is_of_the_same_body_and_seen_only_with_its_person(client, mofa_staff, france):
    body = OrganisationFactory()
    hidden = PostFactory(organisation=body, person__name_ja="隠れた後任", person__handling=Handling.SHARED)
    post = PostFactory(person=PersonFactory(partner=france), organisation=body, successor=hidden)
    client.force_login(mofa_staff)
    for address in (
        reverse("partners:person", args=[post.person_id]),
        reverse("partners:record_edit", args=["post", post.pk]),
        reverse("partners:record_history", args=["post", post.pk]),
    ):
        assert "隠れた後任" not in client.get(address).content.decode()


@pytest.mark.parametrize("kind", ["nothing", "partner"])
def test_unknown_kind_is_not_found(client, mofa_staff, france, kind):
    client.force_login(mofa_staff)
    assert client.get(reverse("partners:record_add", args=[kind, france.pk])).status_code == 404
