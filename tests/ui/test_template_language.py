from datetime import date
from types import SimpleNamespace

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.base import Message
from django.http import HttpResponse
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from diplomacy.ui.titles import bracketed
from diplomacy.ui.toasts import toast_now


def draw(source: str, language: str = "ja", **context) -> str:
    with translation.override(language):
        return Template(source).render(Context(context)).strip()


def test_a_word_is_said_in_the_language_of_each_drawing():
    said = Template('{% trans "編集" %}')
    for language, word in (("ja", "編集"), ("en", "Edit"), ("ja", "編集")):
        with translation.override(language):
            assert said.render(Context()) == word


@pytest.mark.parametrize(
    ("language", "behind", "said"),
    [("ja", "外務省", "青木 志保（外務省）"), ("en", "外務省", "青木 志保 (外務省)"), ("en", None, "青木 志保")],
)
def test_brackets_are_those_of_the_reader_s_language(language, behind, said):
    with translation.override(language):
        assert bracketed("青木 志保", behind) == said


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{% trans text %}", "Edit"),
        ('{% trans "編集" as word %}[{{ word }}]', "[Edit]"),
        ('{% trans "編集"|upper %}', "EDIT"),
        ('{% trans "編集" noop %}', "編集"),
        ('{% trans "100%% <b>" %}', "100%% <b>"),
    ],
)
def test_other_words_go_djangos_own_way(source, expected):
    assert draw(source, "en", text="編集") == expected


BOTH = SimpleNamespace(title_ja="量子", title_en="Quantum")
ONLY_JAPANESE = SimpleNamespace(title_ja="量子<1>", title_en="")


@pytest.mark.parametrize(
    ("record", "language", "expected"),
    [
        (BOTH, "ja", "量子"),
        (BOTH, "en", "Quantum"),
        (ONLY_JAPANESE, "en", '<span lang="ja">量子&lt;1&gt;</span>'),
        (None, "en", ""),
    ],
)
def test_a_title_is_in_the_readers_language_or_marked(record, language, expected):
    assert draw("{% local_title record %}", language, record=record) == expected


def test_the_other_title_shows_only_where_there_are_two():
    assert draw("{% other_title record %}", record=BOTH) == '<span lang="en">Quantum</span>'
    assert draw("{% other_title record %}", "en", record=ONLY_JAPANESE) == ""


def test_attributes_take_the_text_without_markup():
    assert draw('{{ record|plain_text:"title" }}', "en", record=ONLY_JAPANESE) == "量子&lt;1&gt;"


@pytest.mark.parametrize("level", ["public", "shared", "government", "restricted"])
def test_handling_is_a_word(level):
    html = draw("{% handling_badge record %}", record=SimpleNamespace(handling=level))
    assert "取扱区分" in html
    assert draw("{% handling_badge level %}", level=level) == html


@time_machine.travel("2026-11-23T20:00:00Z")
def test_days_are_counted_in_the_readers_zone():
    assert "明日" in draw("{% days_until day %}", day=date(2026, 11, 25))
    assert draw('{% days_until day "month" %}', day=date(2026, 11, 25)) == ""


def test_progress_is_full_only_when_everything_is_done():
    assert draw("{% parts 99 100 %}").count('class="on"') == 9
    assert draw("{% parts 100 100 %}").count('class="on"') == 10
    assert draw("{% parts 0 0 %}").count("<i") == 0


def test_a_column_head_turns_the_direction_and_keeps_the_filters():
    request = RequestFactory().get("/", {"level": "g7", "sort": "start", "after": "x"})
    html = draw('<table>{% sort_header "開催日" "start" %}</table>', request=request)
    assert 'aria-sort="ascending"' in html
    assert 'href="?level=g7&amp;sort=-start"' in html


def test_nobody_has_permissions_without_signing_in():
    assert draw("{% has_perm 'meetings.change_agenda' as may %}{{ may }}", user=AnonymousUser()) == "False"


def test_a_message_carries_its_way_back():
    message = Message(25, "削除しました", extra_tags="undo:/items/1/restore/")
    assert draw("{{ message|undo_url }}", message=message) == "/items/1/restore/"
    assert draw("{{ message|undo_url }}", message=Message(25, "x", extra_tags="safe")) == ""


def test_an_htmx_answer_brings_its_message():
    response = toast_now(HttpResponse(), "保存しました", undo_url="/undo/")
    assert "portal:toast" in response["HX-Trigger"]


@pytest.mark.parametrize(
    ("user_agent", "expected"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge · Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Safari/604.1", "Safari · iPhone"),
        ("curl/8.5", "curl/8.5"),
    ],
)
def test_devices_are_named_in_words(user_agent, expected):
    assert draw("{{ agent|device }}", agent=user_agent) == expected


def test_blocks_draw_their_bodies():
    assert "<p>本文</p>" in draw('{% card "題名" %}<p>本文</p>{% endcard %}')
    html = draw('{% notice "warning" "題名" %}{{ text }}{% endnotice %}', text="<b>")
    assert 'aria-label="注意"' in html
    assert "&lt;b&gt;" in html
    assert 'aria-current="page"' in draw('{% breadcrumb %}{% crumb "会合" %}{% endbreadcrumb %}')
