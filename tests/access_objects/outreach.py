"""Rows of outreach for the access matrix: texts and what hangs on them."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from outreach.models import Editorial, Effect, Engagement, Expert, MediaItem, Picture, Portrait, Rendition, Stop
from tests.access_objects.partners import level
from tests.access_objects.sample import LEAD, Sample
from tests.factories.meetings import MeetingFactory
from tests.factories.outreach import DispatchFactory, ExpertFactory, OfferFactory, StoryFactory
from tests.factories.partners import PartnerFactory, ThemeFactory

TEXTS = {"story": StoryFactory, "offer": OfferFactory}
WRITERS = frozenset({"lead_staff", "secretariat"})
READ_INSIDE = frozenset({"lead_staff", "other_staff", "secretariat", "council", "officer"})


def text_of(kind: str, **fields: Any) -> Callable:
    """Of the foreign ministry: a draft inside government, a published one for those outside."""

    def made(cast: Any, person: str) -> dict[str, Any]:
        published = fields.get("published", person not in READ_INSIDE)
        state = {"published": True} if published else {"state": fields.get("state", Editorial.State.DRAFT)}
        return {"pk": TEXTS[kind](owner=cast.organisations.mofa, **state).pk}

    return made


def step_of(kind: str, language: bool = False) -> Callable:
    return lambda cast, person: {
        **text_of(kind, published=False, state=Editorial.State.CHECKED)(cast, person),
        "body": "step=translate&version=1",
    }


def api_step(kind: str) -> Callable:
    return lambda cast, person: {
        **text_of(kind, published=False, state=Editorial.State.CHECKED)(cast, person),
        "body": '{"step": "translate"}',
    }


def public(name: str) -> Callable:
    def made(cast: Any, person: str) -> dict[str, Any]:
        if name == "event":
            return {"language": "ja", "pk": MeetingFactory(handling="public", start_date="2026-12-04").pk}
        return {"language": "ja", "pk": TEXTS[name](published=True).pk}

    return made


def hidden(name: str) -> Callable:
    def made(cast: Any, person: str) -> dict[str, Any]:
        if name == "event":
            return {"language": "ja", "pk": MeetingFactory(start_date="2026-12-04").pk}
        return {"language": "ja", "pk": TEXTS[name]().pk}

    return made


def in_language(**named: Any) -> Callable:
    return lambda cast, person: {"language": "ja", **{name: make() for name, make in named.items()}}


def rendition(story: Any) -> dict[str, Any]:
    picture = Picture.objects.create(story=story, alt_ja="写真", alt_en="Picture")
    row = Rendition.objects.create(picture=picture, width=480, height=320, media_type="image/webp", size=4)
    return {"pk": row.pk}


def kept_rendition(cast: Any, person: str) -> dict[str, Any]:
    arguments = rendition(StoryFactory(published=True))
    keep_file(arguments["pk"])
    return arguments


def pictured(**fields: Any) -> Callable:
    def made(cast: Any, person: str) -> dict[str, Any]:
        story = text_of("story", **fields)(cast, person)
        Picture.objects.create(story_id=story["pk"], alt_ja="写真", alt_en="Picture")
        return story

    return made


def hidden_picture(cast: Any, person: str) -> dict[str, Any]:
    """A draft's to those outside; inside government every story is read, so one that does not exist."""
    return {"pk": uuid4()} if person in READ_INSIDE else pictured(published=False)(cast, person)


def keep_file(key: Any) -> None:
    from diplomacy.uploads import store

    path = store.path_of(key)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"RIFF")


def portrait_of(handling: str) -> Callable:
    """With its file, so that only the right to see it is asked."""

    def made(cast: Any, person: str) -> dict[str, Any]:
        face = Portrait.objects.create(width=640, height=800, media_type="image/webp", size=4)
        ExpertFactory(**level(cast, handling), portrait=face)
        keep_file(face.pk)
        return {"pk": face.pk}

    return made


