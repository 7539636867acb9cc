"""Dispatches: from the request to what came of it; who may, what is refused, what is computed."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Act, AuditEntry
from diplomacy.ui import desk
from outreach.actions.dispatches import take_step
from outreach.matching import matches
from outreach.models import Asking, Dispatch, Effect, Engagement, MediaItem, Stop
from partners.models import Partner
from reminders.actions.sweep import sweep
from reminders.models import Notification
from tests.factories.accounts import UserFactory
from tests.factories.outreach import DispatchFactory, ExpertFactory
from tests.outreach.conftest import TODAY, as_
from tests.papers.reading import docx_text, pdf_text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def approver(mofa):
    return UserFactory(organisation=mofa)


def step(client, dispatch, name, /, **fields):
    dispatch.refresh_from_db()
    address = reverse("outreach:dispatch_step", args=[dispatch.pk])
    return client.post(address, {"step": name, "version": dispatch.version, **fields})


def body(country, theme, /, **fields):
    return {
        "title_ja": "講演の依頼",
        "partner": str(country.pk),
        "theme": str(theme.pk),
        "starts_on": "2027-02-01",
        "ends_on": "2027-02-05",
        "time_zone": "Europe/Paris",
        "language": "en",
        "purpose_ja": "若手に話す",
        **fields,
    }


def test_a_dispatch_goes_its_whole_way(client, officer, mofa_staff, approver, expert, quantum, france):
    answer = as_(client, officer).post(reverse("outreach:dispatch_add"), body(france, quantum))
    dispatch = Dispatch.objects.get()
    assert answer.url == reverse("outreach:dispatch", args=[dispatch.pk])
    assert (dispatch.state, dispatch.owner, dispatch.requested_by) == ("requested", officer.organisation, officer)
    assert step(client, dispatch, "match", expert=expert.pk).status_code == 403

    as_(client, mofa_staff)
    page = client.get(answer.url).content.decode()
    assert expert.name_ja in page
    assert all(
        words in page for words in ("テーマが一致: 量子技術", "英語で講演できる", "地域に詳しい: 欧州", "学会賞")
    )
    assert step(client, dispatch, "match", expert=expert.pk, reason="テーマが一致").status_code == 302
    assert step(as_(client, approver), dispatch, "approve").status_code == 302
    assert step(client, dispatch, "invite").status_code == 302
    assert Asking.objects.get().answer == "open"
    assert step(client, dispatch, "accept").status_code == 302

    as_(client, officer)
    assert step(client, dispatch, "report", report_ja="話した").status_code == 400, "not before it began"
    part = reverse("outreach:part_add", args=[dispatch.pk, "engagement"])
    talk = {"day": "2027-02-02", "what": "大学での講演", "audience": "students", "heard_by": "120"}
    assert client.post(part, {f"engagement-{name}": value for name, value in talk.items()}).status_code == 302
    with time_machine.travel(date(2027, 2, 8), tick=False):
        assert step(as_(client, officer), dispatch, "report", report_ja="120人が聞いた").status_code == 302
    dispatch.refresh_from_db()
    assert (dispatch.state, dispatch.reported_on) == ("reported", date(2027, 2, 8))
    assert [(one.months, one.due_on) for one in Effect.objects.all()] == [
        (3, date(2027, 5, 5)),
        (6, date(2027, 8, 5)),
        (12, date(2028, 2, 5)),
    ]
    effect = Effect.objects.first()
    address = reverse("outreach:effect", args=[dispatch.pk, effect.pk])
    assert client.post(address, {"version": 1, "text": "  "}).status_code == 400
    assert client.post(address, {"version": 1, "text": "共同研究が始まった"}).status_code == 302
    overtaken = client.post(address, {"version": 1, "text": "別の人の文"})
    assert overtaken.status_code == 409
    assert all(text in overtaken.content.decode() for text in ("共同研究が始まった", "別の人の文")), "neither is lost"
    assert Effect.objects.first().text == "共同研究が始まった"


def test_without_a_zone_the_hours_are_those_of_the_capital(client, officer, quantum, france):
    Partner.objects.filter(pk=france.pk).update(slug="FR", latitude="48.8667", longitude="2.3333")
    blank = as_(client, officer).get(reverse("outreach:dispatch_add")).context["form"]
    assert blank["time_zone"].value() == ""
    for given, kept in (("", "Europe/Paris"), ("Asia/Tokyo", "Asia/Tokyo")):
        asked = body(france, quantum, title_ja=f"依頼{given}", time_zone=given)
        assert client.post(reverse("outreach:dispatch_add"), asked).status_code == 302
        assert Dispatch.objects.get(title_ja=f"依頼{given}").time_zone == kept
    asked = body(france, quantum, title_ja="APIから")
    del asked["time_zone"]
    assert client.post("/api/v1/dispatches/", asked, content_type="application/json").status_code == 201
    assert Dispatch.objects.get(title_ja="APIから").time_zone == "Europe/Paris"


def test_the_page_marks_who_was_chosen_and_keeps_cancelling_apart(client, mofa_staff, expert, requested, quantum):
    other = ExpertFactory()
    other.themes.add(quantum)
    step(as_(client, mofa_staff), requested, "match", expert=expert.pk)
    page = client.get(reverse("outreach:dispatch", args=[requested.pk])).content.decode()
    assert "選定中" in page
    assert page.count('value="match"') == 1, "of the other expert alone"
    assert "中止した派遣は元に戻せません" in page
    assert step(client, requested, "cancel").status_code == 302
    requested.refresh_from_db()
    assert requested.state == "cancelled"


def test_who_asks_cannot_approve(client, mofa, mofa_staff, approver, expert, quantum, france):
    dispatch = DispatchFactory(
        owner=mofa, requested_by=mofa_staff, expert=expert, state="matched", theme=quantum, partner=france
    )
    as_(client, mofa_staff)
    assert (
        "依頼した人とは別の職員の承認を待っています"
        in client.get(reverse("outreach:dispatch", args=[dispatch.pk])).content.decode()
    )
    assert step(client, dispatch, "approve").status_code == 403
    dispatch.refresh_from_db()
    assert dispatch.state == "matched"
    with pytest.raises(IntegrityError), transaction.atomic():
        Dispatch.objects.update(approved_by=mofa_staff)
    assert step(as_(client, approver), dispatch, "approve").status_code == 302


def test_a_refusal_leads_back_to_the_choice_and_is_remembered(client, mofa_staff, expert, requested, quantum):
    other = ExpertFactory(owner=mofa_staff.organisation)
    other.themes.add(quantum)
    Dispatch.objects.update(expert=expert, state="approved", approved_by=mofa_staff)
    as_(client, mofa_staff)
    step(client, requested, "invite")
    step(client, requested, "decline")
    requested.refresh_from_db()
    assert (requested.state, requested.expert, requested.approved_by) == ("requested", None, None)
    found = matches(requested, mofa_staff, TODAY)
    assert [match.expert for match in found] == [other, expert]
    assert "この依頼を一度辞退している" in found[1].warnings
    page = client.get(reverse("outreach:expert", args=[expert.pk])).context["record"]
    assert (page.asked, page.accepted, page.declined, page.last) == (1, 0, 1, TODAY)
    row = client.get(reverse("outreach:experts")).context["rows"]
    counts = {cell["label"]: cell["text"] for line in row if line["title"] == expert.name_ja for cell in line["cells"]}
    assert [counts[name] for name in ("依頼", "受諾", "辞退")] == [1, 0, 1]


@pytest.mark.parametrize(
    ("part", "values"),
    [
        ("stop", {"day": "2027-03-01", "what": "講演"}),
        ("stop", {"day": "2027-02-02", "what": "講演", "starts_at": "10:00", "ends_at": "09:00"}),
        ("engagement", {"day": "2027-02-02", "what": "講演", "audience": "students", "heard_by": "-1"}),
        ("engagement", {"day": "2027-02-02", "what": "講演", "audience": "students", "heard_by": "5000000"}),
        ("engagement", {"day": "2027-02-02", "what": "講演", "audience": "dogs", "heard_by": "1"}),
        (
            "media",
            {"day": "2027-02-02", "outlet": "紙", "title": "題", "tone": "neutral", "link": "javascript:alert(1)"},
        ),
    ],
)
def test_parts_that_cannot_be_are_refused(client, officer, expert, requested, part, values):
    Dispatch.objects.update(expert=expert, state="agreed")
    answer = as_(client, officer).post(
        reverse("outreach:part_add", args=[requested.pk, part]),
        {f"{part}-{name}": value for name, value in values.items()},
    )
    assert answer.status_code == 400
    assert not any(model.objects.exists() for model in (Stop, Engagement, MediaItem))


def drawn(client, address, **changes):
    """What a browser sends of the form as it was drawn, with something else in some fields."""
    form = client.get(address).context["form"]
    held = {name: "" if form[name].value() is None else str(form[name].value()) for name in form.fields}
    return {"version": form.version, **held, **{f"initial-{name}": text for name, text in held.items()}, **changes}


@pytest.fixture
def talk(requested, expert):
    Dispatch.objects.update(expert=expert, state="reported")
    given = {"day": date(2027, 2, 2), "what": "講演", "audience": "students", "heard_by": 30}
    return Engagement.objects.create(dispatch=requested, **given)


def part_address(verb, part):
    return reverse(f"outreach:part_{verb}", args=[part.dispatch_id, "engagement", part.pk])


def test_a_part_is_edited_and_its_history_told(client, officer, mext_staff, talk):
    edit = part_address("edit", talk)
    assert as_(client, mext_staff).get(edit).status_code == 403
    as_(client, officer)
    assert edit in client.get(reverse("outreach:dispatch", args=[talk.dispatch_id])).content.decode()
    assert client.post(edit, drawn(client, edit, day="2028-01-01")).status_code == 400
    assert client.post(edit, drawn(client, edit, heard_by="45", reaction="質問が続いた")).status_code == 302
    talk.refresh_from_db()
    assert (talk.heard_by, talk.reaction, talk.version) == (45, "質問が続いた", 2)
    told = client.get(edit).context["changes"]
    assert [(change.is_first, [(one.label, one.before, one.after) for one in change.fields]) for change in told] == [
        (False, [("人数", "30", "45"), ("反応", "（空欄）", "質問が続いた")]),
        (True, []),
    ]
    wrong = reverse("outreach:part_edit", args=[talk.dispatch_id, "stop", talk.pk])
    assert client.get(wrong).status_code == 404


def test_two_who_edit_a_part_lose_nothing(client, officer, mofa_staff, talk):
    edit = part_address("edit", talk)
    late = drawn(as_(client, officer), edit, heard_by="50", place="大学")
    assert as_(client, mofa_staff).post(edit, drawn(client, edit, heard_by="45")).status_code == 302
    as_(client, officer)
    answer = client.post(edit, late)
    assert answer.status_code == 409
    [field] = answer.context["resolution"].fields
    assert (field.name, field.mine, field.theirs) == ("heard_by", "50", "45")
    decided = dict(answer.context["resolution"].carried) | {"heard_by-choice": "mine", "heard_by-mine": "50"}
    only = [value for name, value in answer.context["resolution"].carried if name == "only"]
    assert client.post(edit, {**decided, "only": only}).status_code == 302
    talk.refresh_from_db()
    assert (talk.heard_by, talk.place, talk.version) == (50, "大学", 3)
    remove = part_address("remove", talk)
    assert client.post(remove, {"version": 1}).status_code == 409
    assert client.post(remove).status_code == 400
    assert client.post(remove, {"version": 3}).status_code == 302
    assert not Engagement.objects.exists()
    assert client.get(edit).status_code == 404


@pytest.mark.parametrize(
    "broken",
    [{"ends_on": "2027-01-01"}, {"time_zone": "Mars/Base"}, {"language": "xx"}, {"purpose_ja": ""}, {"partner": "1"}],
)
def test_a_request_that_cannot_be_is_refused(client, officer, quantum, france, broken):
    answer = as_(client, officer).post(reverse("outreach:dispatch_add"), body(france, quantum, **broken))
    assert answer.status_code == 400
    assert not Dispatch.objects.exists()


def test_steps_out_of_turn_and_on_old_versions_are_refused(client, mofa_staff, expert, requested):
    as_(client, mofa_staff)
    for name in ("approve", "invite", "accept", "report"):
        assert step(client, requested, name).status_code in (400, 403)
    assert step(client, requested, "match").status_code == 400
    assert (
        client.post(
            reverse("outreach:dispatch_step", args=[requested.pk]), {"step": "match", "expert": expert.pk, "version": 9}
        ).status_code
        == 409
    )
    with pytest.raises(ValidationError):
        take_step(requested.pk, step="match", values={}, seen_version=1, actor=mofa_staff, today=TODAY)
    requested.refresh_from_db()
    assert requested.state == "requested"


def test_what_is_approved_is_not_changed_any_more(client, officer, expert, requested):
    Dispatch.objects.update(expert=expert, state="approved")
    as_(client, officer)
    address = reverse("outreach:dispatch_edit", args=[requested.pk])
    answer = client.post(address, {"version": 1, "title_ja": "別の件", "initial-title_ja": requested.title_ja})
    assert answer.status_code == 400
    assert Dispatch.objects.get().title_ja == requested.title_ja


def test_the_letter_is_word_and_pdf_and_noted(client, mofa_staff, expert, requested):
    as_(client, mofa_staff)
    address = {form: reverse("outreach:letter_export", args=[requested.pk, form]) for form in ("docx", "pdf")}
    assert client.get(address["docx"]).status_code == 404, "there is nobody to invite yet"
    Dispatch.objects.update(expert=expert, state="approved", choice_reason="内部の理由")
    word, pdf = (client.get(address[form]) for form in ("docx", "pdf"))
    for text in (docx_text(word.content), pdf_text(pdf.content)):
        assert expert.name_ja.replace(" ", "") in text.replace(" ", "")
        assert "フランス" in text
        assert "内部の理由" not in text
        assert "政府部内限り" not in text, "it is sent to its addressee"
        assert "以上" in text
    assert client.get(reverse("outreach:letter_export", args=[requested.pk, "exe"])).status_code == 404
    assert AuditEntry.objects.filter(act=Act.EXPORTED, actor_id=mofa_staff.pk).count() == 2


def test_the_itinerary_goes_into_a_calendar_in_local_hours(client, officer, requested):
    Dispatch.objects.update(time_zone="Europe/Paris", city="Paris")
    requested.refresh_from_db()
    address = reverse("outreach:itinerary_export", args=[requested.pk])
    assert b"DTSTART;VALUE=DATE:20270201" in as_(client, officer).get(address).content
    Stop.objects.create(dispatch=requested, day=date(2027, 2, 2), starts_at="10:00", ends_at="11:30", what="講演")
    text = client.get(address).content.decode()
    assert "DTSTART;TZID=Europe/Paris:20270202T100000" in text
    assert "SUMMARY:講演" in text


def test_the_desk_says_whose_turn_it_is(mofa_staff, approver, officer, expert, requested):
    def waiting(person):
        return [one.title for one in desk.waiting(person, TODAY) if one.url.startswith("/outreach/")]

    assert waiting(mofa_staff) == [requested.title_ja]
    assert waiting(officer) == []
    Dispatch.objects.update(expert=expert, state="matched", requested_by=mofa_staff)
    assert waiting(mofa_staff) == []
    assert waiting(approver) == [requested.title_ja]


def test_results_are_asked_for_by_reminder_until_they_are_written(officer, mofa_staff, expert, requested):
    Dispatch.objects.update(expert=expert, state="reported", reported_on=TODAY)
    effect = Effect.objects.create(dispatch=requested, months=3, due_on=TODAY + timedelta(days=7))
    with time_machine.travel(timezone.now() + timedelta(days=1, hours=12), tick=False):
        sweep(now=timezone.now())
    told = Notification.objects.filter(object_id=effect.pk)
    assert {one.recipient for one in told} == {officer}
    Effect.objects.update(recorded_on=TODAY, text="あった")
    with time_machine.travel(timezone.now() + timedelta(days=14), tick=False):
        sweep(now=timezone.now())
    assert not Notification.objects.filter(object_id=effect.pk).exclude(pk__in=[one.pk for one in told]).exists()


def test_outsiders_see_nothing_of_it(client, french_attache, expert, requested):
    as_(client, french_attache)
    for address in (
        reverse("outreach:experts"),
        reverse("outreach:expert", args=[expert.pk]),
        reverse("outreach:dispatch", args=[requested.pk]),
        "/api/v1/experts/",
    ):
        assert client.get(address).status_code == 403
    page = client.get(reverse("partners:detail", args=[requested.partner_id])).content.decode()
    assert requested.title_ja not in page
    assert expert.name_ja not in client.get("/search/?q=専門").content.decode()


def test_partner_theme_and_search_show_it_inside_government(client, mofa_staff, expert, requested):
    as_(client, mofa_staff)
    partner = client.get(reverse("partners:detail", args=[requested.partner_id])).content.decode()
    theme = client.get(reverse("partners:theme", args=[requested.theme_id])).content.decode()
    assert partner.count(requested.title_ja) == 2, "in the panel and on the timeline"
    assert requested.title_ja in theme
    assert expert.name_ja in client.get("/search/?q=量子計測").content.decode()
