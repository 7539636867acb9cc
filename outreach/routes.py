"""The addresses where ministries keep what is told to the world: /outreach/."""

from typing import Any

from django.urls import path

from outreach.views import dispatches, experts, parts, pictures, portraits, records, texts


def of_kind(name: str, address: str) -> list[Any]:
    """Adding, editing and the history of a kind; its page is the kind's own."""
    kind = {"kind": name}
    return [
        path(f"{address}add/", records.add, kind, name=f"{name}_add"),
        path(f"{address}<uuid:pk>/edit/", records.edit, kind, name=f"{name}_edit"),
        path(f"{address}<uuid:pk>/history/", records.history, kind, name=f"{name}_history"),
    ]


def of_text(name: str, address: str) -> list[Any]:
    kind = {"kind": name}
    return [
        *of_kind(name, address),
        path(f"{address}<uuid:pk>/", texts.detail, kind, name=name),
        path(f"{address}<uuid:pk>/step/", texts.step, kind, name=f"{name}_step"),
        path(f"{address}<uuid:pk>/preview/<language:language>/", texts.preview, kind, name=f"{name}_preview"),
    ]


PICTURES = [
    path("outreach/stories/<uuid:pk>/picture/", pictures.edit, name="picture"),
    path("outreach/stories/<uuid:pk>/picture/remove/", pictures.remove, name="picture_remove"),
    path("pictures/<uuid:pk>/", pictures.hand_out, name="picture_file"),
]

EXPERTS = [
    *of_kind("expert", "outreach/experts/"),
    path("outreach/experts/<uuid:pk>/", experts.detail, name="expert"),
    path("outreach/experts/<uuid:pk>/handling/", experts.handling, {"kind": "expert"}, name="expert_handling"),
    path("outreach/experts/<uuid:pk>/portrait/", portraits.edit, name="portrait"),
    path("outreach/experts/<uuid:pk>/portrait/remove/", portraits.remove, name="portrait_remove"),
    path("outreach/portraits/<uuid:pk>/", portraits.hand_out, name="portrait_file"),
]

DISPATCHES = [
    *of_kind("dispatch", "outreach/dispatches/"),
    path("outreach/dispatches/<uuid:pk>/", dispatches.detail, name="dispatch"),
    path("outreach/dispatches/<uuid:pk>/handling/", experts.handling, {"kind": "dispatch"}, name="dispatch_handling"),
    path("outreach/dispatches/<uuid:pk>/step/", dispatches.step, name="dispatch_step"),
    path("outreach/dispatches/<uuid:pk>/parts/<slug:part>/", parts.add, name="part_add"),
    path("outreach/dispatches/<uuid:pk>/parts/<slug:part>/<uuid:row>/", parts.remove, name="part_remove"),
    path("outreach/dispatches/<uuid:pk>/parts/<slug:part>/<uuid:row>/edit/", parts.edit, name="part_edit"),
    path("outreach/dispatches/<uuid:pk>/effects/<uuid:row>/", dispatches.effect, name="effect"),
    path("outreach/dispatches/<uuid:pk>/letter.<slug:form>", dispatches.letter_export, name="letter_export"),
    path("outreach/dispatches/<uuid:pk>/itinerary.ics", dispatches.itinerary_export, name="itinerary_export"),
]
