import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from diplomacy.ui import menu
from diplomacy.ui.context import frame


@pytest.fixture
def registry(monkeypatch):
    fresh = menu.Frame()
    monkeypatch.setattr(menu, "registry", fresh)
    return fresh


def page(path="/", **cookies):
    request = RequestFactory().get(path)
    request.user = AnonymousUser()
    request.COOKIES.update(cookies)
    return frame(request)["frame"]


def test_only_what_the_person_may_open_is_shown_in_order(registry):
    menu.register("後", "account_logout", visible=lambda user: True, order=2)
    menu.register("先", "account_login", visible=lambda user: True, order=1)
    menu.register("隠", "mfa_index", visible=lambda user: user.is_authenticated)
    assert [link["label"] for link in page().menu] == ["先", "後"]


def test_the_nearest_entry_is_marked_as_current(registry):
    menu.register("パスワード", "account_reset_password", visible=lambda user: True)
    menu.register("送信済み", "account_reset_password_done", visible=lambda user: True)
    current = [link["label"] for link in page("/accounts/password/reset/done/").menu if link["current"]]
    assert current == ["送信済み"]


def test_an_entry_is_current_under_the_pages_it_covers(registry):
    menu.register("入口", "account_login", visible=lambda user: True, covers=("account_reset_password",))
    menu.register("隣", "account_signup", visible=lambda user: True)
    assert [link["current"] for link in page("/accounts/password/reset/done/").menu] == [True, False]


def test_registering_twice_shows_one_entry(registry):
    def visible(user):
        return True

    menu.register("会合", "account_login", visible=visible)
    menu.register("会合", "account_login", visible=visible)
    assert len(page().menu) == 1


def test_nothing_is_counted_for_a_stranger(registry):
    menu.register_bell("account_login", lambda user: 1 / 0)
    assert page().unread == 0


def test_a_banner_with_nothing_to_say_is_not_shown(registry):
    menu.register_banner(lambda request: "")
    menu.register_banner(lambda request: "点検中")
    assert page().banners == ["点検中"]


@pytest.mark.parametrize(("kept", "theme"), [("dark", "dark"), ('"><script>', ""), ("", "")])
def test_only_known_colour_schemes_reach_the_page(kept, theme):
    assert page(**{"portal-theme": kept}).theme == theme


def test_the_language_switch_keeps_the_filters():
    assert page("/meetings/?level=g7&sort=-start").here == "/meetings/?level=g7&sort=-start"


def test_the_search_box_is_only_for_whom_its_page_lets_in(registry):
    assert page().search_url == ""
    menu.register_search("account_login", visible=lambda user: user.is_authenticated)
    assert page().search_url == ""
    menu.register_search("account_login", visible=lambda user: True)
    assert page().search_url == "/accounts/login/"
