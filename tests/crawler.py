"""Walks over everything a person can reach by GET: links, fragments, filters, exports, feeds, the API."""

import io
import json
import re
import zipfile
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from urllib.parse import urlencode, urljoin, urlsplit

from django.test import Client
from django.urls import Resolver404, resolve, reverse

from tests.routes import routes

# Calendars go on for ever and filters multiply: so many addresses of each route are asked.
MOST_PER_ROUTE = 12
NOT_FOLLOWED = ("/accounts/logout/", "/static/")


class Links(HTMLParser):
    """The addresses of a page, and what its filter forms could ask for."""

    def __init__(self, base: str, probes: Iterable[str]) -> None:
        super().__init__()
        self.base = base
        self.probes = tuple(probes)
        self.found: list[str] = []
        self.form: str | None = None
        self.select: str | None = None

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        for name in ("href", "hx-get", "data-combobox", "data-url", "data-poll"):
            if given.get(name, "").startswith(("/", "?")):
                self.found.append(urljoin(self.base, given[name]))
        if tag == "form" and given.get("method", "get").lower() == "get":
            self.form = urljoin(self.base, given.get("action", ""))
        elif tag == "select":
            self.select = given.get("name")
        elif tag == "option" and self.select and given.get("value"):
            self._ask(self.select, given["value"])
        elif tag == "input" and given.get("name"):
            texts = self.probes if given.get("type", "text") in {"text", "search"} else [given.get("value", "")]
            for text in filter(None, texts):
                self._ask(given["name"], text)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = None
        elif tag == "select":
            self.select = None

    def _ask(self, name: str, value: str) -> None:
        if self.form is not None:
            address = urlsplit(self.form)
            self.found.append(f"{address.path}?{urlencode({name: value})}")


def starting_points(probes: Iterable[str]) -> Iterator[str]:
    """Every page and list without arguments, and every filter of the API."""
    for route in routes():
        if route.arguments or "GET" not in (route.methods or {"GET"}):
            continue
        address = reverse(route.name)
        yield address
        filters = getattr(getattr(route.callback, "cls", None), "filterset_class", None)
        for name, each in (filters.base_filters if filters else {}).items():
            choices = each.extra.get("choices", ())
            values = [str(value) for value, _label in (choices() if callable(choices) else choices)]
            yield from (f"{address}?{urlencode({name: value})}" for value in (values or probes))
    for probe in probes:
        yield f"{reverse('search')}?{urlencode({'q': probe})}"


def text_of(answer) -> str:
    """All a reader of the answer could read, headers and files included."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    kind = answer.headers.get("Content-Type", "")
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            text = "\n".join(archive.read(name).decode("utf-8", "replace") for name in sorted(archive.namelist()))
    elif "json" in kind:
        text = json.dumps(json.loads(body or b"null"), ensure_ascii=False)
    elif "calendar" in kind:
        text = body.decode().replace("\r\n ", "")
    else:
        text = body.decode("utf-8", "replace")
    shown = ("Location", "Content-Disposition", "ETag", "HX-Trigger", "HX-Redirect", "Link")
    return "\n".join([text, *(answer.headers.get(name, "") for name in shown)])


def links_of(address: str, answer, text: str, probes: Iterable[str]) -> list[str]:
    kind = answer.headers.get("Content-Type", "")
    if "html" in kind:
        page = Links(address, probes)
        page.feed(text)
        return page.found
    if "json" in kind:
        ours = re.findall(r'"(?:http://testserver)?(/api/[^"]*)"', text)
        ids = re.findall(r'"id": "([0-9a-f-]{36})"', text)
        path = urlsplit(address).path
        return [*ours, *(f"{path}{key}/" for key in ids if re.fullmatch(r"/api/v1/[a-z-]+/", path))]
    return []


def route_of(address: str) -> str | None:
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return None


def crawl(client: Client, also: Iterable[str] = (), probes: Iterable[str] = ()) -> dict[str, str]:
    """What the client's person reads at each address reached, breadth first, starting from every page there is."""
    waiting = deque([*also, *starting_points(probes)])
    asked: Counter[str] = Counter()
    read: dict[str, str] = {}
    while waiting:
        address = waiting.popleft().partition("#")[0]
        route = route_of(address)
        if address in read or route is None or address.startswith(NOT_FOLLOWED) or asked[route] >= MOST_PER_ROUTE:
            continue
        asked[route] += 1
        answer = client.get(address)
        assert answer.status_code < 500 or route == "readyz", f"{address}: {answer.status_code}"
        read[address] = f"{answer.status_code}\n{text_of(answer)}"
        waiting.extend(links_of(address, answer, read[address], probes))
        if answer.headers.get("Location", "").startswith("/"):
            waiting.append(answer.headers["Location"])
    return read
