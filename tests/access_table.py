"""Who gets through which door, written by hand. A class of access is a row, a person a column.

in       the view answers: 2xx, a redirect of its own, or an answer about the input (400, 409, 412, 415, 422, 428)
sign-in  a page sends to the sign-in, the API answers 401
enrol    a page sends to the set-up of the second factor, the API answers 403
refused  403
gone     404: there is no such page

What is behind the door is asked for each route with records: hidden or nonexistent 404, a verb one may not do 403.
"""

TABLE = """
class           anonymous  lead_staff  other_staff  secretariat  council  officer  attache_a  attache_b  admin    disabled  not_enrolled
CLOSED          gone       gone        gone         gone         gone     gone     gone       gone       gone     gone      enrol
PUBLIC          in         in          in           in           in       in       in         in         in       in        enrol
SECRET_ADDRESS  in         in          in           in           in       in       in         in         in       in        enrol
SIGNED_IN       sign-in    in          in           in           in       in       in         in         in       sign-in   enrol
READER          sign-in    in          in           in           in       in       in         in         refused  sign-in   enrol
GOVERNMENT      sign-in    in          in           in           in       in       refused    refused    refused  sign-in   enrol
DESK            sign-in    in          in           in           refused  in       refused    refused    refused  sign-in   enrol
STAFF           sign-in    in          in           in           refused  refused  refused    refused    refused  sign-in   enrol
SECRETARIAT     sign-in    refused     refused      in           refused  refused  refused    refused    refused  sign-in   enrol
NETWORK         sign-in    in          in           in           refused  in       in         in         refused  sign-in   enrol
OVERVIEW        sign-in    in          in           in           in       refused  refused    refused    refused  sign-in   enrol
ADMIN           sign-in    refused     refused      refused      refused  refused  refused    refused    in       sign-in   enrol
"""  # noqa: E501

# The pages open to a person who has yet to set up a second factor.
ENROLMENT = {
    "mfa_index",
    "mfa_activate_totp",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "account_reauthenticate",
    "account_logout",
    "accounts:language",
    "accounts:session_extend",
    "accounts:session_state",
}

_head, *_rows = (line.split() for line in TABLE.strip().splitlines())
PERSONS = _head[1:]
EXPECTED = {row[0]: dict(zip(PERSONS, row[1:], strict=True)) for row in _rows}


def expected(access: str, person: str, route: str) -> str:
    if person == "not_enrolled" and route in ENROLMENT:
        return "in"
    return EXPECTED[access][person]
