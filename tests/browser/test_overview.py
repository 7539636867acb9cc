"""The overview in a real browser, as a council member: what the texts of the diagram measure, and what keys do."""

import re

import pytest
from django.conf import settings as django_settings
from playwright.sync_api import expect

from meetings.loading.reference import load_reference
from meetings.models import MeetingSeries, SeriesLink
from tests.factories.meetings import AgendaItemFactory, MeetingFactory, SeriesFactory
from tests.factories.partners import ThemeFactory

# The texts of each box with how far they come out of it, and the boxes that any text lies upon.
MEASURE = """() => {
  const near = 0.5, found = [];
  const texts = [...document.querySelectorAll('.diagram text')].map((text) => ({text, box: text.getBBox()}));
  for (const node of document.querySelectorAll('.diagram .node')) {
    const rect = node.querySelector('rect').getBBox();
    for (const text of node.querySelectorAll('text')) {
      const box = text.getBBox();
      if (box.x < rect.x || box.y < rect.y - near || box.x + box.width > rect.x + rect.width
        || box.y + box.height > rect.y + rect.height + near) found.push('out of its box: ' + text.textContent);
    }
    for (const {text, box} of texts) {
      if (!node.contains(text) && box.x < rect.x + rect.width && rect.x < box.x + box.width
        && box.y < rect.y + rect.height && rect.y < box.y + box.height) found.push('on a box: ' + text.textContent);
    }
  }
  for (const [at, one] of texts.entries()) {
    for (const other of texts.slice(at + 1)) {
      const a = one.box, b = other.box;
      const across = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
      const down = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
      // Lines of one box stand closer than the height of their letters' frames.
      if (across > near && down > near && one.text.parentNode !== other.text.parentNode)
        found.push(one.text.textContent + ' on ' + other.text.textContent);
    }
  }
  return {found, nodes: document.querySelectorAll('.diagram .node').length};
}"""


@pytest.mark.parametrize("language", ["ja", "en"])
def test_no_text_of_the_real_series_overlaps_or_leaves_its_box(signed_in, council_member, language):
    load_reference(django_settings.BASE_DIR / "reference")
    page = signed_in(council_member, "/dashboard/diagram/", language=language)
    page.evaluate("document.fonts.ready")
    measured = page.evaluate(MEASURE)
    assert measured["nodes"] == MeetingSeries.objects.count()
    assert measured["found"] == []


@pytest.fixture
def chain(mofa):
    series = [
        SeriesFactory(name_ja=f"系列{n}", name_en=f"Series {n}", kind="multilateral", level=level, lead_ministry=mofa)
        for n, level in enumerate(("working", "senior_official", "expert"))
    ]
    SeriesLink.objects.create(from_series=series[0], to_series=series[1], relation="prepares")
    return series


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (360, True)])
def test_box_opens_its_panel_in_place_by_mouse_and_keys(signed_in, council_member, axe, fits, chain, width, dark):
    page = signed_in(council_member, "/dashboard/diagram/", width=width, dark=dark)
    axe(page)
    fits(page)
    first, second, third = (page.locator(f"#n-{one.pk}") for one in chain)
    first.click()
    page.locator("#panel h2", has_text="系列0").wait_for()
    expect(third).to_have_class(re.compile(r"\bfaded\b"))
    expect(second).not_to_have_class(re.compile(r"\bfaded\b"))
    expect(page.locator(".edge.faded")).to_have_count(0)
    assert str(chain[0].pk) in page.url
    axe(page)
    fits(page)
    first.focus()
    page.keyboard.press("ArrowUp")
    expect(page.locator(":focus")).to_have_attribute("data-key", str(chain[1].pk))
    page.keyboard.press("Enter")
    page.locator("#panel h2", has_text="系列1").wait_for()
    page.keyboard.press("Escape")
    page.locator("#panel h2").wait_for(state="detached")
    expect(page.locator(".faded")).to_have_count(0)
    assert page.url.endswith("/dashboard/diagram/")


def test_panel_is_there_without_javascript(signed_in, council_member, chain):
    page = signed_in(council_member, "/dashboard/diagram/", java_script_enabled=False)
    page.locator(f"#n-{chain[0].pk}").click()
    page.locator("#panel h2", has_text="系列0").wait_for()
    expect(page.locator(".node.faded")).to_have_count(1)


@pytest.mark.parametrize(("language", "width", "dark"), [("ja", 1280, False), ("en", 360, True)])
def test_council_member_goes_from_a_figure_to_its_rows(
    signed_in, council_member, axe, fits, mofa, language, width, dark
):
    series = SeriesFactory(lead_ministry=mofa)
    AgendaItemFactory(meeting=MeetingFactory(series=series)).themes.add(ThemeFactory(parent=ThemeFactory()))
    page = signed_in(council_member, "/dashboard/", language=language, width=width, dark=dark)
    axe(page)
    fits(page)
    for address in ("coverage/", "ahead/", "commitments/", "map/", "snapshots/", "proposals/", "quiet/", "series/"):
        page.goto(f"/dashboard/{address}")
        axe(page)
        fits(page)
    page.goto("/dashboard/")
    page.locator("a.figure").first.click()
    page.wait_for_url("**/dashboard/ahead/")
