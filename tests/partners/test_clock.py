"""What presses on an agreement."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from partners.clock import clock_of
from partners.models import Agreement
from tests.factories.partners import AgreementFactory, PartnerFactory

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("fields", "words", "tone"),
    [
        ({"expires_on": date(2027, 9, 24), "notice_months": 6}, "あと4か月で通告期限", "warning"),
        ({"expires_on": date(2029, 12, 1), "notice_months": 12}, "あと2年で通告期限", "neutral"),
        ({"expires_on": date(2027, 1, 10), "notice_months": 6}, "あと47日で満了", "warning"),
        ({"expires_on": date(2026, 11, 25)}, "明日 満了", "warning"),
        ({"expires_on": date(2026, 10, 20)}, "満了日経過・延長を要確認", "error"),
        ({"expires_on": date(2029, 1, 1), "auto_renews": True, "renewal_years": 5}, "あと2年で自動更新", "neutral"),
    ],
)
def test_the_most_pressing_is_said(fields, words, tone):
    clock = clock_of(Agreement(status="in_force", **fields), TODAY)
    assert (clock.words, clock.tone) == (words, tone)


def test_an_agreement_that_renews_itself_is_always_in_some_term():
    agreement = Agreement(
        status="in_force", expires_on=date(2016, 3, 31), auto_renews=True, renewal_years=5, notice_months=6
    )
    clock = clock_of(agreement, TODAY)
    assert (clock.ends_on, clock.notice_by) == (date(2031, 3, 31), date(2030, 9, 30))


@pytest.mark.parametrize("fields", [{}, {"status": "superseded", "expires_on": date(2030, 1, 1)}])
def test_without_a_term_there_is_no_clock(fields):
    assert clock_of(Agreement(**{"status": "in_force", **fields}), TODAY) is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"signed_on": date(2020, 4, 1), "signed_precision": "day", "expires_on": date(2019, 4, 1)}, "expires_on"),
        ({"in_force_on": date(2020, 4, 1), "in_force_precision": "day", "expires_on": date(2019, 4, 1)}, "expires_on"),
        ({"auto_renews": True, "expires_on": date(2030, 4, 1)}, "renewal_years"),
        ({"notice_months": 6}, "expires_on"),
        ({"signed_on": date(2020, 4, 1)}, "signed_precision"),
        (
            {
                "signed_on": date(2020, 4, 1),
                "signed_precision": "day",
                "in_force_on": date(2019, 1, 1),
                "in_force_precision": "year",
            },
            "in_force_on",
        ),
    ],
)
def test_a_term_that_cannot_be_is_refused(fields, fault):
    with pytest.raises(ValidationError) as refused:
        Agreement(partner=PartnerFactory(), name_ja="協定", status="in_force", **fields).full_clean()
    assert fault in refused.value.message_dict


@pytest.mark.django_db
def test_the_database_refuses_an_end_before_the_beginning():
    agreement = AgreementFactory(signed_on=date(2020, 4, 1), signed_precision="day")
    with pytest.raises(IntegrityError), transaction.atomic():
        Agreement.objects.filter(pk=agreement.pk).update(expires_on=date(2019, 4, 1))
