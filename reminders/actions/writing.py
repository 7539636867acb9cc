"""Writing notifications: one statement for any number of objects and persons.

Python says which steps of which objects could be due and when their hours fall in each zone; PostgreSQL joins that
with the audience and writes what is due. Who is already told is left out by the constraint `notification_once`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from accounts.models import User
from reminders.ladder import Rung, moments
from reminders.models import Channel, Circle, Digest, Notification, Occasion
from reminders.subjects import Coming, Subject, goes_by_itself

Planned = dict[str, Any]


def planned_rung(rung: Rung, announced_at: datetime | None) -> Planned:
    """A step of the ladder; what fell due before the date itself was announced as a change is told by that."""
    return {
        "after": iso(announced_at),
        "object_id": str(rung.coming.object_id),
        "occasion": iso(rung.coming.on_date),
        "kind": Notification.Kind.AHEAD,
        "step": rung.rule.step,
        "rule_id": str(rung.rule.pk),
        "audience": rung.rule.audience,
        "channel": rung.rule.channel,
        "day": iso(rung.on_day),
        "hour": rung.hour,
        "next_day": iso(rung.next_day),
        "next_hour": rung.next_hour,
        "expires_at": iso(rung.useful_until),
        "before": {},
    }


def planned_change(kind: str, coming: Coming, *, step: str, before: dict[str, Any], until: datetime | None) -> Planned:
    """A message about a change: at once, to everybody concerned."""
    return {
        "after": None,
        "object_id": str(coming.object_id),
        "occasion": iso(coming.on_date),
        "kind": kind,
        "step": step,
        "rule_id": None,
        "audience": Circle.values,
        "channel": Channel.EMAIL,
        "day": None,
        "hour": None,
        "next_day": None,
        "next_hour": None,
        "expires_at": iso(until),
        "before": before,
    }


def iso(moment: date | datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def announcements(subject: Subject) -> dict[UUID, datetime]:
    """When each date that holds was announced as a change, where it was."""
    told = Occasion.objects.filter(subject=subject.name).exclude(standing=Occasion.Standing.OVER)
    return {row.object_id: row.announced_at for row in told if row.announced_at}


def zones_in_use() -> list[str]:
    return list(User.objects.order_by().values_list("time_zone", flat=True).distinct())


def write(
    subject: Subject, plan: list[Planned], *, zones: Iterable[str], now: datetime, since: datetime
) -> tuple[int, int]:
    """Write the planned messages that are due for their recipients; how many are queued, how many missed.

    A step already replaced by the next one, or by the start of the thing, is written as missed where it fell due
    since the last sweep, and not at all where it is older than that.
    """
    if not plan:
        return 0, 0
    sql, parameters = statement(subject, plan, zones=zones, now=now)
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} {WRITE}", {**parameters, "since": since, "by_itself": goes_by_itself(subject)})
        queued, missed = cursor.fetchone()
    return queued, missed


def statement(
    subject: Subject, plan: list[Planned], *, zones: Iterable[str], now: datetime
) -> tuple[str, dict[str, Any]]:
    """`WITH … due AS (…)`: every planned message and recipient with its moment, due or not yet."""
    days = {(rung[f"{which}day"], rung[f"{which}hour"]) for rung in plan for which in ("", "next_")}
    hours = {(date.fromisoformat(day), hour) for day, hour in days if day is not None}
    hours |= {(day, Digest.HOUR) for day, _hour in hours}
    objects = sorted({UUID(rung["object_id"]) for rung in plan})
    audience, audience_parameters = subject.audience(objects, timezone.localdate(now)).query.sql_with_params()
    named = {f"audience_{index}": value for index, value in enumerate(audience_parameters)}
    audience = audience % tuple(f"%({name})s" for name in named)
    parameters = {
        **named,
        "subject": subject.name,
        "now": now,
        "digest_hour": Digest.HOUR,
        "plan": json.dumps([{"number": number, **rung} for number, rung in enumerate(plan)]),
        "moments": json.dumps(moments(hours, zones)),
    }
    return PLANNED.format(audience=audience), parameters


# A person with a daily digest is told at the digest's hour, whatever the rule's. A message without a day is a
# message about a change: it is due now.
PLANNED = """
WITH plan AS MATERIALIZED (
  SELECT * FROM jsonb_to_recordset(%(plan)s::jsonb) AS plan (
    number int, after timestamptz, object_id uuid, occasion date, kind text, step text, rule_id uuid, audience jsonb,
    channel text, day date, hour int, next_day date, next_hour int, expires_at timestamptz, before jsonb)
), moment AS MATERIALIZED (
  SELECT * FROM jsonb_to_recordset(%(moments)s::jsonb) AS moment (day date, hour int, zone text, at timestamptz)
), concerned (object_id, user_id, circle) AS MATERIALIZED (
  {audience}
), told AS (
  SELECT DISTINCT ON (plan.number, concerned.user_id) plan.*, concerned.user_id
    FROM plan JOIN concerned ON concerned.object_id = plan.object_id AND plan.audience ? concerned.circle
), due AS (
  SELECT told.*, person.daily_digest, coalesce(this.at, %(now)s) AS due_at, following.at AS next_at
    FROM told
    JOIN accounts_user AS person ON person.id = told.user_id
    LEFT JOIN moment AS this
      ON this.day = told.day AND this.zone = person.time_zone
     AND this.hour = CASE WHEN person.daily_digest THEN %(digest_hour)s ELSE told.hour END
    LEFT JOIN moment AS following
      ON following.day = told.next_day AND following.zone = person.time_zone
     AND following.hour = CASE WHEN person.daily_digest THEN %(digest_hour)s ELSE told.next_hour END
   WHERE (told.after IS NULL OR this.at > told.after)
     AND (told.day IS NULL OR this.at IS NOT NULL) AND (told.next_day IS NULL OR following.at IS NOT NULL)
)
"""

# `late` is of no use any more: the next step is due, or the thing has begun. A clock set back must not bring an
# older step after a newer one.
WRITE = """
, new AS (
  INSERT INTO reminders_notification AS row (
    id, rule_id, subject, kind, step, object_id, occasion, recipient_id, channel, due_at, expires_at, state,
    attempts, next_attempt_at, answer, sent_at, before, created_at)
  SELECT gen_random_uuid(), rule_id, %(subject)s, kind, step, object_id, occasion, user_id, channel, due_at,
         least(expires_at, next_at),
         CASE WHEN late THEN 'missed' WHEN channel = 'in_app' THEN 'sent' ELSE 'queued' END,
         0, CASE WHEN NOT late AND channel = 'email' AND (NOT daily_digest OR (%(by_itself)s AND kind <> 'ahead'))
                 THEN %(now)s::timestamptz END, '',
         CASE WHEN NOT late AND channel = 'in_app' THEN %(now)s::timestamptz END, before, %(now)s
    FROM due, LATERAL (SELECT coalesce(least(expires_at, next_at) <= %(now)s, false) AS late) AS lateness
   WHERE due_at <= %(now)s AND (NOT late OR due_at > %(since)s)
     AND NOT (kind = 'ahead' AND EXISTS (
       SELECT FROM reminders_notification AS newer
        WHERE newer.object_id = due.object_id AND newer.recipient_id = due.user_id
          AND newer.subject = %(subject)s AND newer.kind = 'ahead' AND newer.occasion = due.occasion
          AND newer.due_at > due.due_at))
  ON CONFLICT DO NOTHING
  RETURNING row.state
)
SELECT count(*) FILTER (WHERE state <> 'missed'), count(*) FILTER (WHERE state = 'missed') FROM new
"""
