"""Decisions and actions: who writes and reads them, what closes them, what a later session takes up."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.handling import Handling
from diplomacy.versioned.editing import Conflict
from meetings.actions import outcomes, results
from meetings.actions.agenda import purge_bin
from meetings.actions.sessions import create_session
from meetings.history import changes
from meetings.models import ActionItem, AgendaItem, Decision
from tests.factories.meetings import AgendaItemFactory, MeetingFactory, SeriesFactory
from tests.factories.outcomes import ActionFactory, DecisionFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 12, 8, 3, 0, tzinfo=UTC)
Status = ActionItem.Status


@pytest.fixture
def meeting(mofa):
    return MeetingFactory(series=SeriesFactory(lead_ministry=mofa), owner=mofa)


@pytest.fixture
def owed_by_mext(meeting, mext):
    """Of a meeting that MEXT does not write."""
    return ActionFactory(meeting=meeting, responsible=mext)


def result_of(action, actor, words="回答した。", **options):
    seen = options.pop("seen_version", action.version)
    return results.report_result(
        action.pk, result=words, result_on=None, seen_version=seen, actor=actor, now=NOW, **options
    )


def test_lead_records_and_others_do_not(meeting, mofa_staff, mext_staff, mofa):
    fields = {"title_ja": "資料を送る", "side": "ours", "responsible": mofa}
    action = outcomes.record_action(meeting.pk, fields=fields, actor=mofa_staff)
    assert (action.status, action.owner, action.handling) == (Status.OPEN, mofa, Handling.GOVERNMENT)
    with pytest.raises(PermissionDenied):
        outcomes.record_action(meeting.pk, fields=fields, actor=mext_staff)
    with pytest.raises(PermissionDenied):
        outcomes.record_decision(meeting.pk, fields={"text_ja": "決定"}, actor=mext_staff)


@pytest.mark.parametrize(
    ("fields", "at"),
    [
        ({"side": "ours"}, "responsible"),
        ({"side": "theirs", "title_ja": ""}, "title_ja"),
        ({"side": "theirs", "due_on": date(2026, 12, 1), "due_precision": "unknown"}, "due_precision"),
        ({"side": "theirs", "due_precision": "month"}, "due_on"),
    ],
)
def test_bad_input_names_the_field_and_saves_nothing(meeting, mofa_staff, fields, at):
    with pytest.raises(ValidationError) as refused:
        outcomes.record_action(meeting.pk, fields={"title_ja": "行動", **fields}, actor=mofa_staff)
    assert at in refused.value.message_dict
    assert not ActionItem.objects.exists()


def test_item_of_another_meeting_is_refused(meeting, mofa_staff):
    with pytest.raises(ValidationError) as refused:
        outcomes.record_decision(meeting.pk, fields={"text_ja": "決定", "item": AgendaItemFactory()}, actor=mofa_staff)
    assert "item" in refused.value.message_dict


def test_the_ministry_that_owes_it_writes_the_result(owed_by_mext, mext_staff, secretariat):
    with pytest.raises(PermissionDenied):
        result_of(owed_by_mext, secretariat)
    action = result_of(owed_by_mext, mext_staff)
    assert (action.status, action.result, action.result_on) == (Status.DONE, "回答した。", date(2026, 12, 8))


def test_a_result_needs_words_in_the_database_too(meeting, mofa_staff):
    action = ActionFactory(meeting=meeting)
    with pytest.raises(ValidationError):
        result_of(action, mofa_staff, words=" ")
    with pytest.raises(IntegrityError), transaction.atomic():
        ActionItem.objects.filter(pk=action.pk).update(status=Status.DONE)


def test_two_results_at_once_meet(meeting, mofa_staff):
    action = ActionFactory(meeting=meeting)
    result_of(action, mofa_staff, words="一人目")
    with pytest.raises(Conflict) as met:
        result_of(action, mofa_staff, words="二人目")
    assert (met.value.mine["result"], met.value.theirs["result"]) == ("二人目", "一人目")


def test_dropped_and_reopened(meeting, mofa_staff):
    action = ActionFactory(meeting=meeting)
    by = {"actor": mofa_staff}
    action = results.drop_action(action.pk, reason="不要になった。", seen_version=1, now=NOW, **by)
    assert (action.status, action.result) == (Status.DROPPED, "不要になった。")
    with pytest.raises(Conflict):
        results.reopen_action(action.pk, seen_version=1, **by)
    action = results.reopen_action(action.pk, seen_version=action.version, **by)
    assert (action.status, action.result, action.result_on) == (Status.OPEN, "", None)


def test_deleted_comes_back_and_a_late_undo_is_refused(meeting, mofa_staff):
    decision = DecisionFactory(meeting=meeting)
    gone = outcomes.delete_outcome(Decision, decision.pk, seen_version=1, actor=mofa_staff, now=NOW)
    assert not Decision.objects.visible_to(mofa_staff).live().exists()
    with pytest.raises(Conflict):
        outcomes.restore_outcome(Decision, decision.pk, seen_version=1, actor=mofa_staff)
    back = outcomes.restore_outcome(Decision, decision.pk, seen_version=gone.version, actor=mofa_staff)
    assert back.deleted_at is None
    outcomes.delete_outcome(Decision, decision.pk, seen_version=back.version, actor=mofa_staff, now=NOW)
    assert outcomes.purge_outcomes(now=NOW + timedelta(days=31))


def test_a_binned_item_stays_while_an_outcome_hangs_on_it(meeting):
    parent = AgendaItemFactory(meeting=meeting, deleted_at=NOW)
    item = AgendaItemFactory(meeting=meeting, parent=parent, deleted_at=NOW)
    other = AgendaItemFactory(meeting=meeting, deleted_at=NOW)
    DecisionFactory(meeting=meeting, item=item)
    purge_bin(now=NOW + timedelta(days=31))
    assert set(AgendaItem.objects.values_list("pk", flat=True)) == {parent.pk, item.pk}
    assert other.pk not in AgendaItem.objects.values_list("pk", flat=True)


def test_embassy_sees_what_is_shared_with_it_of_meetings_it_sees(meeting, mofa, french_attache, german_attache):
    action = ActionFactory(meeting=meeting, handling=Handling.SHARED, owner=mofa)
    action.shared_with.add(french_attache.organisation)
    assert not ActionItem.objects.visible_to(french_attache).exists()
    meeting.handling = Handling.PUBLIC
    meeting.save()
    assert ActionItem.objects.visible_to(french_attache).get() == action
    assert not ActionItem.objects.visible_to(german_attache).exists()
    for level in (Handling.GOVERNMENT, Handling.SHARED):
        hidden = AgendaItemFactory(meeting=meeting, handling=level)
        for item in (hidden, AgendaItemFactory(meeting=meeting, parent=hidden, handling=Handling.PUBLIC)):
            action.item = item
            action.save()
            assert not ActionItem.objects.visible_to(french_attache).exists()


@pytest.mark.parametrize(
    ("precision", "last"), [("day", date(2026, 2, 3)), ("month", date(2026, 2, 28)), ("year", date(2026, 12, 31))]
)
def test_a_month_or_year_is_late_when_it_is_over(meeting, precision, last):
    action = ActionFactory(meeting=meeting, due_on=date(2026, 2, 3), due_precision=precision)
    action.refresh_from_db()
    assert action.due_by == last
    assert not ActionItem.objects.overdue(last).exists()
    assert ActionItem.objects.overdue(last + timedelta(days=1)).exists()


def test_next_session_takes_up_chosen_actions(meeting, mofa_staff, mofa):
    chosen, left = ActionFactory.create_batch(2, meeting=meeting)
    hidden = ActionFactory(meeting=meeting, side="theirs", handling=Handling.SHARED, owner=None)
    fields = {"title_ja": "次回", "date_precision": "unknown", "lead_ministry": mofa}
    made = create_session(meeting.series, fields=fields, actor=mofa_staff, follow_up=[chosen.pk])
    heading, item = made.agenda_items.order_by("ancestors__len")
    assert (heading.title_ja, item.title_ja, item.parent) == ("前回からのフォローアップ", chosen.title_ja, heading)
    assert list(made.followed_up.all()) == [chosen]
    assert left.followed_up_in.count() == 0
    with pytest.raises(ValidationError):
        create_session(meeting.series, fields=fields, actor=mofa_staff, follow_up=[hidden.pk])


def test_handed_over_to_a_later_session(meeting, mofa_staff, mofa):
    action = ActionFactory(meeting=meeting)
    later = MeetingFactory(series=meeting.series, start_date=date(2027, 12, 4))
    elsewhere = MeetingFactory(series=SeriesFactory(lead_ministry=mofa), start_date=date(2027, 12, 4))
    with pytest.raises(ValidationError):
        results.hand_over(action.pk, meeting_id=elsewhere.pk, seen_version=1, actor=mofa_staff)
    new = results.hand_over(action.pk, meeting_id=later.pk, seen_version=1, actor=mofa_staff)
    action.refresh_from_db()
    assert (action.status, new.status, new.carried_from, new.meeting) == ("handed_over", "open", action, later)
    with pytest.raises(ValidationError):
        results.reopen_action(action.pk, seen_version=action.version, actor=mofa_staff)


# --- Pages ---------------------------------------------------------------------------------------------------------


def tab_of(meeting):
    return reverse("meetings:outcomes", args=[meeting.pk])


def test_quick_forms_add_in_place(client, meeting, mofa_staff):
    client.force_login(mofa_staff)
    decision = {"quick": 1, "text_ja": "次回は東京で開く。"}
    address = reverse("meetings:decision_add", args=[meeting.pk])
    answer = client.post(address, decision, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert "次回は東京で開く。" in answer.content.decode()
    assert "<html" not in answer.content.decode()
    action = {
        "quick": 1,
        "title_ja": "回答する",
        "side": "theirs",
        "responsible_text": "相手の事務局",
        "due_on": "2026-12-20",
    }
    answer = client.post(reverse("meetings:action_add", args=[meeting.pk]), action)
    assert answer.status_code == 302
    made = ActionItem.objects.get()
    assert (made.side, made.responsible, made.due_precision) == ("theirs", None, "day")


def test_faults_stand_in_the_form(client, meeting, mofa_staff):
    client.force_login(mofa_staff)
    action = {"quick": 1, "title_ja": "\x01", "side": "ours", "due_on": "2026-02-30"}
    answer = client.post(reverse("meetings:action_add", args=[meeting.pk]), action)
    assert answer.status_code == 400
    assert not ActionItem.objects.exists()
    assert "使えない制御文字" in answer.content.decode()


def test_two_editors_meet_with_both_texts(client, meeting, mofa_staff):
    decision = DecisionFactory(meeting=meeting, text_ja="はじめ")
    outcomes.edit_decision(decision.pk, changes={"text_ja": "相手の文"}, seen_version=1, actor=mofa_staff)
    client.force_login(mofa_staff)
    sent = {"version": 1, "text_ja": "自分の文", "initial-text_ja": "はじめ", "only": "text_ja"}
    answer = client.post(reverse("meetings:decision_edit", args=[decision.pk]), sent)
    assert answer.status_code == 409
    assert "相手の文" in answer.content.decode()
    assert "自分の文" in answer.content.decode()


def test_result_page_of_the_ministry_that_owes_it(client, owed_by_mext, mext_staff):
    client.force_login(mext_staff)
    page = client.get(reverse("meetings:action", args=[owed_by_mext.pk]))
    assert "結果を登録して完了にする" in page.content.decode()
    sent = {"version": 1, "result": "回答した。"}
    answer = client.post(reverse("meetings:action_result", args=[owed_by_mext.pk]), sent)
    assert answer.status_code == 302
    owed_by_mext.refresh_from_db()
    assert owed_by_mext.status == Status.DONE
    assert client.post(reverse("meetings:action_drop", args=[owed_by_mext.pk]), {"version": 1}).status_code == 400


def test_numbers_run_over_what_the_reader_sees(client, meeting, mofa_staff, mext_staff):
    DecisionFactory(meeting=meeting, text_ja="隠れた", handling=Handling.SHARED, owner=meeting.lead_ministry)
    DecisionFactory(meeting=meeting, text_ja="見える")
    for person, expected in ((mofa_staff, [1, 2]), (mext_staff, [1])):
        client.force_login(person)
        assert [card.number for card in client.get(tab_of(meeting)).context["decisions"]] == expected


def test_history_tells_of_outcomes(meeting, mofa_staff):
    action = ActionFactory(meeting=meeting, title_ja="資料を送る")
    result_of(action, mofa_staff)
    # Within one transaction all that happens has one moment.
    told = [change for change in changes(meeting, mofa_staff) if change.fields]
    assert told[0].what == "資料を送る"
    assert {field.label for field in told[0].fields} == {"状態", "結果", "結果の日付"}


def test_create_page_proposes_open_actions(client, meeting, mofa_staff):
    action = ActionFactory(meeting=meeting, title_ja="共同公募の回答")
    ActionFactory(meeting=meeting, title_ja="済んだこと", status="done", result="済", result_on=NOW.date())
    client.force_login(mofa_staff)
    address = f"{reverse('meetings:create')}?series={meeting.series_id}"
    page = client.get(address).content.decode()
    assert "共同公募の回答" in page
    assert "済んだこと" not in page
    sent = {"title_ja": "次回", "status": "tentative", "date_precision": "unknown", "time_zone": "Asia/Tokyo"}
    answer = client.post(address, {**sent, "follow_up": [str(action.pk)]})
    assert answer.status_code == 302
    assert action.followed_up_in.count() == 1


@pytest.mark.parametrize("make", [ActionFactory, DecisionFactory])
def test_tab_asks_as_many_queries_of_three_rows_as_of_one(
    client, meeting, mofa_staff, make, django_assert_max_num_queries
):
    client.force_login(mofa_staff)
    counts = []
    for more in (1, 2):
        for _ in range(more):
            make(meeting=meeting, item=AgendaItemFactory(meeting=meeting))
        client.get(tab_of(meeting))
        with django_assert_max_num_queries(30) as captured:
            client.get(tab_of(meeting))
        counts.append(len(captured))
    assert counts[0] == counts[1]
