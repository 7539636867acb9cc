"""What is held about a person, its erasure in the tables and in their history, retention dates."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.handling import Handling
from partners.models import Erasure, Person
from reminders.actions.sweep import sweep
from reminders.models import Notification
from tests.factories.accounts import UserFactory
from tests.factories.attaches import ContactFactory, PostingFactory
from tests.factories.partners import PartnerFactory, PersonFactory, PostFactory, SecondmentFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
RETENTION = reverse("partners:retention")


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def person(mext):
    found = PersonFactory(
        partner=PartnerFactory(desk=mext),
        owner=mext,
        name_ja="秘密太郎",
        name_en="Himitsu Taro",
        email="taro@himitsu.example",
        handling=Handling.GOVERNMENT,
    )
    PostFactory(person=found, title_ja="秘密局長", title_en="")
    found.note = "秘密の備考"
    found.save()
    return found


def page_of(person):
    return reverse("partners:personal_data", args=[person.pk])


def erased(client, person, **changes):
    body = {"version": person.version, "reason": "本人の求め", "sure": "on", **changes}
    return client.post(reverse("partners:person_erase", args=[person.pk]), body).status_code


def everything_kept():
    """Every text of every table of the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
        tables = [name for (name,) in cursor.fetchall()]
        for name in tables:
            cursor.execute(f'SELECT string_agg(row::text, chr(10)) FROM "{name}" row')
            yield name, cursor.fetchone()[0] or ""


def test_nothing_is_left_in_any_table(client, person, mext_staff):
    contact = ContactFactory(people=[person])
    secondment = SecondmentFactory(person=person)
    client.force_login(mext_staff)
    assert any("秘密" in text for name, text in everything_kept() if name == "partners_personevent")
    assert erased(client, person) == 302
    assert [name for name, text in everything_kept() if "秘密" in text or "imitsu" in text] == []
    person.refresh_from_db()
    secondment.refresh_from_db()
    assert (person.name_ja, person.posts.count(), secondment.person) == ("消去された人", 0, None)
    assert "消去された人" in client.get(reverse("attaches:contact", args=[contact.pk])).content.decode()


def test_the_erasure_tells_of_itself_and_cannot_be_changed(client, person, mext_staff):
    client.force_login(mext_staff)
    erased(client, person)
    record = Erasure.objects.get()
    assert (record.by, record.at, record.reason) == (mext_staff, NOW, "本人の求め")
    assert record.kinds == ["names", "email", "note", "posts", "history"]
    assert "本人の求め" in client.get(page_of(person)).content.decode()
    with pytest.raises(DatabaseError), transaction.atomic():
        Erasure.objects.update(reason="別の理由")
    with pytest.raises(DatabaseError), transaction.atomic():
        apps.get_model("partners", "PersonEvent").objects.update(name_ja="x")


def test_history_keeps_who_and_when(client, person, mext_staff):
    events = apps.get_model("partners", "PersonEvent").objects.filter(pgh_obj_id=person.pk).order_by("pgh_id")
    before = list(events.values_list("pgh_id", "pgh_created_at", "version"))
    client.force_login(mext_staff)
    erased(client, person)
    assert list(events.values_list("pgh_id", "pgh_created_at", "version"))[: len(before)] == before


def test_refusals_leave_everything(client, person, mext_staff, mofa_staff):
    other = UserFactory()
    client.force_login(other)
    assert client.get(page_of(person)).status_code == 403
    assert erased(client, person) == 403
    client.force_login(mext_staff)
    for wrong in ({"reason": ""}, {"reason": "a\x00b"}, {"reason": "x" * 1_000_000}, {"sure": ""}, {"version": ""}):
        assert erased(client, person, **wrong) == 400
    assert erased(client, person, version=9) == 409
    posting = PostingFactory(person=person, account=UserFactory())
    assert erased(client, person) == 400
    person.refresh_from_db()
    assert person.name_ja == "秘密太郎"
    assert not Erasure.objects.exists()
    posting.ends_on = date(2026, 11, 1)
    posting.save()
    assert erased(client, person) == 302
    person.refresh_from_db()
    assert erased(client, person) == 400
    assert Erasure.objects.count() == 1


