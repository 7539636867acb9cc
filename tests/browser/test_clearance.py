"""A clearance in a real browser: opened by one ministry, answered by another, read as a matrix, closed; narrow too."""

from datetime import timedelta

import pytest
from django.utils import timezone

from meetings.models import ClearanceRound
from reminders.business_days import business_days_before
from tests.factories.meetings import AgendaItemFactory, MeetingFactory
from tests.factories.positions import ClearanceRoundFactory, PositionFactory


@pytest.fixture
def position(mofa, mext):
    meeting = MeetingFactory(lead_ministry=mofa)
    meeting.concerned.add(mext)
    return PositionFactory(item=AgendaItemFactory(meeting=meeting, title_ja="量子"), line_ja="共同公募を提案する。")


def test_opened_answered_in_the_matrix_and_closed(signed_in, position, mofa_staff, mext_staff):
    page = signed_in(mofa_staff, f"/meetings/{position.item.meeting_id}/clearances/")
    page.get_by_role("link", name="協議を始める").click()
    deadline = business_days_before(timezone.localdate() + timedelta(days=14), 0)
    page.get_by_label("回答期限の日").fill(deadline.isoformat())
    page.get_by_role("button", name="協議を始める").click()
    page.get_by_role("cell", name="未回答").wait_for()
    address = page.url

    page = signed_in(mext_staff, f"/clearances/{ClearanceRound.objects.get().pk}/")
    page.get_by_role("link", name="回答する").focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("共同公募を提案する。").wait_for()
    dialog.get_by_label("意見なし").check()
    dialog.get_by_role("button", name="回答する").click()
    page.get_by_role("cell", name="意見なし").wait_for()

    page = signed_in(mofa_staff, address)
    page.get_by_role("link", name="協議を終了").click()
    page.get_by_role("button", name="協議を終了").click()
    page.get_by_text("協議済", exact=True).first.wait_for()
    assert ClearanceRound.objects.get().outcome == "cleared"


@pytest.mark.parametrize(("language", "width", "dark"), [("ja", 1280, False), ("en", 360, True)])
def test_the_matrix_and_its_dialog_are_clean(signed_in, axe, fits, position, mext, mofa_staff, language, width, dark):
    mofa_staff.language = language
    mofa_staff.save()
    round = ClearanceRoundFactory(positions=[position], asked=[mext])
    page = signed_in(mofa_staff, f"/clearances/{round.pk}/", language=language, width=width, dark=dark)
    axe(page)
    fits(page)
    page.locator(".clearance-matrix td a").first.click()
    page.get_by_role("dialog").get_by_role("heading", level=3).first.wait_for()
    axe(page)
    fits(page)
