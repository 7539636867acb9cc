"""Of accounts and what is one's own."""

from tests.deeds.deed import Deed
from tests.factories.accounts import PASSWORD

DEEDS: dict[str, Deed] = {
    "accounts:disable": Deed("admin", "person"),
    "accounts:enable": Deed("admin", "disabled"),
    "accounts:invitation": Deed("", "invitation", lambda s, c: {"new_password1": PASSWORD, "new_password2": PASSWORD}),
    "accounts:invite": Deed("admin", body=lambda s, c: s.invitation_form),
    "accounts:invite_again": Deed("admin", "guest"),
    "accounts:language": Deed("staff", body=lambda s, c: {"language": "en"}),
    "accounts:person": Deed("admin", "person", lambda s, c: {**s.person_form, "name_ja": "改名"}),
    "accounts:reset_second_factor": Deed("admin", "person"),
    "accounts:settings": Deed("staff", body=lambda s, c: {"language": "en", "time_zone": "Europe/Paris"}),
    "accounts:token_issue": Deed("staff", body=lambda s, c: {"name": "鍵", "days": 30}),
    "accounts:token_revoke": Deed("staff", "token"),
    "api-tokens-detail": Deed("staff", "token", method="delete"),
    "api-tokens-list": Deed("staff", body=lambda s, c: {"name": "鍵"}),
}
