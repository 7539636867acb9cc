"""The circle, bulletins and meeting requests for the access matrix.

A gathering everybody may read is public and has everybody invited who can be; a hidden one is on a stranger's list.
"""

from typing import Any

from accounts.handling import Handling
from accounts.models import AccessGroupMember, Role
from attaches.circle.links import link
from attaches.models import CircleEvent, Invitation
from tests.access_objects.sample import LEAD, Arguments, Make, Sample, nothing, owner, stranger, with_version
from tests.factories.accounts import AccessGroupFactory
from tests.factories.circle import (
    BulletinFactory,
    CircleEventFactory,
    CirclePaperFactory,
    InvitationFactory,
    MeetingRequestFactory,
)
from tests.factories.partners import OrganisationFactory

RUNNERS = frozenset({"lead_staff", "secretariat"})
ATTACHES = frozenset({"attache_a", "attache_b"})


def restricted(cast: Any) -> dict[str, Any]:
    group = AccessGroupFactory()
    AccessGroupMember.objects.create(group=group, user=stranger(cast))
    return {"handling": Handling.RESTRICTED, "access_group": group}


def open_event(cast: Any, person: str) -> CircleEvent:
    event = CircleEventFactory(owner=cast.organisations.mofa, handling=Handling.PUBLIC)
    somebody = owner(cast, person)
    if somebody.organisation:
        InvitationFactory(event=event, person=somebody)
    return event


def hidden_event_row(cast: Any) -> CircleEvent:
    return CircleEventFactory(owner=cast.organisations.mofa, **restricted(cast))


def event_of(cast: Any, person: str) -> Arguments:
    return {"pk": open_event(cast, person).pk}


def hidden_event(cast: Any, person: str) -> Arguments:
    return {"pk": hidden_event_row(cast).pk}


def invitation_of(cast: Any, person: str) -> Arguments:
    """The person's own; who cannot be invited has a stranger's."""
    somebody = owner(cast, person)
    guest = somebody if somebody.organisation else stranger(cast)
    return {"pk": InvitationFactory(event=CircleEventFactory(handling=Handling.PUBLIC), person=guest).pk}


def hidden_invitation(cast: Any, person: str) -> Arguments:
    return {"pk": InvitationFactory(event=hidden_event_row(cast), person=stranger(cast)).pk}


def paper_of(cast: Any, person: str) -> Arguments:
    return {"pk": CirclePaperFactory(event=open_event(cast, person)).pk}


def hidden_paper(cast: Any, person: str) -> Arguments:
    return {"pk": CirclePaperFactory(event=hidden_event_row(cast)).pk}


def link_of(invitation: Invitation) -> Arguments:
    return {"token": link(invitation).rstrip("/").rpartition("/")[2]}


def answer_link(cast: Any, person: str) -> Arguments:
    """A stranger's: who is signed in as somebody else is told so."""
    event = CircleEventFactory(handling=Handling.PUBLIC)
    return link_of(InvitationFactory(event=event, person=stranger(cast)))


def replaced_link(cast: Any, person: str) -> Arguments:
    row = InvitationFactory(event=CircleEventFactory(handling=Handling.PUBLIC), person=stranger(cast))
    old = link_of(row)
    Invitation.objects.filter(pk=row.pk).update(link_number=2)
    return old


def bulletin_of(cast: Any, person: str) -> Arguments:
    somebody = owner(cast, person)
    to = [somebody] if somebody.organisation else []
    return {"pk": BulletinFactory(owner=cast.organisations.mofa, handling=Handling.PUBLIC, to=to).pk}


def hidden_bulletin(cast: Any, person: str) -> Arguments:
    return {"pk": BulletinFactory(owner=cast.organisations.mofa, **restricted(cast)).pk}


def delivery_of(cast: Any, person: str) -> Arguments:
    """Of a bulletin of the person's own ministry."""
    somebody = owner(cast, person)
    bulletin = BulletinFactory(owner=somebody.organisation, handling=Handling.PUBLIC, to=[stranger(cast)])
    return {"pk": bulletin.deliveries.get().pk}


def hidden_delivery(cast: Any, person: str) -> Arguments:
    bulletin = BulletinFactory(owner=OrganisationFactory(), handling=Handling.PUBLIC, to=[stranger(cast)])
    return {"pk": bulletin.deliveries.get().pk}


def request_of(cast: Any, person: str) -> Arguments:
    """Asked of the foreign ministry, by the attaché's embassy or another, and read by everybody."""
    somebody = owner(cast, person)
    embassy = somebody.organisation if somebody.role == Role.ATTACHE else OrganisationFactory()
    level = {"handling": Handling.PUBLIC, "ministry": cast.organisations.mofa}
    return {"pk": MeetingRequestFactory(owner=embassy, **level).pk}


