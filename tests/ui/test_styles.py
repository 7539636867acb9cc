"""The look as a contract: size, contrast in both themes, nothing inline, every symbol there."""

import re
from pathlib import Path

import pytest
from django.core.files.storage import FileSystemStorage

from diplomacy.ui.stylesheets import StaticStorage, minified

ROOT = Path(__file__).resolve().parent.parent.parent
STYLES = ROOT / "static" / "portal" / "css"
TOKENS = ROOT / "static" / "vendor" / "design-tokens" / "tokens.css"
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
TEXT_ON = [
    *((text, ground) for text in ("text", "text-soft") for ground in ("bg", "raised", "sunken", "hover", "key-soft")),
    *((text, ground) for text in ("link", "link-visited", "key", "error") for ground in ("bg", "raised", "sunken")),
    *((tone, f"{tone}-soft") for tone in ("info", "success", "warning", "error", "restricted")),
    *(("on-key", ground) for ground in ("key", "key-hover", "key-active")),
    *(("text", f"{tone}-soft") for tone in ("info", "success", "warning", "error")),
    ("warning", "bg"),
    ("bg", "error"),
]


def test_own_styles_stay_small():
    """As they are delivered; tests/browser/test_look.py shows that a browser reads the same in both forms."""
    assert sum(len(minified(path.read_text()).encode()) for path in STYLES.glob("*.css")) <= 40_000


@pytest.mark.parametrize(
    ("written", "delivered"),
    [
        ("a {\n  color: red; /* so */\n}\n", "a{color:red}"),
        (".a { &.b :is(th, td) { margin: 0 auto; } }", ".a{&.b :is(th,td){margin:0 auto}}"),
        ("p::after { content: ' ;  /* kept */ '; }", "p::after{content:' ;  /* kept */ '}"),
        (r'p { content: "\\" ; } /* a " alone */ b { top: calc(1px + 2px) }', r'p{content:"\\"}b{top:calc(1px + 2px)}'),
        ("@media (width <= 40rem) { a > b ~ c { top: 0 } }", "@media (width <= 40rem){a > b ~ c{top:0}}"),
        (".a { --gap: 1px ; gap: var(--gap, 0) }", ".a{--gap:1px;gap:var(--gap,0)}"),
    ],
)
def test_only_what_means_nothing_is_left_out(written, delivered):
    assert minified(written) == delivered


def test_the_short_form_is_what_is_named_and_compressed(tmp_path, settings):
    settings.STATIC_ROOT = tmp_path
    storage = StaticStorage(location=tmp_path, base_url="/static/")
    sources = FileSystemStorage(location=ROOT / "static" / "portal")
    for _again in range(2):
        found = {"css/portal.css": (sources, "css/portal.css")}
        names = [name for _source, name, _processed in storage.post_process(found) if name]
        served = [path.read_text() for name in names if (path := tmp_path / name).suffix == ".css"]
        assert served
        assert {*served} == {minified((STYLES / "portal.css").read_text())}


def colours(theme: int) -> dict[str, str]:
    tokens = dict(re.findall(r"--([\w-]+): (#\w{6});", TOKENS.read_text()))
    found = {}
    for name, *pair in re.findall(r"--([\w-]+): light-dark\((.+?), (.+?)\);", (STYLES / "portal.css").read_text()):
        value = pair[theme]
        token = re.fullmatch(r"var\(--([\w-]+)\)", value)
        found[name] = tokens[token.group(1)] if token else value
    return found


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = "".join(d * 2 for d in digits) if len(digits) == 3 else digits
    parts = [int(digits[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_text_is_readable_in_both_themes(theme):
    known = colours(theme)
    weak = {}
    for text, ground in TEXT_ON:
        low, high = sorted([luminance(known[text]), luminance(known[ground])])
        ratio = (high + 0.05) / (low + 0.05)
        if ratio < 4.5:
            weak[text, ground] = round(ratio, 2)
    assert weak == {}


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_templates_hold_no_inline_script_or_style(template):
    source = template.read_text()
    assert re.findall(r"<style|\sstyle=|\son[a-z]+=|javascript:|hx-on", source) == []
    scripts = re.findall(r"<script[^>]*>", source)
    assert [tag for tag in scripts if "src=" not in tag and 'type="application/json"' not in tag] == []


def test_every_symbol_used_is_in_the_sprite():
    sprite = (ROOT / "static" / "portal" / "img" / "icons.svg").read_text()
    there = set(re.findall(r'<symbol id="([\w-]+)"', sprite))
    used = {name for path in TEMPLATES for name in re.findall(r'{% icon "([\w-]+)"', path.read_text())}
    assert used - there == set()
