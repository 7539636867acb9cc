"""What a mail says: in the reader's language and zone, and no more than may leave the portal."""

from datetime import date, time, timedelta

import pytest
from django.core import mail

from accounts.handling import Handling
from meetings.models import Meeting
from tests.factories.accounts import UserFactory
from tests.reminders.conftest import SEVEN_BEFORE

MINUTE = timedelta(minutes=1)


def parts(message):
    [(html, kind)] = message.alternatives
    assert kind == "text/html"
    return message.subject, message.body, html


def test_a_public_meeting_is_named_with_its_day_place_and_link(meeting, send):
    Meeting.objects.update(title_ja="第18回日米合同実務級委員会", city="東京", start_time=time(9, 30))
    send(SEVEN_BEFORE)
    subject, body, html = parts(mail.outbox[0])
    assert subject == "【7営業日前】第18回日米合同実務級委員会"
    for text in (body, html):
        assert "2026年12月4日（金）09:30 JST" in text
        assert "東京" in text
        assert f"http://localhost:8000/meetings/{meeting.pk}/" in text


def test_text_is_text_and_html_is_escaped(meeting, send):
    Meeting.objects.update(title_ja="量子 & <AI>")
    send(SEVEN_BEFORE)
    _subject, body, html = parts(mail.outbox[0])
    assert "量子 & <AI>" in body
    assert "量子 &amp; &lt;AI&gt;" in html


@pytest.mark.parametrize("level", [Handling.GOVERNMENT, Handling.RESTRICTED])
def test_what_is_not_open_is_not_named(meeting, send, level, mofa_staff):
    fields = {"handling": level, "title_ja": "極秘の会合", "title_en": "Secret", "city": "某所", "venue": "某館"}
    if level == Handling.RESTRICTED:
        from accounts.models import AccessGroupMember
        from tests.factories.accounts import AccessGroupFactory

        fields["access_group"] = AccessGroupFactory()
        AccessGroupMember.objects.create(group=fields["access_group"], user=mofa_staff)
    Meeting.objects.update(**fields)
    send(SEVEN_BEFORE)
    subject, body, html = parts(mail.outbox[0])
    assert subject == "担当会合のお知らせ"
    for text in (body, html):
        assert f"/meetings/{meeting.pk}/" in text
        for secret in ("極秘", "Secret", "某", "12月4日", "12-04", "営業日前"):
            assert secret not in text


def test_a_shared_meeting_is_named_to_those_it_is_shared_with(meeting, mofa, send):
    Meeting.objects.update(handling=Handling.SHARED, owner=mofa, title_ja="共有の会合")
    send(SEVEN_BEFORE)
    assert mail.outbox[0].subject == "【7営業日前】共有の会合"


def test_the_readers_language_and_zone(meeting, mofa, send):
    Meeting.objects.update(start_time=time(9, 30), title_en="18th Joint Committee")
    UserFactory(organisation=mofa, language="en", time_zone="Europe/Paris", email="paris@portal.example")
    send(SEVEN_BEFORE + timedelta(hours=8))
    [message] = [message for message in mail.outbox if message.to == ["paris@portal.example"]]
    subject, body, html = parts(message)
    assert subject == "[7 business days before] 18th Joint Committee"
    assert 'lang="en"' in html
    for text in (body, html):
        assert "Fri 4 December 2026, 09:30 JST (for you Fri 4 December 2026, 01:30 CET)" in text
    assert not any("\u3040" <= character <= "\u9fff" for character in body.replace(str(meeting.title_ja), ""))


def test_a_date_without_a_time_is_never_converted(meeting, mofa_staff, send):
    mofa_staff.time_zone = "America/New_York"
    mofa_staff.save()
    send(SEVEN_BEFORE + timedelta(hours=15))
    body = mail.outbox[0].body
    assert "2026年12月4日（金）\n" in body
    assert "EST" not in body


def test_a_move_tells_the_old_day_and_the_new(meeting, send):
    send(SEVEN_BEFORE)
    Meeting.objects.update(start_date=date(2026, 12, 11), start_time=time(14))
    send(SEVEN_BEFORE + MINUTE)
    [message] = [message for message in mail.outbox if message.subject.startswith("【日程の変更】")]
    assert "日時: 2026年12月11日（金）14:00 JST" in message.body
    assert "変更前: 2026年12月4日（金）" in message.body


def test_a_cancellation_says_so(meeting, send):
    send(SEVEN_BEFORE)
    Meeting.objects.update(status="cancelled")
    send(SEVEN_BEFORE + MINUTE)
    assert mail.outbox[1].subject == f"【中止】{meeting.title_ja}"


def test_a_late_reminder_does_not_claim_to_come_so_many_days_before(meeting, send):
    send(SEVEN_BEFORE + timedelta(days=2))
    assert mail.outbox[0].subject == f"【開催前のお知らせ】{meeting.title_ja}"
