"""A fact's source on request: links only where it is safe, words otherwise."""

from datetime import date

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from partners.models import Partner
from partners.templatetags.sources import SourcePart, source_parts


def shown(**fields):
    with translation.override("en"):
        return render_to_string("components/source.html", {"record": Partner(**fields)})


@pytest.mark.parametrize(
    ("source", "parts"),
    [
        ("", []),
        ("https://www.mofa.go.jp/a/", [SourcePart("www.mofa.go.jp/a", "https://www.mofa.go.jp/a/")]),
        (
            "http://a.example/x;y=1; http://b.example/",
            [SourcePart("a.example/x;y=1", "http://a.example/x;y=1"), SourcePart("b.example", "http://b.example/")],
        ),
        ("github:owner/name a path.csv", [SourcePart("github:owner/name a path.csv")]),
        ("javascript:alert(1)", [SourcePart("javascript:alert(1)")]),
        ("https://a.example/ javascript:x", [SourcePart("https://a.example/ javascript:x")]),
        ("http://[broken", [SourcePart("http://[broken")]),
        ("https://", [SourcePart("https://")]),
    ],
)
def test_only_web_addresses_become_links(source, parts):
    assert source_parts(source) == parts


def test_a_source_is_shown_with_the_day_it_was_checked():
    html = shown(source="https://www.mofa.go.jp/a", source_date=date(2026, 11, 24))

    assert 'href="https://www.mofa.go.jp/a"' in html
    assert "Source" in html
    assert "2026" in html


def test_a_source_is_escaped():
    assert "<b>" not in shown(source="<b>x</b>")


def test_general_knowledge_says_so():
    assert "General knowledge (no source found)" in shown(source="unverified")


def test_a_sample_says_that_it_is_none_of_the_facts():
    html = shown(is_sample=True)

    assert "This is a sample, not a fact." in html
    assert "No source is recorded." not in html


def test_a_missing_source_is_said():
    assert "No source is recorded." in shown()
