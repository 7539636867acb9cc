"""The pages where partners, themes and the records about them are read."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import Access, access
from accounts.reading import note_restricted_read
from partners import panels, timeline
from partners.clock import clock_of
from partners.models import Agreement, Organisation, Partner, Person, Project, Relation, Theme, ThemeOwner


def gathered(request: HttpRequest, subject: Any, writes: bool) -> dict[str, Any]:
    """The context of a page made of panels."""
    shown = panels.gathered(subject, request.user, writes=writes)
    return {
        "subject": subject,
        "writes": writes,
        **{
            place: [one for one in shown if one.panel.place == place]
            for place in (panels.HEAD, panels.SIDE, panels.MAIN)
        },
    }


def timeline_of(request: HttpRequest, subject: Any) -> dict[str, Any]:
    """The timeline's page that the address asks for. Raises `ValueError` for a position that is none."""
    known = {source.name for source in timeline.sources_of(subject)}
    kinds = [kind for kind in request.GET.getlist("kind") if kind in known]
    text = request.GET.get("after", "")
    position = timeline.Position.read(text) if text else None
    page = timeline.page(subject, request.user, today=timezone.localdate(), kinds=kinds, after=position)
    return {"timeline": page, "kinds": kinds, "chips": _chips(request, page.sources, kinds), "after": text}


def _chips(request: HttpRequest, sources: list[timeline.Source], kinds: list[str]) -> list[dict[str, Any]]:
    """Each kind with the address that takes it in or out."""
    chips = []
    for source in sources:
        query = request.GET.copy()
        query.pop("after", None)
        on = source.name in kinds
        query.setlist("kind", [kind for kind in kinds if kind != source.name] + ([] if on else [source.name]))
        chips.append({"label": source.label, "on": on, "query": query.urlencode()})
    return chips


@require_safe
@access(Access.READER)
def detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    partners = Partner.objects.visible_to(request.user).with_desk()
    partner = get_object_or_404(partners, pk=pk)
    relation = Relation.objects.visible_to(request.user).filter(partner=partner).latest_first().first()
    if relation:
        note_restricted_read(request.user, relation)
    writes = request.user.has_perm("partners.add_record", partner)
    return page_with_timeline(
        request, partner, "partners/detail.html", {"partner": partner, "relation": relation, "writes": writes}
    )


def page_with_timeline(request: HttpRequest, subject: Any, template: str, context: dict[str, Any]) -> HttpResponse:
    """The whole page, or for htmx the next stretch of its timeline alone."""
    try:
        context |= timeline_of(request, subject)
    except ValueError:
        return HttpResponseBadRequest()
    if request.htmx and not request.htmx.boosted:
        response = render(request, "partners/_timeline.html#entries", context | {"subject": subject})
    else:
        response = render(request, template, context | gathered(request, subject, context["writes"]))
    response["Vary"] = "HX-Request"
    return response


@require_safe
@access(Access.READER)
def theme(request: HttpRequest, pk: UUID) -> HttpResponse:
    themes = Theme.objects.visible_to(request.user).select_related("parent").prefetch_related("children")
    subject = get_object_or_404(themes, pk=pk)
    return page_with_timeline(request, subject, "partners/theme.html", {"theme": subject, "writes": False})


@require_safe
@access(Access.READER)
def theme_list(request: HttpRequest) -> HttpResponse:
    owners = ThemeOwner.objects.visible_to(request.user).filter(role="steers").select_related("organisation")
    themes = Theme.objects.visible_to(request.user).prefetch_related(Prefetch("owners", owners, to_attr="steered_by"))
    rows = list(themes.order_by("position", "name_ja", "id"))
    below: dict[UUID | None, list[Theme]] = {}
    for one in rows:
        below.setdefault(one.parent_id, []).append(one)
    branches = [(top, below.get(top.pk, [])) for top in below.get(None, [])]
    return render(request, "partners/themes.html", {"branches": branches})


@require_safe
@access(Access.READER)
def organisation(request: HttpRequest, pk: UUID) -> HttpResponse:
    bodies = Organisation.objects.visible_to(request.user).select_related("country", "parent", "successor")
    body = get_object_or_404(bodies.prefetch_related("predecessors").defer("search"), pk=pk)
    writes = request.user.has_perm("partners.change_organisation", body)
    context = {"organisation": body, "may_change": writes} | gathered(request, body, writes=False)
    return render(request, "partners/organisation.html", context)


@require_safe
@access(Access.READER)
def person(request: HttpRequest, pk: UUID) -> HttpResponse:
    people = Person.objects.visible_to(request.user).with_posts().select_related("owner")
    somebody = get_object_or_404(people.defer("search"), pk=pk)
    note_restricted_read(request.user, somebody)
    successors = _successors(request.user, somebody)
    context = {
        "person": somebody,
        "posts": [(post, successors.get(post.successor_id)) for post in somebody.posts.all()],
        "may_change": not somebody.is_erased and request.user.has_perm("partners.change_record", somebody),
        "writes": False,
    }
    return page_with_timeline(request, somebody, "partners/person.html", context)


def _successors(user: Any, somebody: Person) -> dict[UUID, Any]:
    """Who came next in the person's posts, where the reader may see them."""
    from partners.models import Post

    keys = [post.successor_id for post in somebody.posts.all() if post.successor_id]
    return {post.pk: post for post in Post.objects.visible_to(user).filter(pk__in=keys).select_related("person")}


@require_safe
@access(Access.READER)
def agreement(request: HttpRequest, pk: UUID) -> HttpResponse:
    agreements = Agreement.objects.visible_to(request.user).select_related("partner").defer("search")
    found = get_object_or_404(agreements, pk=pk)
    context = {
        "agreement": found,
        "clock": clock_of(found, timezone.localdate()),
        "may_change": request.user.has_perm("partners.change_record", found),
    } | gathered(request, found, writes=False)
    return render(request, "partners/agreement.html", context)


@require_safe
@access(Access.READER)
def project(request: HttpRequest, pk: UUID) -> HttpResponse:
    projects = Project.objects.visible_to(request.user).prefetch_related("partners", "themes").defer("search")
    found = get_object_or_404(projects, pk=pk)
    context = {
        "project": found,
        "may_change": request.user.has_perm("partners.change_record", found),
    } | gathered(request, found, writes=False)
    return render(request, "partners/project.html", context)
