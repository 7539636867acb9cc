"""Takes the pictures of the README and the guides from a running demo portal.

make run                                            # in one terminal
.venv/bin/python docs/screenshots/take.py           # in another; PORT as for make run
"""

import os
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent.parent))

from diplomacy.setup import browser as chromium  # noqa: E402  (the project's root is not on the path of a script)

PORTAL = f"http://localhost:{os.environ.get('PORT', '8000')}"
DESK, PHONE = {"width": 1280, "height": 860}, {"width": 360, "height": 740}
MEETING = "第18回日米科学技術協力合同実務級委員会"
PICTURES = [
    ("staff-home", "staff", "/", DESK),
    ("staff-meetings", "staff", "/meetings/", DESK),
    ("staff-meeting", "staff", MEETING, DESK),
    ("staff-timeline", "staff", "/meetings/timeline/", DESK),
    ("staff-meeting-phone", "staff", MEETING, PHONE),
    ("council-home", "council", "/dashboard/", DESK),
    ("council-diagram", "council", "/dashboard/diagram/", DESK),
    ("officer-home", "officer", "/", DESK),
    ("attache-home-phone", "attache", "/", PHONE),
    ("attache-contact-phone", "attache", "/network/contacts/new/", PHONE),
    ("admin-home", "admin", "/", DESK),
    ("public-home", "", "/ja/", DESK),
]


def signed_in(browser: Browser, who: str, size: dict[str, int]) -> Page:
    """A page of the demo person; of a visitor where `who` is empty."""
    page = browser.new_context(viewport=size, locale="ja-JP").new_page()
    if not who:
        return page
    page.goto(f"{PORTAL}/accounts/login/")
    page.fill("[name=login]", f"{who}@portal.example")
    page.fill("[name=password]", "portal-demo")
    page.press("[name=password]", "Enter")
    page.wait_for_url(lambda address: "login" not in address)
    return page


def take(browser: Browser, name: str, who: str, place: str, size: dict[str, int]) -> None:
    page = signed_in(browser, who, size)
    if place.startswith("/"):
        page.goto(PORTAL + place)
    else:
        page.goto(f"{PORTAL}/meetings/?q={place}")
        page.goto(PORTAL + page.locator("a.row-title").first.get_attribute("href"))
    page.wait_for_timeout(500)
    page.screenshot(path=str(HERE / f"{name}.png"))
    page.context.close()


def main() -> None:
    found = chromium.find()
    environment = {**os.environ, **({"LD_LIBRARY_PATH": str(found.libraries)} if found.libraries else {})}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(found.program), env=environment, chromium_sandbox=False, args=["--disable-gpu"]
        )
        for picture in PICTURES:
            take(browser, *picture)
        browser.close()


if __name__ == "__main__":
    main()
