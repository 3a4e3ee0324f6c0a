"""What every template and style of the project keeps to: nothing inline, nothing from outside, logical sides, little weight."""

import gzip
import re

import pytest
from django.contrib.staticfiles import finders

from .conftest import STATIC, TEMPLATES

INLINE = re.compile(r"""\sstyle\s*=|<style\b|<script\b(?![^>]*\bsrc=)|\son[a-z]+\s*=\s*["']|javascript:|\bhx-on""", re.I)
OUTSIDE = re.compile(r"""(?:https?:)?//[a-z0-9-]+\.[a-z]""", re.I)
PHYSICAL = re.compile(
    r"(?:margin|padding|border)-(?:left|right|top|bottom)\b|[{;\s](?:left|right)\s*:|float\s*:(?!\s*none)|text-align:\s*(?:left|right)"
)
BOOTSTRAP = "vendor/bootstrap/dist/css/bootstrap.min.css"


def packed(text: bytes) -> int:
    return len(gzip.compress(text, 9, mtime=0))


def without_comments(text: str) -> str:
    return re.sub(r"/\*.*?\*/", "", text, flags=re.S)


def markup(text: str) -> str:
    """A template without its tags and comments: what a browser would get."""
    return re.sub(r"{% comment %}.*?{% endcomment %}|{%.*?%}|{#.*?#}", "", text, flags=re.S)


def test_no_template_holds_a_style_or_a_script():
    found = [path.name for path in TEMPLATES if INLINE.search(markup(path.read_text()))]

    assert TEMPLATES
    assert found == []


def test_nothing_is_asked_from_outside():
    files = [*TEMPLATES, *STATIC.glob("*.css"), *STATIC.glob("*.js")]
    found = [path.name for path in files if OUTSIDE.search(without_comments(path.read_text()))]

    assert found == []


def test_styles_know_start_and_end_but_no_left_and_right():
    found = [
        (path.name, match.group())
        for path in STATIC.glob("*.css")
        for match in PHYSICAL.finditer(without_comments(path.read_text()).replace("@bottom-right", ""))
    ]

    assert found == []


def test_every_colour_of_a_component_is_a_token():
    css = without_comments((STATIC / "corridor.css").read_text())
    own = set(re.findall(r"#[0-9a-f]{3,8}\b", css, re.I))

    assert own <= {"#fff", "#000"}


def test_bar_lengths_have_a_class_for_every_per_cent():
    css = (STATIC / "corridor.css").read_text()

    assert [n for n in range(101) if f".len-{n} {{ inline-size: {n}%; }}" not in css] == []


def test_the_own_script_stays_small():
    assert packed((STATIC / "corridor.js").read_bytes()) <= 6_000


def test_the_first_page_weighs_less_than_a_hundred_kilobytes():
    bootstrap, htmx = finders.find(BOOTSTRAP), finders.find("django_htmx/htmx-2.min.js")
    if not bootstrap:
        pytest.skip("node_modules is not there: bin/setup makes it")
    with open(bootstrap, "rb") as one, open(htmx, "rb") as other:
        vendor = [one.read(), other.read()]
    own = [(STATIC / name).read_bytes() for name in ("fonts.css", "tokens.css", "corridor.css", "corridor.js")]

    assert sum(packed(part) for part in [*vendor, *own]) <= 100_000


def test_fonts_are_all_named_in_what_we_serve():
    from fnmatch import fnmatch

    from corridor.config.statics import VENDOR

    asked = re.findall(r'url\("\.\./vendor/([^"]+)"\)', (STATIC / "fonts.css").read_text())
    assert asked
    assert [path for path in asked if not any(fnmatch(path, pattern) for pattern in VENDOR)] == []
