"""A real browser against a live server, with the pages' own security headers.

Whatever the browser complains of fails the test: a script error, a refused resource, anything the CSP stops, a
request that leaves for a third party. A test that provokes an answer above 400 says so with `watch.allow("409")`.

What a page shows is asked with `expect`, which waits for it: after a click or a key the next page may be on its way,
and what is read at once (`count()`, `inner_text()`) is that of a page half arrived.
"""

import json
import os
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from diplomacy.setup import browser as chromium

WAITS_MS = 15_000
# Where the machine has a Japanese font of its own, the blank letters of the public pages are fetched for nothing.
OF_THIS_MACHINE = "was preloaded using link preload but not used"
expect.set_options(timeout=WAITS_MS)

ROOT = Path(__file__).resolve().parent.parent.parent
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
ARTIFACTS = ROOT / "test-artifacts"
ARGUMENTS = [
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--font-render-hinting=none",
    # Without these a browser asks its maker's hosts at every start; tests talk to the live server only.
    "--no-first-run",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items):
    """Everything in this folder is a browser test and sees committed rows, as the live server does."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    setattr(item, f"report_{report.when}", report)
    return report


@pytest.fixture(scope="session")
def browser():
    found = chromium.find()
    environment = {**os.environ}
    if found.libraries:
        environment["LD_LIBRARY_PATH"] = str(found.libraries)
    with sync_playwright() as playwright:
        # The sync interface runs an event loop in this thread, and Django would refuse its database for that.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
        launched = playwright.chromium.launch(
            executable_path=str(found.program), args=ARGUMENTS, env=environment, chromium_sandbox=False
        )
        yield launched
        launched.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


class Watch:
    """What the browser complained of in one test."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self.complaints: list[str] = []
        self.allowed: list[str] = [OF_THIS_MACHINE]

    def allow(self, *patterns: str) -> None:
        self.allowed += patterns

    def attach(self, context: BrowserContext) -> None:
        context.on("console", self._console)
        context.on("weberror", lambda error: self.complaints.append(f"script error: {error.error}"))
        context.on("request", self._request)

    def _console(self, message) -> None:
        if message.type in {"error", "warning"}:
            place = message.location
            self.complaints.append(f"{message.type}: {message.text} ({place.get('url')}:{place.get('lineNumber')})")

    def _request(self, request) -> None:
        target = urlsplit(request.url)
        if target.scheme in {"http", "https"} and f"{target.scheme}://{target.netloc}" != self.origin:
            self.complaints.append(f"a request left for {request.url}")

    def verdict(self) -> list[str]:
        return [text for text in self.complaints if not any(re.search(pattern, text) for pattern in self.allowed)]


@pytest.fixture
def watch(live_server):
    watch = Watch(live_server.url)
    yield watch
    assert watch.verdict() == []


@pytest.fixture
def open_page(browser: Browser, live_server, watch, settings, request):
    """`open_page("/path/", person=…, language="en", width=360, dark=True)`: a page in a profile of its own.

    The person is signed in by a session made here; the sign-in form has its own test.
    """
    contexts: list[BrowserContext] = []

    def open_page(path="/", *, person=None, language="ja", width=1280, height=900, dark=False, **options) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            locale="ja-JP" if language == "ja" else "en-GB",
            timezone_id="Asia/Tokyo",
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            **options,
        )
        contexts.append(context)
        context.set_default_timeout(WAITS_MS)
        watch.attach(context)
        cookies = {settings.LANGUAGE_COOKIE_NAME: language}
        if person is not None:
            client = Client()
            client.force_login(person)
            cookies[settings.SESSION_COOKIE_NAME] = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": key, "value": value, "url": live_server.url} for key, value in cookies.items()])
        page = context.new_page()
        page.goto(path)
        return page

    yield open_page
    report = getattr(request.node, "report_call", None)
    for number, context in enumerate(contexts):
        if report is not None and report.failed:
            ARTIFACTS.mkdir(exist_ok=True)
            name = re.sub(r"[^\w.-]+", "_", request.node.name)
            for page in context.pages:
                page.screenshot(path=ARTIFACTS / f"{name}-{number}.png", full_page=True)
        context.close()


@pytest.fixture
def page(open_page):
    """The home page as a stranger sees it, in Japanese."""
    return open_page("/")


@pytest.fixture
def signed_in(open_page):
    """`signed_in(person)`: the person's page, at `/` or where `path` says; further options as `open_page`."""

    def signed_in(person, path="/", **options) -> Page:
        return open_page(path, person=person, language=options.pop("language", person.language), **options)

    return signed_in


@pytest.fixture
def axe():
    """`axe(page)`: asserts that axe finds nothing; `axe(page, rules=["color-contrast"])` asks these rules only."""

    def axe(page: Page, *, rules: list[str] | None = None) -> None:
        page.wait_for_load_state()
        page.evaluate(AXE.read_text())
        options = {"runOnly": rules} if rules else {}
        found = page.evaluate(f"axe.run(document, {json.dumps(options)})")
        violations = [
            f"{violation['id']}: {violation['help']}: {node['html'][:200]}"
            for violation in found["violations"]
            for node in violation["nodes"]
        ]
        assert violations == []

    return axe


@pytest.fixture
def fits():
    """`fits(page)`: asserts that nothing is wider than the window."""

    def fits(page: Page) -> None:
        page.wait_for_load_state()
        width, window = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
        assert width <= window

    return fits