def test_an_erased_person_takes_no_new_data(client, person, mext_staff):
    client.force_login(mext_staff)
    page = reverse("partners:person", args=[person.pk])
    edit = reverse("partners:record_edit", args=["person", person.pk])
    assert edit in client.get(page).content.decode()
    erased(client, person)
    person.refresh_from_db()
    assert edit not in client.get(page).content.decode()
    body = {"version": person.version, "name_ja": "また太郎", "initial-name_ja": "消去された人"}
    assert client.post(edit, body).status_code == 400
    with pytest.raises(DatabaseError), transaction.atomic():
        Person.objects.filter(pk=person.pk).update(name_ja="また太郎")


def test_what_is_held_is_what_its_reader_may_see(client, person, mext_staff, mofa, french_embassy):
    seen = ContactFactory(people=[person], said="秘密太郎さんと話した")
    hidden = ContactFactory(people=[person], owner=french_embassy, handling=Handling.SHARED, said="秘密太郎 hidden")
    client.force_login(mext_staff)
    page = client.get(page_of(person)).content.decode()
    assert page.count(reverse("attaches:contact", args=[seen.pk])) == 2
    assert str(hidden.pk) not in page
    assert erased(client, person) == 302


def test_an_embassy_erases_its_own_people_alone(client, person, french_embassy, french_attache, german_attache):
    own = PersonFactory(owner=french_embassy, handling=Handling.SHARED)
    client.force_login(german_attache)
    assert client.get(page_of(own)).status_code == 404
    client.force_login(french_attache)
    assert client.get(page_of(person)).status_code == 404
    assert client.get(page_of(own)).status_code == 200
    assert erased(client, own) == 302


def test_retention_is_listed_and_told_once(client, person, mext, mext_staff, mofa_staff):
    Person.objects.filter(pk=person.pk).update(kept_until=date(2026, 11, 20))
    stranger = UserFactory()
    for day in (24, 25, 26):
        with time_machine.travel(datetime(2026, 11, day, 3, tzinfo=UTC), tick=False):
            sweep(now=timezone.now())
    told = Notification.objects.filter(object_id=person.pk)
    assert [one.recipient for one in told] == [mext_staff]
    assert told[0].label == "保存の期限切れ"
    for user, there in ((mext_staff, True), (mofa_staff, True), (stranger, False)):
        client.force_login(user)
        assert ("秘密太郎" in client.get(RETENTION).content.decode()) is there
    client.force_login(mext_staff)
    assert client.get(RETENTION, {"after": "x"}).status_code == 404
    person.refresh_from_db()
    erased(client, person)
    assert "消去された人" not in client.get(RETENTION).content.decode()


def test_queries_of_the_list_do_not_grow(client, person, mext, mext_staff):
    client.force_login(mext_staff)

    def counted(number):
        for _each in range(number):
            partner = PartnerFactory(desk=mext)
            PersonFactory(partner=partner, owner=mext, kept_until=NOW.date() - timedelta(days=9))
        client.get(RETENTION)
        with CaptureQueriesContext(connection) as queries:
            client.get(RETENTION)
        return len(queries)

    assert counted(1) == counted(2)


def test_purpose_and_date_on_the_page_of_government_alone(client, person, mext_staff, french_attache):
    Person.objects.filter(pk=person.pk).update(purpose="合同委員会の連絡", handling=Handling.PUBLIC)
    address = reverse("partners:person", args=[person.pk])
    for user, there in ((mext_staff, True), (french_attache, False)):
        client.force_login(user)
        assert ("合同委員会の連絡" in client.get(address).content.decode()) is there
        assert ("purpose" in client.get(f"/api/v1/people/{person.pk}/").json()) is there
