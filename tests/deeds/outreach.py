"""Of stories, offers and their pictures."""

import io
from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from outreach.models import Effect, Engagement, MediaItem, Picture, Portrait, Stop
from tests.deeds.deed import Deed, as_seen
from tests.factories.outreach import LONG_AGO, DispatchFactory, ExpertFactory, OfferFactory, StoryFactory
from tests.factories.partners import PartnerFactory, ThemeFactory


def in_form(name: str, row: str, **changes: Any) -> Any:
    """What a browser would send of the form as it was drawn, with something else in one field."""

    def body(scene: Any, client: Any) -> dict[str, Any]:
        form = client.get(reverse(name, args=[getattr(scene, row).pk])).context["form"]
        drawn = {field: form[field].value() for field in form.fields}
        held = {field: "" if value is None else value for field, value in drawn.items()}
        return {
            "version": form.version,
            **held,
            **{f"initial-{field}": value for field, value in held.items()},
            **changes,
        }

    return body


def scene_of_outreach(ministry: Any) -> dict[str, Any]:
    own = {"owner": ministry}
    pictured = StoryFactory(**own)
    Picture.objects.create(story=pictured, alt_ja="海", alt_en="Sea")
    return {
        "draft_story": StoryFactory(**own),
        "pictured_story": pictured,
        "checked_story": StoryFactory(**own, state="checked"),
        "draft_offer": OfferFactory(**own),
        "checked_offer": OfferFactory(**own, state="checked"),
        "theme": ThemeFactory(),
        **scene_of_dispatches(ministry),
    }


def scene_of_dispatches(ministry: Any) -> dict[str, Any]:
    expert = ExpertFactory(owner=ministry)
    reported = DispatchFactory(owner=ministry, expert=expert, state="reported", reported_on=LONG_AGO.date())
    return {
        "expert": expert,
        "faced_expert": ExpertFactory(owner=ministry, portrait=a_portrait()),
        "dispatch": DispatchFactory(owner=ministry),
        "matched": DispatchFactory(owner=ministry, expert=expert, state="matched"),
        "approved": DispatchFactory(owner=ministry, expert=expert, state="approved"),
        "reported": reported,
        "effect": Effect.objects.create(dispatch=reported, months=3, due_on=date(2027, 5, 5)),
        "stop": Stop.objects.create(dispatch=reported, day=reported.starts_on, what="講演"),
        "talk": Engagement.objects.create(
            dispatch=reported, day=reported.starts_on, what="講演", audience="students", heard_by=30
        ),
        "article": MediaItem.objects.create(dispatch=reported, day=reported.starts_on, outlet="新聞", title="見出し"),
    }


def a_portrait() -> Portrait:
    return Portrait.objects.create(width=640, height=800, media_type="image/webp", size=4)


def photograph() -> SimpleUploadedFile:
    target = io.BytesIO()
    Image.new("RGB", (700, 500)).save(target, "JPEG")
    return SimpleUploadedFile("写真.jpg", target.getvalue())


def wish(scene: Any) -> dict[str, Any]:
    return {
        "title_ja": "講演の依頼",
        "partner": str(PartnerFactory().pk),
        "theme": str(scene.theme.pk),
        "starts_on": "2027-02-01",
        "ends_on": "2027-02-03",
        "language": "en",
        "time_zone": "Europe/Paris",
        "purpose_ja": "目的",
    }


def part(scene: Any, **fields: Any) -> dict[str, Any]:
    return {"dispatch": str(scene.reported.pk), "day": "2027-02-01", **fields}


def entry(scene: Any) -> dict[str, Any]:
    return {
        "name_ja": "専門 家",
        "field_ja": "量子",
        "languages": ["en"],
        "most_per_year": 2,
        "consented_on": "2026-04-01",
    }