def faced(handling: str) -> Callable:
    """The entry whose portrait that is."""
    portrait = portrait_of(handling)
    return lambda cast, person: {"pk": Expert.objects.get(portrait=portrait(cast, person)["pk"]).pk}


DESK = frozenset({"lead_staff", "secretariat"})


def kept(make: Callable, handling: str = "government", **fields: Any) -> Callable:
    """Of the foreign ministry; restricted ones are on a stranger's list."""

    def made(cast: Any, person: str) -> dict[str, Any]:
        return {"pk": make(**{**level(cast, handling), **fields}).pk}

    return made


def speaking(state: str) -> Callable:
    return lambda **given: DispatchFactory(expert=ExpertFactory(owner=given["owner"]), state=state, **given)


def with_row(model: Any, handling: str = "government", **fields: Any) -> Callable:
    def made(cast: Any, person: str) -> dict[str, Any]:
        dispatch = speaking("reported")(**level(cast, handling))
        return {"pk": dispatch.pk, "row": model.objects.create(dispatch=dispatch, **fields).pk}

    return made


def part_of(model: Any, **fields: Any) -> Sample:
    """Read with its dispatch; of a restricted one not at all."""

    def made(handling: str) -> Callable:
        def make(cast: Any, person: str) -> dict[str, Any]:
            dispatch = DispatchFactory(**level(cast, handling))
            return {"pk": model.objects.create(dispatch=dispatch, **fields).pk}

        return make

    return Sample(made("government"), made("restricted"), writers=DESK)


def and_more(make: Callable, **more: Any) -> Callable:
    return lambda cast, person: {**make(cast, person), **more}


EXPERT, HIDDEN_EXPERT = kept(ExpertFactory), kept(ExpertFactory, "restricted")
DISPATCH, HIDDEN_DISPATCH = kept(DispatchFactory), kept(DispatchFactory, "restricted")
MATCHED = kept(speaking("matched"))
DAY = {"day": "2027-02-01"}

