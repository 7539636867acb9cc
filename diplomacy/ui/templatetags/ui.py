"""The portal's own template language, available in every template without {% load %}."""

from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django import template
from django.template.context import Context
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext_lazy

from diplomacy.ui import dates, titles, toasts

register = template.Library()

HANDLING = {
    "public": gettext_lazy("公開"),
    "shared": gettext_lazy("共有先限り"),
    "government": gettext_lazy("政府部内限り"),
    "restricted": gettext_lazy("関係者限り"),
}


# --- Texts in two languages ---------------------------------------------------------------------------------


def _language() -> str:
    return "en" if (get_language() or "ja").startswith("en") else "ja"


def _pick(obj: Any, field: str) -> tuple[str, str, str]:
    """The text of a paired field, the language it is in, and the reader's language."""
    wanted = _language()
    for language in (wanted, "ja" if wanted == "en" else "en"):
        if text := getattr(obj, f"{field}_{language}", ""):
            return text, language, wanted
    return "", wanted, wanted


def _marked(obj: Any, field: str) -> str:
    if obj is None or obj == "":
        return ""
    text, language, wanted = _pick(obj, field)
    return escape(text) if language == wanted else format_html('<span lang="{}">{}</span>', language, text)


@register.simple_tag
def local_text(obj: Any, field: str) -> str:
    """A paired field in the reader's language; the other one, marked with `lang`, where that is empty."""
    return _marked(obj, field)


@register.simple_tag
def local_title(obj: Any) -> str:
    return _marked(obj, "title")


@register.simple_tag
def local_name(obj: Any) -> str:
    return _marked(obj, "name")


@register.simple_tag
def other_title(obj: Any, field: str = "title") -> str:
    """The title in the language the reader did not choose, or nothing where there is only one."""
    _text, language, wanted = _pick(obj, field)
    other = "en" if wanted == "ja" else "ja"
    if language != wanted or not (second := getattr(obj, f"{field}_{other}", "")):
        return ""
    return format_html('<span lang="{}">{}</span>', other, second)


@register.filter
def plain_text(obj: Any, field: str) -> str:
    """As `local_text`, for attributes and `<title>`, where no markup may stand."""
    return _pick(obj, field)[0] if obj else ""


register.filter(titles.enumerated)
register.filter(titles.bracketed)


@register.simple_tag
def comma() -> str:
    """Between two names that are written with markup; plain ones are `|enumerated`."""
    return titles.comma()


# --- Dates --------------------------------------------------------------------------------------------------


@register.simple_tag
def date_with_precision(start: date | None, end: date | None = None, precision: str = "day") -> str:
    text = dates.written(start, end, precision)
    if start is None or precision != "day":
        return escape(text)
    return format_html('<time datetime="{}">{}</time>', start.isoformat(), text)


@register.filter
def local_date(value: date | datetime | None) -> str:
    """A day in full; a moment is first brought to the reader's time zone."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    return dates.written(value)


@register.filter
def local_datetime(value: datetime | None) -> str:
    return "" if value is None else dates.written_moment(value)


@register.simple_tag
def days_until(day: date | None, precision: str = "day") -> str:
    """明日, 11日後, 3日前, counted from today in the reader's zone; nothing where no day is known."""
    if day is None or precision != "day":
        return ""
    days = (day - timezone.localdate()).days
    kind = "past" if days < 0 else "soon" if days <= 7 else "later"
    return format_html('<span class="days-until {}">{}</span>', kind, dates.distance(days))


# --- Rights -------------------------------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def has_perm(context: Context, permission: str, obj: Any = None) -> bool:
    """Ask a named permission, to hide a button that would be refused. The view behind it asks again."""
    user = context.get("user")
    return bool(user and user.has_perm(permission, obj))


# --- Small parts --------------------------------------------------------------------------------------------


@register.simple_tag
def icon(name: str, label: Any = "") -> str:
    """A symbol of the sprite; with `label` it speaks, without it it is decoration."""
    return _drawn_icon(name, str(label))


@lru_cache(maxsize=500)
def _drawn_icon(name: str, label: str) -> str:
    """A page draws some eighty icons, few of them different."""
    spoken = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html('<svg class="icon" {}><use href="{}#{}"/></svg>', spoken, static("img/icons.svg"), name)


@register.inclusion_tag("components/handling.html")
def handling_badge(record: Any) -> dict[str, Any]:
    """How a record may be handled, as a word in a frame. Takes a record or a level."""
    level = record if isinstance(record, str) else getattr(record, "handling", "")
    return {"level": level, "label": HANDLING.get(level, level)}


@register.inclusion_tag("components/badge.html")
def badge(label: Any, tone: str = "neutral", symbol: str = "") -> dict[str, Any]:
    return {"label": label, "tone": tone, "symbol": symbol}


