"""The public site. Each page is the same for everybody, signed in or not."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import conditional_page, require_safe

from accounts.access import Access, access
from diplomacy.export.ical import MEDIA_TYPE
from diplomacy.paging.keys import BadToken, Key, page_of
from meetings.models import Meeting
from outreach.models import Offer, Story
from outreach.public import VISITOR, content, feeds
from outreach.public.figure import figure
from outreach.public.pages import ASK_AGAIN, page, public_page, text_page
from partners.models import DatePrecision, Partner, Theme

STORIES_ON_PAGE = 12
EVENTS_ON_PAGE = 50
PAST_ON_PAGE = 20


@access(Access.PUBLIC)
@require_safe
@public_page
def home(request: HttpRequest, language: str) -> HttpResponse:
    today = timezone.localdate()
    cards = content.theme_cards()
    context = {
        "title": "",
        "description": _("日本が科学技術で世界と取り組んでいること、提供できること、これからの行事をまとめています。"),
        "figure": figure(content.partner_rows()),
        "cards": sorted(cards, key=lambda card: -card.projects),
        "stories": list(content.stories()[: content.LATEST_STORIES]),
        "events": content.events(content.coming_meetings(today), language, content.COMING_EVENTS, today),
        "stewards": content.stewards(),
    }
    return page(request, "public/home.html", language, context)


@access(Access.PUBLIC)
@require_safe
@public_page
def themes(request: HttpRequest, language: str) -> HttpResponse:
    description = _("テーマごとに、日本の貢献、共同研究の数、関係する国・地域を紹介します。")
    context = {"title": _("テーマ"), "description": description, "cards": content.theme_cards()}
    return page(request, "public/themes.html", language, context)


@access(Access.PUBLIC)
@require_safe
@public_page
def theme(request: HttpRequest, language: str, key: str) -> HttpResponse:
    rows = Theme.objects.visible_to(VISITOR).select_related("parent").prefetch_related("children")
    subject = get_object_or_404(content.named_by(rows, key))
    description = _("%(theme)s: 日本が提供できること、共同研究、公開の会合。") % {"theme": subject}
    context = {"title": str(subject), "theme": subject, "description": description}
    context |= content.on_theme(subject, language, timezone.localdate())
    return page(request, "public/theme.html", language, context)


@access(Access.PUBLIC)
@require_safe
@public_page
def partners(request: HttpRequest, language: str) -> HttpResponse:
    description = _(
        "国・地域・国際機関ごとの、日本との共同研究と協定の数です。このポータルにある公開の記録を数えています。"
    )
    working, others = [], []
    for row in content.partner_rows():
        (working if row.project_count or row.agreement_count else others).append(row)
    context = {"title": pgettext("list", "国・地域"), "description": description, "rows": working, "others": others}
    return page(request, "public/partners.html", language, context)


@access(Access.PUBLIC)
@require_safe
@public_page
def partner(request: HttpRequest, language: str, key: str) -> HttpResponse:
    rows = Partner.objects.visible_to(VISITOR).counterparts().defer("search")
    subject = get_object_or_404(content.named_by(rows, key))
    description = _("%(partner)sと日本の科学技術協力: 協定、共同研究、公開の会合。") % {"partner": subject}
    context = {"title": str(subject), "partner": subject, "description": description}
    context |= content.of_partner(subject, language, timezone.localdate())
    return page(request, "public/partner.html", language, context)


@access(Access.PUBLIC)
@require_safe
@public_page
def events(request: HttpRequest, language: str) -> HttpResponse:
    today = timezone.localdate()
    context = {
        "title": pgettext("list", "行事"),
        "description": _("科学技術外交に関する公開の会合の予定と記録です。"),
        "coming": content.events(content.coming_meetings(today), language, EVENTS_ON_PAGE, today),
        "past": content.events(content.past_meetings(today), language, PAST_ON_PAGE, today),
    }
    return page(request, "public/events.html", language, context)


def event_or_404(pk: UUID) -> Meeting:
    rows = Meeting.objects.visible_to(VISITOR).select_related("series", "country")
    return get_object_or_404(rows.defer("search", "series__search", "country__search"), pk=pk)


@access(Access.PUBLIC)
@require_safe
@public_page
def event(request: HttpRequest, language: str, pk: UUID) -> HttpResponse:
    meeting = event_or_404(pk)
    rows = Meeting.objects.visible_to(VISITOR).filter(pk=pk)
    context = {
        "title": str(meeting),
        "description": _("%(meeting)sの日程と場所。") % {"meeting": meeting},
        "meeting": meeting,
        "line": content.events(rows, language, 1, timezone.localdate())[0],
        "has_day": meeting.date_precision == DatePrecision.DAY,
    }
    return page(request, "public/event.html", language, context)


@access(Access.PUBLIC)
@require_safe
@public_page
def event_ics(request: HttpRequest, language: str, pk: UUID) -> HttpResponse:
    meeting = event_or_404(pk)
    if meeting.date_precision != DatePrecision.DAY:
        raise Http404
    headers = {"Content-Disposition": f'attachment; filename="event-{pk}.ics"'}
    return HttpResponse(feeds.event_calendar(meeting, language), content_type=MEDIA_TYPE, headers=headers)


@access(Access.PUBLIC)
@require_safe
@public_page
def stories(request: HttpRequest, language: str) -> HttpResponse:
    keys = (Key("publish_at", descending=True), Key("id"))
    tokens = {name: request.GET.get(name, "") for name in ("after", "before")}
    try:
        shown = page_of(content.stories(), keys, size=STORIES_ON_PAGE, **tokens)
    except BadToken as fault:
        raise Http404 from fault
    description = _("日本の科学技術外交の取組を、現場から伝えます。")
    context = {"title": _("記事"), "description": description, "stories": shown.rows}
    context |= {name: f"{name}={token}" if (token := getattr(shown, name)) else "" for name in ("after", "before")}
    return page(request, "public/stories.html", language, context)


@access(Access.PUBLIC)
@require_safe
@public_page
def story(request: HttpRequest, language: str, pk: UUID) -> HttpResponse:
    rows = Story.objects.visible_to(VISITOR).prefetch_related("themes", "partners", "picture__renditions")
    return text_page(request, get_object_or_404(rows.defer("search"), pk=pk), language)


@access(Access.PUBLIC)
@require_safe
@public_page
def offer(request: HttpRequest, language: str, pk: UUID) -> HttpResponse:
    rows = Offer.objects.visible_to(VISITOR).select_related("theme", "organisation")
    return text_page(request, get_object_or_404(rows.defer("search"), pk=pk), language)


@access(Access.PUBLIC)
@require_safe
@public_page
def feed(request: HttpRequest, language: str) -> HttpResponse:
    return HttpResponse(feeds.atom(language, timezone.now()), content_type="application/atom+xml; charset=utf-8")


@access(Access.PUBLIC)
@require_safe
@conditional_page
def sitemap(request: HttpRequest) -> HttpResponse:
    return HttpResponse(feeds.sitemap(), content_type="application/xml", headers={"Cache-Control": ASK_AGAIN})


@access(Access.PUBLIC)
@require_safe
@conditional_page
def robots(request: HttpRequest) -> HttpResponse:
    return HttpResponse(feeds.robots(), content_type="text/plain; charset=utf-8", headers={"Cache-Control": ASK_AGAIN})
