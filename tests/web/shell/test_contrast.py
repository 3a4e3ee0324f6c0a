"""Colours can be read and told apart: WCAG 2.2 AA pairs, and chart colours under three kinds of colour-vision deficiency."""

import math
import re

import pytest

from .conftest import STATIC

CSS = (STATIC / "tokens.css").read_text()
TEXT = [(ink, ground) for ink in ("--ink", "--ink-2", "--ink-3", "--link") for ground in ("--bg", "--surface", "--surface-2")]
TEXT += [
    ("--ink", "--surface-3"),
    ("--ink-2", "--surface-3"),
    ("--link-hover", "--surface"),
    ("--action-ink", "--action"),
    ("--action-ink", "--action-hover"),
    ("--bar-ink", "--bar"),
    ("--bar-ink-2", "--bar"),
    ("--focus-ink", "--focus"),
    ("--ink", "--select-bg"),
    ("--link", "--select-bg"),
    ("--synthetic-ink", "--synthetic-bg"),
]
for kind in ("ok", "wait", "stop", "info", "hold", "idle"):
    TEXT += [(f"--{kind}-ink", f"--{kind}-bg"), (f"--{kind}-ink", "--surface"), (f"--{kind}-ink", "--bg")]
SHAPES = [(mark, "--surface") for mark in ("--line-strong", "--select-line", "--ch-axis", "--ch-capacity")]
CHARTS = ["--ch-return", "--ch-evac", "--ch-resettle", "--ch-release"]

# Machado, Oliveira and Fernandes 2009, severity 1.0, applied to linear RGB.
VISION = {
    "usual": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}


def values(start: str) -> dict[str, str]:
    at = CSS.index(start)
    return dict(re.findall(r"(--[\w-]+):\s*([^;]+);", CSS[at : CSS.index("\n}", at)]))


LIGHT = values(":root {") | values(':root, [data-bs-theme="light"] {')
THEMES = {"light": LIGHT, "dark": LIGHT | values('[data-bs-theme="dark"] {')}


def linear(name: str, theme: str) -> tuple[float, ...]:
    value = THEMES[theme][name]
    while value.startswith("var("):
        value = THEMES[theme][value[4:-1]]
    parts = [int(value.strip()[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return tuple(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)


def contrast(one: str, other: str, theme: str) -> float:
    lights = [0.2126 * r + 0.7152 * g + 0.0722 * b for r, g, b in (linear(one, theme), linear(other, theme))]
    return (max(lights) + 0.05) / (min(lights) + 0.05)


def lab(rgb: list[float]) -> tuple[float, float, float]:
    r, g, b = (min(1.0, max(0.0, part)) for part in rgb)
    white = (
        (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047,
        0.2126 * r + 0.7152 * g + 0.0722 * b,
        (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883,
    )
    x, y, z = (part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116 for part in white)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


@pytest.mark.parametrize("theme", THEMES)
def test_text_and_marks_stand_out_from_their_ground(theme):
    weak = [(ink, ground) for ink, ground in TEXT if contrast(ink, ground, theme) < 4.5]
    weak += [(mark, ground) for mark, ground in SHAPES if contrast(mark, ground, theme) < 3]

    assert weak == []


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("vision", VISION)
def test_series_are_told_apart_by_every_eye(theme, vision):
    seen = {
        name: lab([sum(k * v for k, v in zip(row, linear(name, theme), strict=True)) for row in VISION[vision]])
        for name in CHARTS
    }

    close = [(one, other) for one in CHARTS for other in CHARTS if one < other and math.dist(seen[one], seen[other]) < 16]
    assert close == []