@register.simple_tag
def parts(done: int, total: int, label: Any = "") -> str:
    """Progress as blocks, ▮▮▮▯▯ 3/5; the figure stands beside it, so nothing hangs on colour or shape."""
    shown = min(total, 10)
    filled = round(done * shown / total) if total else 0
    if done < total:
        filled = min(filled, shown - 1)
    blocks = format_html_join("", '<i class="{}"></i>', (("on" if n < filled else "off",) for n in range(shown)))
    return format_html(
        '<span class="parts">{}<span class="parts-blocks" aria-hidden="true">{}</span>'
        '<span class="number">{}/{}</span></span>',
        format_html("{} ", label) if label else "",
        blocks,
        done,
        total,
    )


BROWSERS = {"Edg": "Edge", "Firefox": "Firefox", "Chrome": "Chrome", "Safari": "Safari"}
SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Mac OS": "macOS",
    "Linux": "Linux",
}


@register.filter
def device(user_agent: str) -> str:
    """Browser and system in the words people use; the raw text where it names neither. Order matters."""
    found = [next((name for mark, name in names.items() if mark in user_agent), "") for names in (BROWSERS, SYSTEMS)]
    return " · ".join(name for name in found if name) or user_agent[:60]


@register.filter
def undo_url(message: Any) -> str:
    return toasts.undo_url(message)


@register.inclusion_tag("components/sort_header.html", takes_context=True)
def sort_header(context: Context, label: Any, field: str, css_class: str = "") -> dict[str, Any]:
    """A column head that sorts: first upwards, then downwards. The address keeps every filter."""
    query = context["request"].GET.copy()
    current = query.get("sort", "")
    direction = {field: "ascending", f"-{field}": "descending"}.get(current, "")
    query["sort"] = f"-{field}" if current == field else field
    for key in ("after", "before", "page"):
        query.pop(key, None)
    return {"label": label, "direction": direction, "query": query.urlencode(), "css_class": css_class}


@register.simple_tag
def crumb(label: Any, url: str = "") -> str:
    """One step of `{% breadcrumb %}`; without an address it is this page."""
    if url:
        return format_html('<li><a href="{}">{}</a></li>', url, label)
    return format_html('<li aria-current="page">{}</li>', label)


# --- Blocks: what takes a body, each drawn by its component -------------------------------------------------


def _drawn(component: str, **inputs: Any) -> str:
    return render_to_string(f"components/{component}.html", inputs)


@register.simple_block_tag
def breadcrumb(content: str) -> str:
    """{% breadcrumb %}{% crumb "会合" url %}{% crumb title %}{% endbreadcrumb %}; Home comes by itself."""
    return _drawn("breadcrumb", content=content)


@register.simple_block_tag
def notice(content: str, tone: str = "info", title: Any = "") -> str:
    """A banner in the page: tone (info, success, warning, error), icon and words say the same."""
    return _drawn("notice", content=content, tone=tone, title=title)


@register.simple_block_tag
def card(content: str, title: Any = "", anchor: str = "") -> str:
    """A framed part of a page with its own heading."""
    return _drawn("card", content=content, title=title, anchor=anchor)


@register.simple_block_tag
def dialog(content: str, name: str, title: Any) -> str:
    """A modal; any `<button data-dialog="name">` opens it, Escape and 閉じる close it."""
    return _drawn("dialog", content=content, name=name, title=title)


@register.simple_block_tag
def popup(content: str, label: Any, symbol: str = "") -> str:
    """A button that unfolds a list of links or buttons (`class="item"`); needs no script."""
    return _drawn("popup", content=content, label=label, symbol=symbol)


@register.simple_block_tag
def table(content: str, caption: Any, css_class: str = "dense") -> str:
    """A table in a region that scrolls sideways by itself, so that the page never does."""
    return _drawn("table", content=content, caption=caption, css_class=css_class)


# --- Errors -------------------------------------------------------------------------------------------------


@register.inclusion_tag("components/error_summary.html")
def error_summary(*forms: Any) -> dict[str, Any]:
    """Every error of the forms in the order of their fields, each linked to its field where one sees it.

    The one place for faults of no field and of hidden ones: `{{ form }}` does not repeat them.
    """
    found: list[tuple[str, Any, str]] = []
    for form in forms:
        if form is None or not form.is_bound:
            continue
        place = {name: number for number, name in enumerate(form.fields)}
        for name, errors in sorted(form.errors.items(), key=lambda fault: place.get(fault[0], -1)):
            bound = form[name] if name in form.fields else None
            shown = bound and not bound.is_hidden
            target = (bound.id_for_label or bound.auto_id) if shown else ""
            found += [(target, bound.label if shown else "", error) for error in errors]
    return {"errors": found}
