"""Follow-ups in a real browser: found, closed with a result, put on an agenda; what is held about a person, erased."""

from datetime import date

import pytest

from accounts.handling import Handling
from attaches.models import ContactInterval, FollowUp
from meetings.models import AgendaItem
from partners.models import Relation
from tests.factories.attaches import ContactFactory, FollowUpFactory
from tests.factories.meetings import MeetingFactory, SeriesFactory
from tests.factories.partners import PartnerFactory, PersonFactory, RelationFactory

WIDTHS = pytest.mark.parametrize(("width", "dark"), [(1280, False), (360, True)])


@pytest.fixture
def follow_up(mofa, mofa_staff):
    partner = PartnerFactory(desk=mofa)
    ContactInterval.objects.get_or_create(priority=Relation.Priority.HIGH, defaults={"months": 3})
    RelationFactory(partner=partner, priority=Relation.Priority.HIGH, handling=Handling.GOVERNMENT)
    series = SeriesFactory(lead_ministry=mofa, host_partner=partner)
    coming = date(2099, 2, 2)
    MeetingFactory(series=series, lead_ministry=mofa, title_ja="第18回合同委員会", start_date=coming, end_date=None)
    contact = ContactFactory(owner=mofa, partner=partner, met_on=date(2026, 1, 5))
    return FollowUpFactory(contact=contact, what="共同公募の案を送る", person=mofa_staff, due_on=date(2026, 1, 9))


@WIDTHS
def test_closed_only_with_a_result(signed_in, watch, axe, fits, mofa_staff, follow_up, width, dark):
    watch.allow("400")
    page = signed_in(mofa_staff, "/network/follow-ups/", width=width, dark=dark)
    axe(page)
    fits(page)
    page.get_by_role("link", name="共同公募の案を送る").click()
    closing = page.locator("form[action$='/close/']")
    closing.get_by_role("button").first.click()
    page.locator(".error-summary, [role=alert]").first.wait_for()
    axe(page)
    fits(page)
    closing.locator("[name=result]").fill("案を送った。")
    closing.get_by_role("button", name="結果を登録して閉じる").click()
    page.get_by_text("結果を登録しました。").wait_for()
    axe(page)
    assert FollowUp.objects.get().state == "done"


@WIDTHS
def test_from_a_follow_up_to_the_agenda_and_back(signed_in, axe, fits, mofa_staff, follow_up, width, dark):
    page = signed_in(mofa_staff, f"/network/follow-ups/{follow_up.pk}/", width=width, dark=dark)
    page.get_by_role("link", name="議題にする").click()
    axe(page)
    fits(page)
    page.get_by_role("button", name="議題に加える").click()
    page.get_by_text("議題に加えました。").wait_for()
    axe(page)
    fits(page)
    assert AgendaItem.objects.get().title_ja == "共同公募の案を送る"
    page.locator("#came_from").get_by_role("link", name="共同公募の案を送る").click()
    page.get_by_role("heading", name="議題にしたもの").wait_for()


@WIDTHS
def test_quiet_partners_and_personal_data(signed_in, axe, fits, mofa, mofa_staff, follow_up, width, dark):
    page = signed_in(mofa_staff, "/network/quiet/", width=width, dark=dark)
    page.get_by_role("link", name=follow_up.contact.partner.name_ja, exact=True).wait_for()
    axe(page)
    fits(page)
    person = PersonFactory(owner=mofa, name_ja="試験 太郎", purpose="試験", kept_until=date(2026, 1, 1))
    page.goto(page.url.replace("/network/quiet/", "/people/retention/"))
    axe(page)
    fits(page)
    page.get_by_role("link", name="試験 太郎").click()
    axe(page)
    fits(page)
    erasing = page.locator("form[action$='/erase/']")
    erasing.locator("[name=reason]").fill("本人の求め")
    erasing.locator("[name=sure]").check()
    erasing.get_by_role("button").click()
    page.get_by_text("個人情報を消去しました。").wait_for()
    axe(page)
    person.refresh_from_db()
    assert person.is_erased