OBJECTS: dict[str, Sample] = {
    "api-dispatch-stops-detail": part_of(Stop, **DAY, what="打合せ"),
    "api-dispatch-engagements-detail": part_of(Engagement, **DAY, what="講演", audience="students", heard_by=30),
    "api-dispatch-media-detail": part_of(MediaItem, **DAY, outlet="新聞", title="見出し"),
    "api-dispatch-effects-detail": part_of(Effect, months=3, due_on="2027-05-01"),
    "outreach:expert": Sample(EXPERT, HIDDEN_EXPERT),
    "outreach:expert_history": Sample(EXPERT, HIDDEN_EXPERT),
    "outreach:expert_add": Sample(
        lambda cast, person: {}, writers=frozenset({"lead_staff", "other_staff", "secretariat"}), verb_on_get=True
    ),
    "outreach:expert_edit": Sample(EXPERT, HIDDEN_EXPERT, writers=DESK, verb_on_get=True),
    "outreach:expert_handling": Sample(EXPERT, HIDDEN_EXPERT, writers=LEAD, verb_on_get=True),
    "outreach:portrait": Sample(EXPERT, HIDDEN_EXPERT, writers=DESK, verb_on_get=True),
    "outreach:portrait_remove": Sample(
        and_more(EXPERT, body="version=1"), and_more(HIDDEN_EXPERT, body="version=1"), writers=DESK
    ),
    "outreach:portrait_file": Sample(portrait_of("government"), portrait_of("restricted")),
    "api-experts-detail": Sample(EXPERT, HIDDEN_EXPERT, writers=DESK),
    "api-experts-portrait": Sample(faced("government"), faced("restricted"), writers=DESK),
    "outreach:dispatch": Sample(DISPATCH, HIDDEN_DISPATCH),
    "outreach:dispatch_history": Sample(DISPATCH, HIDDEN_DISPATCH),
    "outreach:dispatch_edit": Sample(DISPATCH, HIDDEN_DISPATCH, writers=DESK, verb_on_get=True),
    "outreach:dispatch_handling": Sample(DISPATCH, HIDDEN_DISPATCH, writers=LEAD, verb_on_get=True),
    "outreach:dispatch_step": Sample(
        and_more(MATCHED, body="step=approve&version=1"), and_more(HIDDEN_DISPATCH, body="step=approve"), writers=DESK
    ),
    "outreach:part_add": Sample(and_more(DISPATCH, part="stop"), and_more(HIDDEN_DISPATCH, part="stop"), writers=DESK),
    "outreach:part_edit": Sample(
        and_more(with_row(Stop, what="講演", **DAY), part="stop"),
        and_more(with_row(Stop, "restricted", what="講演", **DAY), part="stop"),
        writers=DESK,
        verb_on_get=True,
    ),
    "outreach:part_remove": Sample(
        and_more(with_row(Stop, what="講演", **DAY), part="stop", body="version=1"),
        and_more(with_row(Stop, "restricted", what="講演", **DAY), part="stop", body="version=1"),
        writers=DESK,
    ),
    "outreach:effect": Sample(with_row(Effect, months=3, due_on="2027-05-01"), writers=DESK),
    "outreach:letter_export": Sample(
        and_more(kept(speaking("approved")), form="docx"),
        and_more(kept(speaking("approved"), "restricted"), form="docx"),
        writers=DESK,
        verb_on_get=True,
    ),
    "outreach:itinerary_export": Sample(DISPATCH, HIDDEN_DISPATCH),
    "api-dispatches-detail": Sample(DISPATCH, HIDDEN_DISPATCH, writers=DESK),
    "api-dispatches-step": Sample(
        and_more(MATCHED, body='{"step": "approve"}'),
        and_more(HIDDEN_DISPATCH, body='{"step": "approve"}'),
        writers=DESK,
    ),
    "outreach:home": Sample(in_language()),
    "outreach:feed": Sample(in_language()),
    **{f"outreach:public_{name}": Sample(in_language()) for name in ("themes", "partners", "events", "stories")},
    "outreach:public_theme": Sample(in_language(key=lambda: str(ThemeFactory().pk))),
    "outreach:public_partner": Sample(in_language(key=lambda: str(PartnerFactory().pk))),
    **{f"outreach:public_{name}": Sample(public(name), hidden(name)) for name in ("story", "offer", "event")},
    "outreach:public_event_ics": Sample(public("event"), hidden("event")),
    "outreach:picture_file": Sample(
        kept_rendition,
        lambda cast, person: (
            rendition(StoryFactory(published=False)) if person not in READ_INSIDE else {"pk": StoryFactory().pk}
        ),
    ),
    "outreach:picture": Sample(text_of("story", published=False), writers=WRITERS, verb_on_get=True),
    "api-stories-picture": Sample(pictured(), hidden_picture, writers=WRITERS),
    "outreach:picture_remove": Sample(
        lambda cast, person: {**text_of("story", published=False)(cast, person), "body": "version=1"}, writers=WRITERS
    ),
}
for kind in TEXTS:
    plural = {"story": "stories", "offer": "offers"}[kind]
    inside = text_of(kind, published=False)
    OBJECTS |= {
        f"outreach:{kind}": Sample(inside),
        f"outreach:{kind}_history": Sample(inside),
        f"outreach:{kind}_preview": Sample(lambda cast, person, make=inside: {**make(cast, person), "language": "ja"}),
        f"outreach:{kind}_add": Sample(
            lambda cast, person: {}, writers=frozenset({"lead_staff", "other_staff", "secretariat"}), verb_on_get=True
        ),
        f"outreach:{kind}_edit": Sample(inside, writers=WRITERS, verb_on_get=True),
        f"outreach:{kind}_step": Sample(step_of(kind), writers=WRITERS),
        f"api-{plural}-detail": Sample(text_of(kind), writers=WRITERS),
        f"api-{plural}-step": Sample(api_step(kind), writers=WRITERS),
    }