DEEDS: dict[str, Deed] = {
    "outreach:expert_add": Deed("staff", body=lambda s, c: entry(s)),
    "outreach:expert_edit": Deed("staff", "expert", in_form("outreach:expert_edit", "expert", field_ja="材料")),
    "outreach:expert_handling": Deed("staff", "expert", as_seen(handling="public")),
    "outreach:portrait": Deed("staff", "expert", lambda s, c: {"version": 1, "file": photograph()}),
    "outreach:portrait_remove": Deed("staff", "faced_expert", as_seen()),
    "outreach:dispatch_add": Deed("staff", body=lambda s, c: wish(s)),
    "outreach:dispatch_edit": Deed("staff", "dispatch", in_form("outreach:dispatch_edit", "dispatch", city="Lyon")),
    "outreach:dispatch_handling": Deed("staff", "dispatch", as_seen(handling="public")),
    "outreach:dispatch_step": Deed("staff", "matched", as_seen(step="approve")),
    "outreach:part_add": Deed(
        "staff", "reported", lambda s, c: {"stop-day": "2027-02-01", "stop-what": "講演"}, also={"part": "stop"}
    ),
    "outreach:part_edit": Deed(
        "staff",
        "reported",
        lambda s, c: {
            "version": 1,
            "initial-day": s.stop.day,
            "day": s.stop.day,
            "initial-what": "講演",
            "what": "打合せ",
        },
        also={"part": "stop", "row": "stop"},
    ),
    "outreach:part_remove": Deed("staff", "reported", as_seen(), also={"part": "stop", "row": "stop"}),
    "outreach:effect": Deed("staff", "reported", as_seen(text="共同研究が始まった"), also={"row": "effect"}),
    "outreach:letter_export": Deed("staff", "approved", method="get", also={"form": "docx"}),
    "outreach:itinerary_export": Deed("staff", "reported", method="get"),
    "api-experts-list": Deed("staff", body=lambda s, c: entry(s)),
    "api-experts-detail PATCH": Deed("staff", "expert", lambda s, c: {"field_ja": "材料"}, method="patch"),
    "api-experts-portrait DELETE": Deed("staff", "faced_expert", method="delete"),
    "api-dispatches-list": Deed("staff", body=lambda s, c: wish(s)),
    "api-dispatches-detail PATCH": Deed("staff", "dispatch", lambda s, c: {"city": "Lyon"}, method="patch"),
    "api-dispatches-step": Deed("staff", "matched", lambda s, c: {"step": "approve"}),
    "api-dispatch-stops-list": Deed("staff", body=lambda s, c: part(s, what="講演")),
    "api-dispatch-stops-detail PATCH": Deed("staff", "stop", lambda s, c: {"what": "打合せ"}, method="patch"),
    "api-dispatch-stops-detail DELETE": Deed("staff", "stop", method="delete"),
    "api-dispatch-engagements-list": Deed(
        "staff", body=lambda s, c: part(s, what="講演", audience="students", heard_by=30)
    ),
    "api-dispatch-engagements-detail PATCH": Deed("staff", "talk", lambda s, c: {"heard_by": 40}, method="patch"),
    "api-dispatch-engagements-detail DELETE": Deed("staff", "talk", method="delete"),
    "api-dispatch-media-list": Deed("staff", body=lambda s, c: part(s, outlet="新聞", title="見出し")),
    "api-dispatch-media-detail PATCH": Deed("staff", "article", lambda s, c: {"outlet": "放送"}, method="patch"),
    "api-dispatch-media-detail DELETE": Deed("staff", "article", method="delete"),
    "api-dispatch-effects-detail PATCH": Deed(
        "staff", "effect", lambda s, c: {"text": "共同研究が始まった"}, method="patch"
    ),
    "outreach:story_add": Deed("staff", body=lambda s, c: {"title_ja": "題"}),
    "outreach:offer_add": Deed("staff", body=lambda s, c: {"title_ja": "題", "theme": str(s.theme.pk)}),
    "outreach:picture": Deed(
        "staff", "draft_story", lambda s, c: {"version": 1, "file": photograph(), "alt_ja": "海", "alt_en": "Sea"}
    ),
    "outreach:picture_remove": Deed("staff", "pictured_story", as_seen()),
    "api-stories-picture DELETE": Deed("staff", "pictured_story", method="delete"),
    "api-stories-list": Deed("staff", body=lambda s, c: {"title_ja": "題"}),
    "api-offers-list": Deed("staff", body=lambda s, c: {"title_ja": "題", "theme": str(s.theme.pk)}),
}
for kind, plural in (("story", "stories"), ("offer", "offers")):
    edit = f"outreach:{kind}_edit"
    DEEDS |= {
        edit: Deed("staff", f"draft_{kind}", in_form(edit, f"draft_{kind}", title_ja="改題")),
        f"outreach:{kind}_step": Deed("staff", f"checked_{kind}", as_seen(step="translate")),
        f"api-{plural}-detail PATCH": Deed("staff", f"draft_{kind}", lambda s, c: {"title_ja": "改題"}, method="patch"),
        f"api-{plural}-step": Deed("staff", f"checked_{kind}", lambda s, c: {"step": "translate"}),
    }
