"""Routes of libraries, each with its access class, listed one by one: a new one of theirs is refused until named."""

from accounts.access import Access

THIRD_PARTY_ROUTES: dict[str, Access] = {
    "account_login": Access.PUBLIC,
    "account_logout": Access.PUBLIC,
    "account_reset_password": Access.PUBLIC,
    "account_reset_password_done": Access.PUBLIC,
    "account_reset_password_from_key": Access.SECRET_ADDRESS,
    "account_reset_password_from_key_done": Access.PUBLIC,
    "account_change_password": Access.SIGNED_IN,
    "account_reauthenticate": Access.SIGNED_IN,
    "account_inactive": Access.PUBLIC,
    "mfa_authenticate": Access.PUBLIC,
    "mfa_login_webauthn": Access.PUBLIC,
    "mfa_index": Access.SIGNED_IN,
    "mfa_reauthenticate": Access.SIGNED_IN,
    "mfa_reauthenticate_webauthn": Access.SIGNED_IN,
    "mfa_activate_totp": Access.SIGNED_IN,
    "mfa_deactivate_totp": Access.SIGNED_IN,
    "mfa_view_recovery_codes": Access.SIGNED_IN,
    "mfa_generate_recovery_codes": Access.SIGNED_IN,
    "mfa_download_recovery_codes": Access.SIGNED_IN,
    "mfa_list_webauthn": Access.SIGNED_IN,
    "mfa_add_webauthn": Access.SIGNED_IN,
    "mfa_edit_webauthn": Access.SIGNED_IN,
    "mfa_remove_webauthn": Access.SIGNED_IN,
    "usersessions_list": Access.SIGNED_IN,
}
