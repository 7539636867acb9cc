"""For each route with something in its address, or a verb not everybody may do: what the access matrix asks it with.

A new route with arguments fails `tests/test_access.py` until it has its entry here:

    "meetings:detail": Sample(visible=meeting_of, hidden=hidden_meeting_of),
    "meetings:edit": Sample(visible=meeting_of, hidden=hidden_meeting_of, writers=LEAD),

`visible(cast, person)` makes a row the person may read and returns the route's arguments; `hidden` one they may not
(None where every row is for everybody). `cast` has every person by name, and `organisations`. `writers` are the
persons who may do the verb on the visible row, the others behind the door are refused with 403; by default it counts
for POST, PUT, PATCH and DELETE, with `verb_on_get` for GET too.

Among the arguments, "?" is the query of the address and "body" the form that is sent: what is needed for the answer
to be about the right and not about the input.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import timezone

from accounts import invitations
from accounts.handling import Handling
from accounts.models import AccessGroupMember, ApiToken, SavedFilter
from meetings.browsing import SAVED_PAGE
from meetings.models import (
    AgendaItem,
    CalendarFeed,
    ClearanceItem,
    ClearanceReply,
    ClearanceRound,
    Document,
    Position,
    SeriesLink,
)
from partners.models import IndicatorValue
from reminders.models import Channel
from tests.access_partners import hidden, hidden_import, hidden_kind, hidden_under, import_of, kind_of, of, under
from tests.factories.accounts import AccessGroupFactory, UserFactory
from tests.factories.documents import DocumentFactory
from tests.factories.meetings import AgendaItemFactory, MeetingFactory, SeriesFactory
from tests.factories.outcomes import ActionFactory, DecisionFactory
from tests.factories.partners import PartnerFactory, ThemeFactory
from tests.factories.positions import ClearanceRoundFactory, PositionFactory, PositionVersionFactory
from tests.factories.reminders import NotificationFactory

Arguments = dict[str, Any]
Make = Callable[[Any, str], Arguments]

LEAD = frozenset({"lead_staff"})
ASKED = frozenset({"other_staff"})
NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Sample:
    visible: Make
    hidden: Make | None = None
    writers: frozenset[str] | None = None
    verb_on_get: bool = False
    # Libraries' pages that ask for the password again before they look for the row.
    looks_up_late: bool = False


def nothing(cast: Any, person: str) -> Arguments:
    return {}


def by_pk(make: Callable[[], Any]) -> Make:
    """A row that is the same for everybody."""

    def made(cast: Any, person: str) -> Arguments:
        return {"pk": make().pk}

    return made


def stranger(cast: Any) -> Any:
    return UserFactory(organisation=cast.organisations.mext)


# --- Accounts ----------------------------------------------------------------------------------------------------


def owner(cast: Any, person: str) -> Any:
    return getattr(cast, person) or stranger(cast)


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


# --- Facts -------------------------------------------------------------------------------------------------------


def indicator() -> IndicatorValue:
    return IndicatorValue.objects.create(
        partner=PartnerFactory(), year=2024, indicator=IndicatorValue.Indicator.GERD, value=3
    )


# --- Meetings ----------------------------------------------------------------------------------------------------


def public_meeting(cast: Any) -> Any:
    ministry = cast.organisations.mofa
    return MeetingFactory(
        series=SeriesFactory(lead_ministry=ministry), owner=ministry, handling=Handling.PUBLIC, lead_ministry=ministry
    )


def restricted_meeting(cast: Any) -> Any:
    """Of the lead ministry too, and on nobody's list but a stranger's."""
    group = AccessGroupFactory()
    AccessGroupMember.objects.create(group=group, user=stranger(cast))
    meeting = public_meeting(cast)
    meeting.handling, meeting.access_group = Handling.RESTRICTED, group
    meeting.save()
    return meeting


def meeting_of(cast: Any, person: str) -> Arguments:
    return {"pk": public_meeting(cast).pk}


def hidden_meeting(cast: Any, person: str) -> Arguments:
    return {"pk": restricted_meeting(cast).pk}


def public_item(cast: Any, **fields: Any) -> AgendaItem:
    return AgendaItemFactory(meeting=public_meeting(cast), handling=Handling.PUBLIC, **fields)


def restricted_item(cast: Any, **fields: Any) -> AgendaItem:
    """Public by itself, under a meeting that is hidden."""
    return AgendaItemFactory(meeting=restricted_meeting(cast), handling=Handling.PUBLIC, **fields)


def item_of(cast: Any, person: str) -> Arguments:
    return {"pk": public_item(cast).pk}


def hidden_item(cast: Any, person: str) -> Arguments:
    return {"pk": restricted_item(cast).pk}


def binned_item_of(cast: Any, person: str) -> Arguments:
    return {"pk": public_item(cast, deleted_at=timezone.now()).pk}


def hidden_binned_item(cast: Any, person: str) -> Arguments:
    return {"pk": restricted_item(cast, deleted_at=timezone.now()).pk}


def meeting_and_item(cast: Any, person: str) -> Arguments:
    item = public_item(cast)
    return {"pk": item.meeting_id, "item": item.pk}


def meeting_and_hidden_item(cast: Any, person: str) -> Arguments:
    """A restricted item of a meeting that its reader may see."""
    item = public_item(cast)
    item.handling, item.access_group = Handling.RESTRICTED, restricted_meeting(cast).access_group
    item.save()
    return {"pk": item.meeting_id, "item": item.pk}


def cell_of(cast: Any, person: str) -> Arguments:
    return {**meeting_and_item(cast, person), "cell": "title"}


def hidden_cell(cast: Any, person: str) -> Arguments:
    return {**meeting_and_hidden_item(cast, person), "cell": "title"}


def with_version(make: Make) -> Make:
    """The form says which version it was drawn from."""
    return lambda cast, person: {**make(cast, person), "body": "version=1"}


def meeting_and_chosen_item(cast: Any, person: str) -> Arguments:
    item = public_item(cast)
    return {"pk": item.meeting_id, "body": f"deed=delete&item={item.pk}:{item.version}"}


def meeting_and_binned_item(cast: Any, person: str) -> Arguments:
    item = public_item(cast, deleted_at=timezone.now())
    return {"pk": item.meeting_id, "?": f"item={item.pk}:{item.version}"}


def public_position(cast: Any) -> Position:
    """Of the lead ministry, on an item that everybody sees."""
    return PositionFactory(item=public_item(cast))


def position_of(cast: Any, person: str) -> Arguments:
    return {"pk": public_position(cast).pk}


def restricted_position(cast: Any) -> Position:
    position = public_position(cast)
    position.handling, position.access_group = Handling.RESTRICTED, restricted_meeting(cast).access_group
    position.save()
    return position


def hidden_position(cast: Any, person: str) -> Arguments:
    return {"pk": restricted_position(cast).pk}


def meeting_and_position(cast: Any, person: str) -> Arguments:
    position = public_position(cast)
    return {"pk": position.item.meeting_id, "item": position.item_id}


def meeting_and_hidden_position(cast: Any, person: str) -> Arguments:
    """A position kept from its reader, on an item that they see and may write."""
    position = restricted_position(cast)
    return {"pk": position.item.meeting_id, "item": position.item_id}


def text_of(cast: Any, person: str) -> Arguments:
    return {**meeting_and_item(cast, person), "text": "line_ja"}


def hidden_text(cast: Any, person: str) -> Arguments:
    return {**meeting_and_hidden_item(cast, person), "text": "line_ja"}


def version_of(cast: Any, person: str) -> Arguments:
    return {"pk": PositionVersionFactory(position=public_position(cast)).pk}


def hidden_version(cast: Any, person: str) -> Arguments:
    return {"pk": PositionVersionFactory(position=restricted_position(cast)).pk}


def public_document(cast: Any, **fields: Any) -> Document:
    return DocumentFactory(meeting=public_meeting(cast), handling=Handling.PUBLIC, **fields)


def restricted_document(cast: Any, **fields: Any) -> Document:
    """A restricted document of a meeting that its reader may see."""
    group = restricted_meeting(cast).access_group
    return DocumentFactory(
        meeting=public_meeting(cast), handling=Handling.RESTRICTED, access_group=group, owner=None, **fields
    )


def document_of(cast: Any, person: str) -> Arguments:
    return {"pk": public_document(cast).pk}


def hidden_document(cast: Any, person: str) -> Arguments:
    return {"pk": restricted_document(cast).pk}


def binned_document_of(cast: Any, person: str) -> Arguments:
    return {"pk": public_document(cast, deleted_at=timezone.now()).pk}


def hidden_binned_document(cast: Any, person: str) -> Arguments:
    return {"pk": restricted_document(cast, deleted_at=timezone.now()).pk}


def version_of_document(cast: Any, person: str) -> Arguments:
    return {"pk": public_document(cast).versions.get().pk}


def version_of_hidden_document(cast: Any, person: str) -> Arguments:
    return {"pk": restricted_document(cast).versions.get().pk}


def meeting_and_document(cast: Any, person: str) -> Arguments:
    document = public_document(cast)
    return {"pk": document.meeting_id, "document": document.pk}


def meeting_and_hidden_document(cast: Any, person: str) -> Arguments:
    document = restricted_document(cast)
    return {"pk": document.meeting_id, "document": document.pk}


def meeting_and_binned_document(cast: Any, person: str) -> Arguments:
    document = public_document(cast, deleted_at=timezone.now())
    return {"pk": document.meeting_id, "document": document.pk, "body": "version=1"}


def meeting_and_hidden_binned_document(cast: Any, person: str) -> Arguments:
    document = restricted_document(cast, deleted_at=timezone.now())
    return {"pk": document.meeting_id, "document": document.pk, "body": "version=1"}


def file_of(cast: Any, person: str) -> Arguments:
    return {**meeting_and_document(cast, person), "number": 1}


def hidden_file(cast: Any, person: str) -> Arguments:
    return {**meeting_and_hidden_document(cast, person), "number": 1}


def round_on(cast: Any, position: Position) -> ClearanceRound:
    """Of the lead ministry; the ministry of `other_staff` is asked and has replied."""
    return ClearanceRoundFactory(lead=cast.organisations.mofa, positions=[position], asked=[cast.organisations.mext])


def round_of(cast: Any, person: str) -> Arguments:
    return {"pk": round_on(cast, public_position(cast)).pk}


def hidden_round(cast: Any, person: str) -> Arguments:
    return {"pk": round_on(cast, restricted_position(cast)).pk}


def entry_of_round(cast: Any, person: str) -> Arguments:
    entry = round_on(cast, public_position(cast)).entries.get()
    return {"pk": entry.round_id, "entry": entry.pk}


def hidden_entry_of_round(cast: Any, person: str) -> Arguments:
    """An entry kept from its reader, of a round that they see by another entry."""
    round = round_on(cast, public_position(cast))
    hidden = round_on(cast, restricted_position(cast)).entries.get()
    hidden.round = round
    hidden.save()
    return {"pk": round.pk, "entry": hidden.pk}


def entry_alone(make: Make) -> Make:
    return lambda cast, person: {"pk": ClearanceItem.objects.get(round=make(cast, person)["pk"]).pk}


def reply_alone(make: Make) -> Make:
    return lambda cast, person: {"pk": ClearanceReply.objects.get(entry__round=make(cast, person)["pk"]).pk}


def as_csv(make: Make) -> Make:
    return lambda cast, person: {**make(cast, person), "form": "csv"}


def outcome(make: Any, **fields: Any) -> Make:
    """One of a meeting everybody sees; who writes the meeting is told by the form's version."""

    def made(cast: Any, person: str) -> Arguments:
        row = make(meeting=public_meeting(cast), handling=Handling.PUBLIC, owner=cast.organisations.mofa, **fields)
        return {"pk": row.pk, "body": "version=1", "?": "version=1" if row.deleted_at else ""}

    return made


