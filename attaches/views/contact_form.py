"""面談を記録する: one page, then the answers to check, then the number and what happens next.

What is typed stays on the server under the form's key until it is sent; the key makes one contact of however many
sends. Everything works without JavaScript: picking, adding and parting people are buttons of the form.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from accounts.access import Access, access, require
from attaches import drafts, reading, twins
from attaches.actions.contacts import checked, log_contact
from attaches.forms.contacts import NewContactForm
from attaches.forms.entry import Entry, picked
from attaches.models import Contact
from diplomacy.search.providers import readable
from partners.models import Person

MOST_FOUND = 20


@access(Access.NETWORK)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The form. `?draft=` opens what was begun; a post goes on to the check page, or picks and adds people."""
    require(request.user, "attaches.log_contact")
    if request.method == "POST":
        return _posted(request)
    key = _key(request.GET.get("draft", ""))
    kept = drafts.posted(request.user, key) if key else None
    if kept is not None:
        return _page(request, Entry(kept, actor=request.user, key=key))
    about = {name: request.GET[name] for name in ("partner", "people") if request.GET.get(name)}
    return _page(request, Entry(None, actor=request.user, key=uuid4(), about=about))


def _posted(request: HttpRequest) -> HttpResponse:
    key, data = _key(request.POST.get("key", "")) or uuid4(), request.POST.copy()
    if "pick" in data or "more" in data:
        entry = Entry(picked(data, request.user), actor=request.user, key=key)
        drafts.keep(request.user, key, entry.data, now=timezone.now())
        return _page(request, entry, at="people")
    entry = Entry(data, actor=request.user, key=key)
    try:
        drafts.keep(request.user, key, data, now=timezone.now())
        if entry.is_valid():
            checked(entry.fields(), adding=len(entry.new_people()), actor=request.user, now=timezone.now())
            return redirect("attaches:contact_check", key=key)
    except ValidationError as fault:
        entry.form.add_error(None, fault)
    return _page(request, entry, status=400)


def _page(request: HttpRequest, entry: Entry, *, status: int = 200, at: str = "") -> HttpResponse:
    today = timezone.localdate()
    context = {
        "entry": entry,
        "form": entry.form,
        "key": entry.key,
        "at": at,
        "days": [(pgettext("ボタン", "今日"), today), (pgettext("ボタン", "昨日"), today - timedelta(days=1))],
        "drafts": [] if entry.data else drafts.unsent(request.user),
        "readers": _readers(entry.form, request.user),
    }
    return render(request, "attaches/contact_form.html", context, status=status)


def _readers(form: NewContactForm, user: Any) -> list[str]:
    """Who will be able to read what the form says now."""
    chosen = form["readers"].value()
    named = []
    if chosen == "named":
        keys = [key for value in form["shared_with"].value() or [] if (key := _key(str(getattr(value, "pk", value))))]
        named = list(form.fields["shared_with"].queryset.filter(pk__in=keys))
    handling = "government" if chosen == "government" else "shared"
    return reading.readers_in_words(handling, user.organisation, named)


@access(Access.NETWORK)
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, key: UUID) -> HttpResponse:
    """内容の確認. What is shown is what is kept; sending it twice finds the contact it became."""
    require(request.user, "attaches.log_contact")
    data = drafts.posted(request.user, key)
    if data is None:
        sent = get_object_or_404(Contact.objects.visible_to(request.user), author=request.user, key=key)
        return redirect("attaches:contact_logged", pk=sent.pk)
    entry = Entry(data, actor=request.user, key=key)
    try:
        if not entry.is_valid():
            return _page(request, entry, status=400)
        fields, people, now = entry.fields(), entry.new_people(), timezone.now()
        if request.method == "POST":
            contact, _new = log_contact(
                key=key,
                fields=fields,
                new_people=people,
                next_step=entry.form.next_steps(),
                actor=request.user,
                now=now,
            )
            drafts.discard(request.user, key)
            return redirect("attaches:contact_logged", pk=contact.pk)
        contact = checked(fields, adding=len(people), actor=request.user, now=now)
    except ValidationError as fault:
        entry.form.add_error(None, fault)
        return _page(request, entry, status=400)
    readers = reading.readers_in_words(contact.handling, request.user.organisation, fields["shared_with"])
    context = {"contact": contact, "entry": entry, "answers": entry.form.cleaned_data, "added_people": people}
    return render(request, "attaches/contact_check.html", context | {"readers": readers, "key": key})


@access(Access.NETWORK)
@require_safe
def logged(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The number, who reads it, and what happens next."""
    contact = get_object_or_404(Contact.objects.visible_to(request.user).with_names(request.user), pk=pk)
    require(request.user, "attaches.change_contact", contact)
    context = {
        "contact": contact,
        "readers": reading.readers_of(contact, request.user),
        "follow_ups": contact.follow_ups.with_names(),
    }
    return render(request, "attaches/contact_logged.html", context)


@access(Access.NETWORK)
@require_POST
def draft(request: HttpRequest, key: UUID) -> HttpResponse:
    """Keep what stands in the form, or `discard` it. A draft is its writer's alone, so no record is asked."""
    if request.POST.get("discard"):
        drafts.discard(request.user, key)
        return redirect("attaches:contact_new")
    try:
        kept = drafts.keep(request.user, key, request.POST, now=timezone.now())
    except ValidationError as fault:
        return JsonResponse({"errors": fault.messages}, status=400)
    return JsonResponse({"saved": f"{timezone.localtime(kept.updated_at):%H:%M}"})


@access(Access.NETWORK)
@require_GET
def people(request: HttpRequest) -> JsonResponse:
    """For the combobox: people the writer may see whose name holds what is typed."""
    words = readable(request.GET.get("q", ""))
    if not words:
        return JsonResponse([], safe=False)
    found = Person.objects.visible_to(request.user).on_file().named_like(words)
    rows = found.select_related("partner").defer("search").order_by("sorted_by", "id")[:MOST_FOUND]
    return JsonResponse([{"value": str(one.pk), "text": twins.label_of(one)} for one in rows], safe=False)


@access(Access.NETWORK)
@require_POST
def twin_check(request: HttpRequest, row: int) -> HttpResponse:
    """Who may be the one typed into a row of new people; asked while typing."""
    names = {name: readable(request.POST.get(f"new-{row}-{name}", "")) for name in twins.NAMES}
    context = {"twins": twins.twins_of(names, request.user), "row": row}
    return render(request, "attaches/_twins.html", context)


@access(Access.NETWORK)
@require_POST
def readers(request: HttpRequest) -> HttpResponse:
    """Who would be able to read it, asked as soon as the choice changes."""
    form = NewContactForm(request.POST, actor=request.user)
    return render(request, "attaches/_readers.html", {"readers": _readers(form, request.user)})


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
