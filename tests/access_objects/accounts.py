"""Of accounts, of what is one's own, and of the libraries' pages about them."""

from typing import Any

from accounts import invitations
from accounts.models import ApiToken, SavedFilter
from meetings.browsing import SAVED_PAGE
from tests.access_objects.sample import NOBODY, Arguments, Sample, nothing, owner, stranger


def token_of(cast: Any, person: str) -> Arguments:
    return {"pk": ApiToken.issue(owner(cast, person), "鍵")[0].pk}


def hidden_token(cast: Any, person: str) -> Arguments:
    return {"pk": ApiToken.issue(stranger(cast), "鍵")[0].pk}


def saved_filter_of(cast: Any, person: str) -> Arguments:
    return {"pk": SavedFilter.objects.create(user=owner(cast, person), page=SAVED_PAGE, name="条件").pk}


def hidden_saved_filter(cast: Any, person: str) -> Arguments:
    return {"pk": SavedFilter.objects.create(user=stranger(cast), page=SAVED_PAGE, name="条件").pk}


def invited(cast: Any, person: str) -> Arguments:
    guest = stranger(cast)
    guest.set_unusable_password()
    guest.save()
    return {"token": invitations.link(guest).rstrip("/").rpartition("/")[2]}


def not_invited(cast: Any, person: str) -> Arguments:
    return {"token": invitations.link(stranger(cast)).rstrip("/").rpartition("/")[2]}


def account(cast: Any, person: str) -> Arguments:
    return {"pk": stranger(cast).pk}


OBJECTS: dict[str, Sample] = {
    "account_confirm_email": Sample(lambda cast, person: {"key": "abc"}),
    "account_reset_password_from_key": Sample(lambda cast, person: {"uidb36": "abc", "key": "abc-def"}),
    "mfa_remove_webauthn": Sample(lambda cast, person: {"pk": 1}, looks_up_late=True),
    "mfa_edit_webauthn": Sample(lambda cast, person: {"pk": 1}, looks_up_late=True),
    "accounts:invitation": Sample(invited, not_invited),
    "accounts:token_revoke": Sample(token_of, hidden_token),
    "accounts:demo_switch": Sample(nothing, writers=NOBODY),
    "accounts:person": Sample(account),
    "accounts:disable": Sample(account),
    "accounts:enable": Sample(account),
    "accounts:invite_again": Sample(account),
    "accounts:reset_second_factor": Sample(account),
    "api-unknown": Sample(lambda cast, person: {"address": "nowhere"}),
    "api-saved-filters-detail": Sample(saved_filter_of, hidden_saved_filter),
    "api-tokens-detail": Sample(token_of, hidden_token),
    "accounts:saved_filter": Sample(saved_filter_of, hidden_saved_filter),
}
