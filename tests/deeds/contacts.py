"""Of contacts and postings."""

from types import SimpleNamespace
from typing import Any
from uuid import uuid4

from django.urls import reverse
from django.utils import timezone

from partners.models import Organisation
from tests.deeds.deed import Deed, as_seen
from tests.deeds.outreach import in_form
from tests.factories.attaches import ContactFactory, PostingFactory
from tests.factories.partners import OrganisationFactory, PersonFactory


def scene_of_contacts(ministry: Any) -> dict[str, Any]:
    withdrawn = {"withdrawn_at": timezone.now(), "withdrawn_because": "誤り"}
    post = OrganisationFactory(kind=Organisation.Kind.EMBASSY)
    return {
        "contact": ContactFactory(owner=ministry),
        "withdrawn_contact": ContactFactory(owner=ministry, **withdrawn),
        "met": PersonFactory(owner=ministry),
        "written": SimpleNamespace(pk=uuid4()),
        "manned": post,
        "posting": PostingFactory(organisation=post),
    }


def said(scene: Any) -> dict[str, Any]:
    today = timezone.localdate().isoformat()
    return {"met_on": today, "way": "meeting", "people": [str(scene.met.pk)], "said": "共同研究について聞いた。"}


def to_check(scene: Any, client: Any) -> dict[str, Any]:
    """Filled in and sent on to the page that shows the answers, which asks for nothing more."""
    filled = {"key": str(scene.written.pk), "rows": "1", "readers": "government", **said(scene)}
    assert client.post(reverse("attaches:contact_new"), filled).status_code == 302
    return {}


def term(scene: Any) -> dict[str, Any]:
    return {"person": str(scene.met.pk), "title_ja": "科学参事官", "starts_on": "2026-04-01"}


WITHDRAWN = {"because": "相手の求め"}
DEEDS: dict[str, Deed] = {
    "api-contacts-list": Deed("staff", body=lambda s, c: {**said(s), "handling": "government"}),
    "api-contacts-detail PATCH": Deed("staff", "contact", lambda s, c: {"place": "大使館"}, method="patch"),
    "api-contacts-readers": Deed("staff", "contact", lambda s, c: {"handling": "shared"}),
    "api-contacts-restore": Deed("staff", "withdrawn_contact"),
    "api-contacts-withdraw": Deed("staff", "contact", lambda s, c: WITHDRAWN),
    "api-postings-list": Deed("staff", body=lambda s, c: {"organisation": str(s.manned.pk), **term(s)}),
    "api-postings-detail PATCH": Deed("staff", "posting", lambda s, c: {"title_ja": "参事官"}, method="patch"),
    "api-postings-detail DELETE": Deed("staff", "posting", method="delete"),
    "attaches:contact_check": Deed("staff", "written", to_check, also={"as": "key"}),
    "attaches:contact_edit": Deed("staff", "contact", in_form("attaches:contact_edit", "contact", place="大使館")),
    "attaches:contact_handling": Deed("staff", "contact", as_seen(handling="shared")),
    "attaches:contact_restore": Deed("staff", "withdrawn_contact", as_seen()),
    "attaches:contact_withdraw": Deed("staff", "contact", as_seen(**WITHDRAWN)),
    "attaches:posting_add": Deed("staff", "manned", lambda s, c: term(s)),
    "attaches:posting_edit": Deed("staff", "posting", in_form("attaches:posting_edit", "posting", title_ja="参事官")),
    "attaches:posting_remove": Deed("staff", "posting", as_seen()),
}
