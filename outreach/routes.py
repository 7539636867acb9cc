"""The addresses where ministries keep what is told to the world: /outreach/."""

from typing import Any

from django.urls import path

from outreach.views import pictures, records, texts


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