def hidden_outcome(make: Any, **fields: Any) -> Make:
    """Public by itself, of a meeting that is hidden."""

    def made(cast: Any, person: str) -> Arguments:
        return {"pk": make(meeting=restricted_meeting(cast), handling=Handling.PUBLIC, **fields).pk}

    return made


def outcome_row(make: Any) -> Make:
    """For the API, which reads no forms."""
    return lambda cast, person: {"pk": outcome(make)(cast, person)["pk"]}


def series_of(cast: Any, person: str) -> Arguments:
    return {"pk": SeriesFactory(lead_ministry=cast.organisations.mofa).pk}


def series_link() -> SeriesLink:
    return SeriesLink.objects.create(
        from_series=SeriesFactory(), to_series=SeriesFactory(), relation=SeriesLink.Relation.PREPARES
    )


def draft_of(cast: Any, person: str) -> Arguments:
    return {"key": f"item:{public_item(cast).pk}"}


def feed_of(cast: Any, person: str) -> Arguments:
    return {"pk": CalendarFeed.issue(user=owner(cast, person), kind=CalendarFeed.Kind.PERSONAL)[0].pk}


def hidden_feed(cast: Any, person: str) -> Arguments:
    return {"pk": CalendarFeed.issue(user=stranger(cast), kind=CalendarFeed.Kind.PERSONAL)[0].pk}


