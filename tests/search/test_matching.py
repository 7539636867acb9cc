"""Precision of the search: a text holds the word as typed, in whatever letters, or it is not found."""

import pytest

from meetings.models import Meeting
from tests.factories.meetings import MeetingFactory

pytestmark = pytest.mark.django_db


def found(text):
    return Meeting.objects.all().titled_like(text).exists()


@pytest.mark.parametrize(
    ("title", "word"),
    [
        ("量子技術", "量"),
        ("量子技術", "術"),
        ("量子技術", "量子"),
        ("量子技術", "子技術"),
        ("センサー研究", "せんさー"),
        ("センサー研究", "ｾﾝｻｰ研"),
        ("ＡＩ・ロボット", "ai"),
        ("高橋委員会", "髙橋"),
        ("科学技術外交", "科技"),
        ("50%の削減", "50%"),
        ("A&B 'x' \\ y", "a&b"),
        ("C++言語", "c++"),
    ],
)
def test_found(title, word):
    MeetingFactory(title_ja=title, title_en="", city="")
    assert found(word)


@pytest.mark.parametrize(
    ("title", "word"),
    [
        ("量子技術", "子量"),
        ("東京・京都東", "東京都"),
        ("学技科学", "科学技"),
        ("かなかな", "かなな"),
        ("せんせんさ", "んさせん"),
        ("量子", "量 技"),
    ],
)
def test_not_found(title, word):
    MeetingFactory(title_ja=title, title_en="", city="")
    assert not found(word)


def test_a_pair_does_not_reach_over_two_fields():
    MeetingFactory(title_ja="会合量", title_en="子会社", city="")
    assert not found("量子")


def test_words_may_stand_in_different_fields():
    MeetingFactory(title_ja="量子", title_en="Quantum", city="京都")
    assert found("量子 京都 quantum")
