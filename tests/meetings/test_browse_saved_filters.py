import pytest
from django.urls import reverse

from accounts.models import SavedFilter

pytestmark = pytest.mark.django_db
SAVE = reverse("accounts:save_filter")


def saved_for(user, name="量子", query="q=x"):
    return SavedFilter.objects.create(user=user, page="meetings", name=name, query=query)


def test_saves_the_conditions_and_nothing_else(client, mext_staff):
    client.force_login(mext_staff)
    response = client.post(SAVE, {"page": "meetings", "name": "量子", "query": "q=量子&after=abc&evil=1&level=leaders"})
    assert response.status_code == 302
    saved = SavedFilter.objects.get(user=mext_staff)
    assert saved.query == "q=%E9%87%8F%E5%AD%90&level=leaders"
    assert "量子" in client.get(reverse("meetings:list")).content.decode()


def test_a_name_is_never_silently_replaced(client, mext_staff):
    saved_for(mext_staff)
    client.force_login(mext_staff)
    response = client.post(SAVE, {"page": "meetings", "name": "量子", "query": "q=y"})
    assert response.status_code == 400
    assert "同じ名称の条件がもうあります" in response.content.decode()
    assert SavedFilter.objects.get().query == "q=x"


def test_renames_and_deletes(client, mext_staff):
    saved = saved_for(mext_staff)
    address = reverse("accounts:saved_filter", args=[saved.pk])
    client.force_login(mext_staff)
    client.post(address, {"name": "量子技術", "query": saved.query})
    assert SavedFilter.objects.get().name == "量子技術"
    client.post(address, {"delete": "1"})
    assert not SavedFilter.objects.exists()


def test_somebody_elses_filter_does_not_exist(client, mext_staff, mofa_staff):
    saved = saved_for(mext_staff, name="秘密の条件")
    client.force_login(mofa_staff)
    assert "秘密の条件" not in client.get(reverse("meetings:list")).content.decode()
    address = reverse("accounts:saved_filter", args=[saved.pk])
    assert client.get(address).status_code == 404
    assert client.post(address, {"delete": "1"}).status_code == 404
    assert SavedFilter.objects.filter(pk=saved.pk).exists()


@pytest.mark.parametrize(
    "data",
    [
        {"name": "", "query": ""},
        {"name": "a" * 101, "query": ""},
        {"name": "a\0b", "query": ""},
        {"name": "a", "query": "q=" + "x" * 3000},
    ],
)
def test_bad_input_saves_nothing(client, mext_staff, data):
    client.force_login(mext_staff)
    assert client.post(SAVE, {"page": "meetings", **data}).status_code == 400
    assert not SavedFilter.objects.exists()
