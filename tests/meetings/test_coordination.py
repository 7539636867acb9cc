"""司令塔連携: the secretariat keeps the cases with other headquarters, government reads them, nobody else."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.handling import Handling
from diplomacy.versioned.editing import Conflict
from meetings.actions.coordination import edit_case, open_case, set_case_handling
from meetings.models import CoordinationCase
from partners.models import Organisation
from tests.factories.coordination import CoordinationFactory
from tests.factories.partners import OrganisationFactory

pytestmark = pytest.mark.django_db
LIST = reverse("meetings:coordination")


@pytest.fixture
def headquarters(japan):
    return OrganisationFactory(kind=Organisation.Kind.HEADQUARTERS, name_ja="宇宙開発戦略本部", country=japan)


@pytest.fixture
def fields(headquarters, cao, mext):
    return {
        "subject_ja": "宇宙協力の議題",
        "headquarters": headquarters,
        "lead": cao,
        "joint": [mext],
        "raised_on": date(2026, 11, 1),
    }


def test_secretariat_opens_edits_and_closes(secretariat, mofa_staff, fields, cao, mext):
    case = open_case(fields=fields, actor=secretariat)
    assert (case.owner, case.handling, list(case.joint.all())) == (cao, Handling.GOVERNMENT, [mext])
    case, changed = edit_case(case.pk, changes={"next_step": "案を送る"}, seen_version=1, actor=secretariat)
    assert changed == ["next_step"]
    closing = {"state": "closed", "closed_on": date(2026, 11, 20)}
    case, _changed = edit_case(case.pk, changes=closing, seen_version=case.version, actor=secretariat)
    assert not case.is_open
    for deed in (
        lambda: open_case(fields=fields, actor=mofa_staff),
        lambda: edit_case(case.pk, changes=closing, seen_version=1, actor=mofa_staff),
        lambda: set_case_handling(case.pk, handling="government", seen_version=1, actor=mofa_staff),
    ):
        with pytest.raises(PermissionDenied):
            deed()


@pytest.mark.parametrize(
    ("changes", "at"),
    [
        ({"subject_ja": ""}, "subject_ja"),
        ({"state": "closed"}, "closed_on"),
        ({"closed_on": date(2026, 11, 20)}, "closed_on"),
        ({"state": "closed", "closed_on": date(2026, 10, 1)}, "closed_on"),
        ({"lead": "headquarters"}, "lead"),
        ({"headquarters": "lead"}, "headquarters"),
        ({"subject_ja": "a\0b"}, "subject_ja"),
    ],
)
def test_bad_input_is_named_and_not_kept(secretariat, fields, changes, at):
    case = open_case(fields=fields, actor=secretariat)
    crossed = {name: fields.get(value, value) for name, value in changes.items()}
    with pytest.raises(ValidationError) as refused:
        edit_case(case.pk, changes=crossed, seen_version=1, actor=secretariat)
    assert at in refused.value.message_dict
    case.refresh_from_db()
    assert case.version == 1


def test_the_database_refuses_what_forms_would(fields):
    for wrong in ({"handling": Handling.PUBLIC}, {"state": "closed"}, {"subject_ja": "", "subject_en": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            CoordinationFactory(**wrong)


def test_second_of_two_who_change_the_same_sees_both_texts(client, secretariat, fields):
    case = open_case(fields=fields, actor=secretariat)
    edit_case(case.pk, changes={"next_step": "先に書いた"}, seen_version=1, actor=secretariat)
    with pytest.raises(Conflict):
        edit_case(case.pk, changes={"next_step": "後に書いた"}, seen_version=1, actor=secretariat)
    client.force_login(secretariat)
    body = {"version": "1", "only": "next_step", "next_step": "後に書いた", "initial-next_step": ""}
    answer = client.post(reverse("meetings:coordination_edit", args=[case.pk]), body)
    assert answer.status_code == 409
    html = answer.content.decode()
    assert "先に書いた" in html
    assert "後に書いた" in html
    case.refresh_from_db()
    assert case.next_step == "先に書いた"


def test_forms_make_edit_and_restrict(client, secretariat, council_member, headquarters, cao):
    client.force_login(secretariat)
    body = {
        "subject_ja": "北極の会合",
        "headquarters": headquarters.pk,
        "lead": cao.pk,
        "raised_on": "2026-11-01",
        "state": "raised",
    }
    assert client.post(reverse("meetings:coordination_add"), {**body, "lead": headquarters.pk}).status_code == 400
    assert client.post(reverse("meetings:coordination_add"), body).status_code == 302
    case = CoordinationCase.objects.get()
    handling = reverse("meetings:coordination_handling", args=[case.pk])
    chosen = {"handling": "restricted", "members": [secretariat.pk], "version": "1"}
    assert client.post(handling, chosen).status_code == 302
    assert client.post(handling, chosen).status_code == 409
    page = reverse("meetings:coordination_case", args=[case.pk])
    assert "北極の会合" in client.get(page).content.decode()
    client.force_login(council_member)
    assert client.get(page).status_code == 404
    assert "北極の会合" not in client.get(LIST).content.decode()


def test_only_headquarters_that_still_sit_are_offered_beside_the_one_of_the_case(client, secretariat, headquarters):
    gone = OrganisationFactory(kind="headquarters", country=headquarters.country, status="reorganised")
    case = CoordinationFactory(headquarters=gone)
    client.force_login(secretariat)
    new = client.get(reverse("meetings:coordination_add")).context["form"]
    old = client.get(reverse("meetings:coordination_edit", args=[case.pk])).context["form"]
    assert list(new.fields["headquarters"].queryset) == [headquarters]
    assert set(old.fields["headquarters"].queryset) == {headquarters, gone}


def test_the_meetings_lead_to_it_inside_government(client, secretariat, french_attache):
    for person, leads in ((secretariat, True), (french_attache, False)):
        client.force_login(person)
        page = client.get(reverse("meetings:list")).content.decode()
        assert (f'href="{LIST}"' in page) is leads


@pytest.mark.parametrize("level", ["public", "shared"])
def test_it_never_leaves_government(client, secretariat, french_attache, fields, level):
    case = open_case(fields=fields, actor=secretariat)
    with pytest.raises(ValidationError):
        set_case_handling(case.pk, handling=level, seen_version=1, actor=secretariat)
    client.force_login(french_attache)
    assert client.get(LIST).status_code == 403
    assert not CoordinationCase.objects.visible_to(french_attache).exists()


def test_list_narrows_sorts_and_goes_into_files(client, mofa_staff, headquarters):
    late = CoordinationFactory(headquarters=headquarters, due_on=date(2020, 1, 1), subject_ja="遅れた案件")
    CoordinationFactory(state="closed", closed_on=date(2026, 11, 20), subject_ja="済んだ案件")
    client.force_login(mofa_staff)
    for query in (f"headquarters={headquarters.pk}", "when=overdue", "q=遅れた"):
        html = client.get(f"{LIST}?{query}").content.decode()
        assert late.subject_ja in html, query
        assert "済んだ案件" not in html, query
    assert client.get(f"{LIST}?sort=-due").status_code == 200
    assert client.get(f"{LIST}?sort=nonsense").status_code == 400
    assert late.subject_ja in client.get(reverse("meetings:coordination_csv")).content.decode("utf-8-sig")
    assert reverse("meetings:coordination_case", args=[late.pk]) in client.get("/search/?q=遅れた").content.decode()


def test_queries_do_not_grow_with_the_rows(client, mofa_staff):
    client.force_login(mofa_staff)
    counts = []
    for more in (1, 2):
        CoordinationFactory.create_batch(more)
        client.get(LIST)
        with CaptureQueriesContext(connection) as queries:
            client.get(LIST)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_api_writes_by_the_same_rules(client, secretariat, mofa_staff, headquarters, cao):
    client.force_login(secretariat)
    sent = {
        "subject_en": "Arctic",
        "headquarters": str(headquarters.pk),
        "lead": str(cao.pk),
        "raised_on": "2026-11-01",
    }
    made = client.post("/api/v1/coordination-cases/", sent, content_type="application/json")
    assert made.status_code == 201, made.content
    address, tag = f"/api/v1/coordination-cases/{made.json()['id']}/", made.headers["ETag"]
    change = {"next_step": "Send the draft"}
    assert client.patch(address, change, content_type="application/json").status_code == 428
    answer = client.patch(address, change, content_type="application/json", headers={"If-Match": tag})
    assert (answer.status_code, answer.json()["next_step"]) == (200, "Send the draft")
    stale = client.patch(address, change, content_type="application/json", headers={"If-Match": tag})
    assert stale.status_code == 412
    client.force_login(mofa_staff)
    assert client.get(address).status_code == 200
    assert client.post("/api/v1/coordination-cases/", sent, content_type="application/json").status_code == 403
