"""The industry's harmless test virus, known without any scanner: whoever runs the portal can see a refusal work."""

from django.utils.translation import gettext as _

from diplomacy.uploads.refusing import refused

# In two halves, or virus scanners would take this very file away.
TEST_VIRUS = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def refuse_test_virus(head: bytes) -> None:
    if TEST_VIRUS in head:
        raise infected("EICAR")


def infected(found: str) -> Exception:
    return refused("virus", _("ウイルス検査で検出されました（%(found)s）。登録していません。"), found=found)
