"""One story through all apps, each person in turn at the pages they use; every step is read on the screen and in the
database.

The officer abroad logs a contact with a next step; the desk makes an agenda item of it, writes the position and clears
it with another ministry; the meeting decides and somebody undertakes something; reminders arrive; an expert is sent;
the public reads about it. The council watches on its dashboard, and an embassy that was shown nothing sees nothing.
"""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from tests.browser.story import after, before, watchers
from tests.browser.story.scene import Scene
from tests.factories.accounts import UserFactory
from tests.factories.meetings import MeetingFactory, SeriesFactory
from tests.factories.outreach import ExpertFactory
from tests.factories.partners import PartnerFactory, PersonFactory, ThemeFactory
from tests.factories.reminders import RuleFactory


@pytest.fixture
def scene(settings, signed_in, open_page, mofa, mext, mofa_staff, mext_staff, officer, council_member, german_attache):
    settings.CACHES = {**settings.CACHES, "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    for subject in ("meetings.upcoming", "meetings.action_due", "attaches.follow_up"):
        RuleFactory(subject=subject, amount=30)
    today = timezone.localdate()
    france = PartnerFactory(slug="FR", name_ja="フランス", name_en="France", region="Europe")
    PersonFactory(name_ja="佐伯 由美", name_en="Yumi Saeki", reading="さえき ゆみ", partner=france)
    quantum = ThemeFactory(slug="quantum", name_ja="量子技術", name_en="Quantum", parent=ThemeFactory(name_ja="先端"))
    series = SeriesFactory(name_ja="日仏合同委員会", host_partner=france, lead_ministry=mofa)
    soon = {"start_date": today + timedelta(days=10), "end_date": None, "date_precision": "day"}
    meeting = MeetingFactory(series=series, title_ja="第18回日仏合同委員会", status="confirmed", country=france, **soon)
    meeting.concerned.add(mext)
    expert = ExpertFactory(owner=mofa, name_ja="専門 花子", regions=["Europe"])
    expert.themes.add(quantum)
    people = SimpleNamespace(
        officer=officer,
        desk=mofa_staff,
        colleague=UserFactory(organisation=mofa),
        other_ministry=mext_staff,
        council=council_member,
        outsider=german_attache,
    )
    return Scene(signed_in, open_page, people, meeting, expert, today)


def test_the_story_from_a_contact_to_the_public(scene, watch):
    watch.allow("40[34]")
    watchers.the_council_sees(scene, "議題 なし", blank="量子技術")
    contact = before.the_officer_logs_a_contact(scene)
    item = before.the_desk_makes_an_item_of_it(scene, contact)
    watchers.the_council_sees(scene, "議題 あり", "対処方針 0/1")
    position = before.the_desk_writes_the_position(scene, item)
    watchers.the_council_sees(scene, "対処方針 1/1", "協議 0/1")
    before.the_other_ministry_clears_it(scene, position)
    watchers.the_council_sees(scene, "対処方針 1/1", "協議 1/1")
    after.the_meeting_is_held(scene)
    action = after.it_decides_and_somebody_undertakes(scene, item)
    watchers.the_council_counts(scene, kept=0, under_way=1)
    after.reminders_reach_their_people(scene, contact, action)
    dispatch = after.an_expert_is_sent(scene, action)
    after.the_promise_is_kept(scene, contact, action)
    watchers.the_council_counts(scene, kept=1, under_way=0)
    story = after.the_story_is_published(scene, dispatch)
    watchers.a_visitor_reads_it(scene, story)
    watchers.an_outsider_sees_nothing(scene, [contact, item, action, dispatch, story])