def secret_of_feed(cast: Any, person: str) -> Arguments:
    return {"secret": CalendarFeed.issue(user=stranger(cast), kind=CalendarFeed.Kind.PERSONAL)[1]}


def secret_of_revoked_feed(cast: Any, person: str) -> Arguments:
    feed, secret = CalendarFeed.issue(user=stranger(cast), kind=CalendarFeed.Kind.PERSONAL)
    feed.revoke(timezone.now())
    return {"secret": secret}


# --- Reminders ---------------------------------------------------------------------------------------------------


def notification(cast: Any, recipient: Any, **fields: Any) -> Arguments:
    meeting = public_meeting(cast)
    return {"pk": NotificationFactory(recipient=recipient, object_id=meeting.pk, channel=Channel.IN_APP, **fields).pk}


def notification_of(cast: Any, person: str) -> Arguments:
    return notification(cast, owner(cast, person))


def hidden_notification(cast: Any, person: str) -> Arguments:
    return notification(cast, stranger(cast))


OBJECTS: dict[str, Sample] = {
    # Libraries
    "account_confirm_email": Sample(lambda cast, person: {"key": "abc"}),
    "account_reset_password_from_key": Sample(lambda cast, person: {"uidb36": "abc", "key": "abc-def"}),
    "mfa_remove_webauthn": Sample(lambda cast, person: {"pk": 1}, looks_up_late=True),
    "mfa_edit_webauthn": Sample(lambda cast, person: {"pk": 1}, looks_up_late=True),
    # Accounts
    "accounts:invitation": Sample(invited, not_invited),
    "accounts:token_revoke": Sample(token_of, hidden_token),
    "accounts:demo_switch": Sample(nothing, writers=NOBODY),
    "accounts:person": Sample(account),
    "accounts:disable": Sample(account),
    "accounts:enable": Sample(account),
    "accounts:invite_again": Sample(account),
    "accounts:reset_second_factor": Sample(account),
    # API
    "api-unknown": Sample(lambda cast, person: {"address": "nowhere"}),
    "api-agenda-items-detail": Sample(item_of, hidden_item, writers=LEAD),
    "api-indicators-detail": Sample(by_pk(indicator)),
    "api-agenda-items-duplicate": Sample(item_of, hidden_item, writers=LEAD),
    "api-agenda-items-move": Sample(item_of, hidden_item, writers=LEAD),
    "api-agenda-items-restore": Sample(binned_item_of, hidden_binned_item, writers=LEAD),
    "api-document-versions-detail": Sample(version_of_document, version_of_hidden_document),
    "api-document-versions-file": Sample(version_of_document, version_of_hidden_document),
    "api-documents-detail": Sample(document_of, hidden_document, writers=LEAD),
    "api-documents-restore": Sample(binned_document_of, hidden_binned_document, writers=LEAD),
    "api-documents-versions": Sample(document_of, hidden_document, writers=LEAD),
    "api-actions-detail": Sample(outcome_row(ActionFactory), hidden_outcome(ActionFactory), writers=LEAD),
    "api-actions-drop": Sample(outcome_row(ActionFactory), hidden_outcome(ActionFactory), writers=LEAD),
    "api-actions-hand-over": Sample(outcome_row(ActionFactory), hidden_outcome(ActionFactory), writers=LEAD),
    "api-actions-reopen": Sample(outcome_row(ActionFactory), hidden_outcome(ActionFactory), writers=LEAD),
    "api-actions-result": Sample(outcome_row(ActionFactory), hidden_outcome(ActionFactory), writers=LEAD),
    "api-decisions-detail": Sample(outcome_row(DecisionFactory), hidden_outcome(DecisionFactory), writers=LEAD),
    "api-notifications-detail": Sample(notification_of, hidden_notification),
    "api-notifications-read": Sample(notification_of, hidden_notification),
    "api-meetings-paper-file": Sample(meeting_of, hidden_meeting),
    "api-meetings-reorder": Sample(meeting_of, hidden_meeting, writers=LEAD),
    "api-meetings-detail": Sample(meeting_of, hidden_meeting, writers=LEAD),
    "api-position-versions-detail": Sample(version_of, hidden_version),
    "api-positions-detail": Sample(position_of, hidden_position, writers=LEAD),
    "api-saved-filters-detail": Sample(saved_filter_of, hidden_saved_filter),
    "api-series-detail": Sample(series_of),
    "api-series-links-detail": Sample(by_pk(series_link)),
    "api-themes-detail": Sample(by_pk(ThemeFactory)),
    "api-tokens-detail": Sample(token_of, hidden_token),
    # Meetings
    "meetings:action": Sample(outcome(ActionFactory), hidden_outcome(ActionFactory)),
    "meetings:action_add": Sample(meeting_of, hidden_meeting, writers=LEAD, verb_on_get=True),
    "meetings:action_delete": Sample(outcome(ActionFactory), hidden_outcome(ActionFactory), writers=LEAD),
    "meetings:action_drop": Sample(outcome(ActionFactory), hidden_outcome(ActionFactory), writers=LEAD),
    "meetings:action_edit": Sample(
        outcome(ActionFactory), hidden_outcome(ActionFactory), writers=LEAD, verb_on_get=True
    ),
    "meetings:action_hand_over": Sample(outcome(ActionFactory), hidden_outcome(ActionFactory), writers=LEAD),
    "meetings:action_handling": Sample(
        outcome(ActionFactory), hidden_outcome(ActionFactory), writers=LEAD, verb_on_get=True
    ),
    "meetings:action_reopen": Sample(outcome(ActionFactory), hidden_outcome(ActionFactory), writers=LEAD),
    "meetings:action_restore": Sample(
        outcome(ActionFactory, deleted_at=timezone.now()),
        hidden_outcome(ActionFactory, deleted_at=timezone.now()),
        writers=LEAD,
    ),
    "meetings:action_result": Sample(
        outcome(ActionFactory), hidden_outcome(ActionFactory), writers=LEAD, verb_on_get=True
    ),
    "meetings:decision": Sample(outcome(DecisionFactory), hidden_outcome(DecisionFactory)),
    "meetings:decision_add": Sample(meeting_of, hidden_meeting, writers=LEAD, verb_on_get=True),
    "meetings:decision_delete": Sample(outcome(DecisionFactory), hidden_outcome(DecisionFactory), writers=LEAD),
    "meetings:decision_edit": Sample(
        outcome(DecisionFactory), hidden_outcome(DecisionFactory), writers=LEAD, verb_on_get=True
    ),
    "meetings:decision_handling": Sample(
        outcome(DecisionFactory), hidden_outcome(DecisionFactory), writers=LEAD, verb_on_get=True
    ),
    "meetings:decision_restore": Sample(
        outcome(DecisionFactory, deleted_at=timezone.now()),
        hidden_outcome(DecisionFactory, deleted_at=timezone.now()),
        writers=LEAD,
    ),
    "meetings:agenda_add": Sample(meeting_of, hidden_meeting, writers=LEAD, verb_on_get=True),
    "meetings:agenda_bin": Sample(meeting_of, hidden_meeting, writers=LEAD, verb_on_get=True),
    "meetings:agenda_bulk": Sample(meeting_and_chosen_item, hidden_meeting, writers=LEAD),
    "meetings:agenda_cell": Sample(cell_of, hidden_cell, writers=LEAD, verb_on_get=True),
    "meetings:agenda_changes": Sample(meeting_of, hidden_meeting),
    "meetings:agenda_delete": Sample(with_version(meeting_and_item), meeting_and_hidden_item, writers=LEAD),
    "meetings:agenda_duplicate": Sample(meeting_and_item, meeting_and_hidden_item, writers=LEAD),
    "meetings:agenda_handling": Sample(meeting_and_item, meeting_and_hidden_item, writers=LEAD, verb_on_get=True),
    "meetings:agenda_item": Sample(meeting_and_item, meeting_and_hidden_item, writers=LEAD),
    "meetings:agenda_move": Sample(with_version(meeting_and_item), meeting_and_hidden_item, writers=LEAD),
    "meetings:agenda_order": Sample(meeting_of, hidden_meeting, writers=LEAD),
    "meetings:agenda_paste": Sample(meeting_of, hidden_meeting, writers=LEAD, verb_on_get=True),
    "meetings:agenda_restore": Sample(meeting_and_binned_item, hidden_meeting, writers=LEAD),
    "meetings:clearance_again": Sample(round_of, hidden_round, writers=LEAD, verb_on_get=True),
    "meetings:clearance_close": Sample(round_of, hidden_round, writers=LEAD, verb_on_get=True),
    "meetings:clearance_deadline": Sample(round_of, hidden_round, writers=LEAD, verb_on_get=True),
    "meetings:clearance_entry": Sample(entry_of_round, hidden_entry_of_round, writers=ASKED),
    "meetings:clearance_export": Sample(as_csv(round_of), as_csv(hidden_round)),
    "meetings:clearance_open": Sample(meeting_of, hidden_meeting, writers=LEAD, verb_on_get=True),
    "meetings:clearance_rest": Sample(round_of, hidden_round, writers=ASKED, verb_on_get=True),
    "meetings:clearance_round": Sample(round_of, hidden_round),
    "meetings:clearance_urge": Sample(round_of, hidden_round, writers=LEAD),
    "meetings:clearance_withdraw": Sample(round_of, hidden_round, writers=LEAD, verb_on_get=True),
    "meetings:clearances": Sample(meeting_of, hidden_meeting),
    "meetings:detail": Sample(meeting_of, hidden_meeting),
    "meetings:document": Sample(meeting_and_document, meeting_and_hidden_document, writers=LEAD),
    "meetings:document_add": Sample(meeting_of, hidden_meeting, writers=LEAD, verb_on_get=True),
    "meetings:document_bin": Sample(meeting_of, hidden_meeting, writers=LEAD, verb_on_get=True),
    "meetings:document_delete": Sample(
        with_version(meeting_and_document), with_version(meeting_and_hidden_document), writers=LEAD
    ),
    "meetings:document_file": Sample(file_of, hidden_file),
    "meetings:document_handling": Sample(
        meeting_and_document, meeting_and_hidden_document, writers=LEAD, verb_on_get=True
    ),
    "meetings:document_restore": Sample(meeting_and_binned_document, meeting_and_hidden_binned_document, writers=LEAD),
    "meetings:document_version_add": Sample(meeting_and_document, meeting_and_hidden_document, writers=LEAD),
    "meetings:documents": Sample(meeting_of, hidden_meeting),
    "meetings:draft": Sample(draft_of),
    "meetings:edit": Sample(meeting_of, hidden_meeting, writers=LEAD, verb_on_get=True),
    "meetings:feed": Sample(secret_of_feed, secret_of_revoked_feed),
    "meetings:feed_revoke": Sample(feed_of, hidden_feed),
    "meetings:handling": Sample(meeting_of, hidden_meeting, writers=LEAD, verb_on_get=True),
    "meetings:history": Sample(meeting_of, hidden_meeting),
    "meetings:notices": Sample(meeting_of, hidden_meeting),
    "meetings:outcomes": Sample(meeting_of, hidden_meeting),
    "meetings:position": Sample(meeting_and_item, meeting_and_hidden_item, writers=LEAD),
    "meetings:position_handling": Sample(
        meeting_and_position, meeting_and_hidden_position, writers=LEAD, verb_on_get=True
    ),
    "meetings:position_text": Sample(text_of, hidden_text, writers=LEAD, verb_on_get=True),
    "meetings:positions": Sample(meeting_of, hidden_meeting),
    "meetings:positions_changes": Sample(meeting_of, hidden_meeting),
    "meetings:paper": Sample(meeting_of, hidden_meeting),
    "meetings:paper_file": Sample(meeting_of, hidden_meeting),
    "meetings:series": Sample(series_of),
    "meetings:series_watch": Sample(series_of),
    "meetings:sources": Sample(meeting_of, hidden_meeting),
    "meetings:watch": Sample(meeting_of, hidden_meeting),
    # Partners
    "api-agreements-detail": Sample(of("agreement"), writers=LEAD),
    "api-academic-agreements-detail": Sample(of("academic"), writers=LEAD),
    "api-bases-detail": Sample(of("base"), writers=LEAD),
    "api-clearances-detail": Sample(round_of, hidden_round),
    "api-clearances-close": Sample(round_of, hidden_round, writers=LEAD),
    "api-clearances-recirculate": Sample(round_of, hidden_round, writers=LEAD),
    "api-clearances-withdraw": Sample(round_of, hidden_round, writers=LEAD),
    "api-clearance-entries-detail": Sample(entry_alone(round_of), entry_alone(hidden_round)),
    "api-clearance-replies-detail": Sample(reply_alone(round_of), reply_alone(hidden_round)),
    "api-organisations-detail": Sample(of("organisation"), writers=LEAD),
    "api-partners-detail": Sample(of("partner"), writers=LEAD),
    "api-people-detail": Sample(of("person"), hidden("person"), writers=LEAD),
    "api-posts-detail": Sample(of("post"), hidden("post"), writers=LEAD),
    "api-projects-detail": Sample(of("project"), writers=LEAD),
    "api-relations-detail": Sample(of("relation"), hidden("relation"), writers=LEAD),
    "api-risks-detail": Sample(of("risk"), hidden("risk"), writers=LEAD),
    "api-secondments-detail": Sample(of("secondment"), hidden("secondment"), writers=LEAD),
    "api-stances-detail": Sample(of("stance"), hidden("stance"), writers=LEAD),
    "partners:agreement": Sample(of("agreement")),
    "partners:brief": Sample(of("partner")),
    "partners:brief_file": Sample(of("partner")),
    "partners:detail": Sample(of("partner")),
    "partners:import_again": Sample(import_of, hidden_import),
    "partners:import_apply": Sample(import_of, hidden_import),
    "partners:import_discard": Sample(import_of, hidden_import),
    "partners:import_faults": Sample(import_of, hidden_import),
    "partners:import_job": Sample(import_of, hidden_import),
    "partners:import_new": Sample(lambda cast, person: {"name": "agreements"}),
    "partners:import_progress": Sample(import_of, hidden_import),
    "partners:import_template": Sample(lambda cast, person: {"name": "agreements", "form": "xlsx"}),
    "partners:organisation": Sample(of("organisation")),
    "partners:person": Sample(of("person"), hidden("person")),
    "partners:project": Sample(of("project")),
    "partners:theme": Sample(by_pk(ThemeFactory)),
    "partners:project_stage": Sample(of("project"), writers=LEAD),
    "partners:record": Sample(kind_of("stance"), hidden_kind("stance")),
    "partners:record_add": Sample(under("risk", "stance"), hidden_under("risk", "stance"), LEAD, verb_on_get=True),
    "partners:record_edit": Sample(kind_of("stance"), hidden_kind("stance"), LEAD, verb_on_get=True),
    "partners:record_handling": Sample(kind_of("stance"), hidden_kind("stance"), LEAD, verb_on_get=True),
    "partners:record_history": Sample(kind_of("stance"), hidden_kind("stance")),
    "partners:record_remove": Sample(kind_of("stance"), hidden_kind("stance"), writers=LEAD),
    # Reminders
    "reminders:follow": Sample(notification_of, hidden_notification),
    "reminders:meeting_rules": Sample(meeting_of, hidden_meeting, writers=LEAD, verb_on_get=True),
    "reminders:read": Sample(notification_of, hidden_notification),
    "reminders:resend": Sample(notification_of),
    "reminders:series_rules": Sample(series_of, writers=LEAD | {"secretariat"}, verb_on_get=True),
    "accounts:saved_filter": Sample(saved_filter_of, hidden_saved_filter),
}


def unknown(arguments: Arguments) -> Arguments:
    """The same address with a record that does not exist: the innermost one, behind records that do."""
    nobody = UUID("7c9e6679-7425-40de-944b-e07fc1f90ae7")
    records = [name for name, value in arguments.items() if isinstance(value, UUID)]
    return {**arguments, records[-1]: nobody} if records else arguments