def hidden_request(cast: Any, person: str) -> Arguments:
    return {"pk": MeetingRequestFactory(owner=OrganisationFactory(), ministry=OrganisationFactory()).pk}


def run(make: Make, hidden: Make, *, on_get: bool = False, body: bool = False) -> Sample:
    """A verb of who runs the circle."""
    return Sample(with_version(make) if body else make, hidden, writers=RUNNERS, verb_on_get=on_get)


OBJECTS: dict[str, Sample] = {
    "api-bulletin-deliveries-detail": Sample(delivery_of, hidden_delivery),
    "api-bulletins-detail": Sample(bulletin_of, hidden_bulletin, writers=LEAD),
    "api-bulletins-send": Sample(bulletin_of, hidden_bulletin, writers=LEAD),
    "api-circle-events-cancel": run(event_of, hidden_event),
    "api-circle-events-detail": run(event_of, hidden_event),
    "api-circle-events-held": run(event_of, hidden_event),
    "api-circle-events-invite": run(event_of, hidden_event),
    "api-circle-events-list": Sample(nothing, writers=RUNNERS),
    "api-circle-events-restore": run(event_of, hidden_event),
    "api-circle-invitations-answer": Sample(invitation_of, hidden_invitation),
    "api-circle-invitations-detail": Sample(invitation_of, hidden_invitation),
    "api-circle-invitations-record": run(invitation_of, hidden_invitation),
    "api-circle-invitations-withdraw": run(invitation_of, hidden_invitation),
    "api-circle-papers-detail": run(paper_of, hidden_paper),
    "api-circle-papers-file": Sample(paper_of, hidden_paper),
    "api-circle-papers-list": Sample(nothing, writers=RUNNERS),
    "api-meeting-requests-agree": Sample(request_of, hidden_request, writers=LEAD),
    "api-meeting-requests-arrange": Sample(request_of, hidden_request, writers=LEAD),
    "api-meeting-requests-decline": Sample(request_of, hidden_request, writers=LEAD),
    "api-meeting-requests-detail": Sample(request_of, hidden_request),
    "api-meeting-requests-list": Sample(nothing, writers=ATTACHES),
    "api-meeting-requests-receive": Sample(request_of, hidden_request, writers=LEAD),
    "api-meeting-requests-withdraw": Sample(request_of, hidden_request, writers=ATTACHES),
    "attaches:answer": Sample(answer_link, replaced_link),
    "attaches:bulletin": Sample(bulletin_of, hidden_bulletin),
    "attaches:bulletin_discard": Sample(with_version(bulletin_of), hidden_bulletin, writers=LEAD),
    "attaches:bulletin_edit": Sample(bulletin_of, hidden_bulletin, writers=LEAD, verb_on_get=True),
    "attaches:bulletin_handling": Sample(bulletin_of, hidden_bulletin, writers=LEAD, verb_on_get=True),
    "attaches:bulletin_send": Sample(with_version(bulletin_of), hidden_bulletin, writers=LEAD),
    "attaches:circle_attendance": run(event_of, hidden_event),
    "attaches:circle_event": Sample(event_of, hidden_event),
    "attaches:circle_event_add": Sample(nothing, writers=RUNNERS, verb_on_get=True),
    "attaches:circle_event_cancel": run(event_of, hidden_event, body=True),
    "attaches:circle_event_edit": run(event_of, hidden_event, on_get=True),
    "attaches:circle_event_handling": run(event_of, hidden_event, on_get=True),
    "attaches:circle_event_held": run(event_of, hidden_event, body=True),
    "attaches:circle_event_restore": run(event_of, hidden_event, body=True),
    "attaches:circle_invite": run(event_of, hidden_event, on_get=True),
    "attaches:circle_paper": Sample(paper_of, hidden_paper),
    "attaches:circle_paper_add": run(event_of, hidden_event),
    "attaches:circle_paper_remove": run(paper_of, hidden_paper),
    "attaches:invitation": Sample(invitation_of, hidden_invitation),
    "attaches:invitation_record": run(invitation_of, hidden_invitation, on_get=True),
    "attaches:invitation_renew": run(invitation_of, hidden_invitation),
    "attaches:invitation_withdraw": run(invitation_of, hidden_invitation),
    "attaches:request": Sample(request_of, hidden_request),
    "attaches:request_add": Sample(nothing, writers=ATTACHES, verb_on_get=True),
    "attaches:request_agree": Sample(request_of, hidden_request, writers=LEAD),
    "attaches:request_arrange": Sample(with_version(request_of), hidden_request, writers=LEAD),
    "attaches:request_decline": Sample(request_of, hidden_request, writers=LEAD),
    "attaches:request_receive": Sample(with_version(request_of), hidden_request, writers=LEAD),
    "attaches:request_withdraw": Sample(with_version(request_of), hidden_request, writers=ATTACHES),
}
