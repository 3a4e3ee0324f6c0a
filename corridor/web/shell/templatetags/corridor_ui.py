"""Tags and filters every screen may use: icons, dates, counts, names, countries, bar lengths and form controls.

`{% load corridor_ui %}`. How things are written is decided in `corridor.web.shell.formats`.
"""

from typing import Any

from django import template
from django.forms import BoundField, widgets
from django.http import QueryDict
from django.middleware.csrf import get_token
from django.template import Context
from django.urls import Resolver404, resolve
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from corridor.kernel import clock
from corridor.kernel.readiness import State
from corridor.web.shell import formats, icons

register = template.Library()

register.filter("day", formats.day)
register.filter("moment", formats.moment)
register.filter("count", formats.count)
register.filter("figure", formats.figure)
register.filter("stamp", formats.stamp)
register.filter("share", formats.share)
register.filter("money", formats.money)
register.filter("country", formats.country)
register.filter("tongue", formats.tongue)
register.filter("name", formats.name)
register.filter("said", formats.said)

# The six kinds of status and two shapes that borrow a tint.
TINTS = {"ok", "wait", "stop", "info", "hold", "idle"}
BORROWED = {"na": "idle", "warn": "wait"}


@register.simple_tag
def icon(name: str, label: str = "", turns: bool = False) -> SafeString:
    """`{% icon "plane" %}` beside a word; give `label` only when no word stands beside it. `turns`: mirror in Arabic."""
    if name not in icons.NAMES:
        raise template.TemplateSyntaxError(f"no icon called {name!r}; there are {', '.join(sorted(icons.NAMES))}")
    css = "ic ic-dir" if turns or name == "go" else "ic"
    if label:
        return format_html('<svg class="{}" role="img" aria-label="{}"><use href="#i-{}"/></svg>', css, label, name)
    return format_html('<svg class="{}" aria-hidden="true"><use href="#i-{}"/></svg>', css, name)


@register.filter
def tint(kind: str) -> str:
    """The class of a status kind: `is-ok` … An unknown kind is an error of the page's author, so it is loud."""
    kind = str(kind)
    if kind not in TINTS and kind not in BORROWED:
        raise template.TemplateSyntaxError(f"no status kind called {kind!r}")
    return "is-" + BORROWED.get(kind, kind)


@register.filter
def word(value: Any) -> str:
    """The translated label of a field word (an enum of the kernel's `Word`), or the text itself."""
    label = getattr(value, "label", None) or str(value)
    return gettext(label) if label else ""


@register.filter
def bar_len(part: Any, whole: Any = 100) -> str:
    """`{{ held|bar_len:seats }}` is the class `len-93`: whole per cent, never outside 0 to 100."""
    share = round(100 * float(part or 0) / float(whole)) if whole else 0
    return f"len-{min(100, max(0, share))}"


@register.filter
def minus(whole: Any, part: Any) -> Any:
    """What is left: `{{ seats|minus:held }}`."""
    return (whole or 0) - (part or 0)


@register.simple_tag(takes_context=True)
def page_link(context: Context, number: int, key: str) -> str:
    """The present address with another page number: filters stay, so a view can be shared."""
    request = getattr(context, "request", None)
    query = request.GET.copy() if request else QueryDict(mutable=True)
    query[key] = str(number)
    return f"?{query.urlencode()}"


# g, then one of these letters, goes there.
GO_KEYS = {"home": "t", "people.search": "p", "duplicates.queue": "d", "movements.flights": "f", "reporting.figures": "i"}


@register.filter
def go_key(address: str) -> str:
    """The letter that follows g for this entry of the navigation; empty when it has none."""
    try:
        return GO_KEYS.get(resolve(str(address).split("?")[0]).url_name or "", "")
    except Resolver404:
        return ""


@register.simple_tag
def now_written() -> str:
    """The present moment, for print headers and page heads."""
    return formats.moment(clock.now())


@register.simple_tag(takes_context=True)
def csrf(context: Context) -> SafeString:
    """The CSRF field inside a component: `include … only` hides `csrf_token`, the request is still there."""
    request = getattr(context, "request", None)
    if request is None:
        return SafeString("")
    return format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', get_token(request))


# ── Readiness ────────────────────────────────────────────────────────────────

_SHAPES = {State.MET: "ok", State.UNMET: "stop", State.UNDER_WAY: "wait", State.NOT_APPLICABLE: "na"}


@register.filter
def state_kind(state: str) -> str:
    """A requirement's state as a status kind."""
    return _SHAPES[State(state)]


@register.filter
def state_word(state: str) -> str:
    """A requirement's state in a word."""
    return {
        State.MET: gettext("Met"),
        State.UNMET: gettext("Unmet"),
        State.UNDER_WAY: gettext("Under way"),
        State.NOT_APPLICABLE: gettext("Does not apply"),
    }[State(state)]


@register.filter
def checklist(requirements: Any) -> dict[str, Any]:
    """Requirements (or a kernel Readiness) as the panel shows them: unmet first, then under way; the rest folded."""
    rows = list(getattr(requirements, "requirements", requirements))
    by_state = {state: [row for row in rows if State(_of(row, "state")) is state] for state in State}
    unmet, going = by_state[State.UNMET], by_state[State.UNDER_WAY]
    met, aside = by_state[State.MET], by_state[State.NOT_APPLICABLE]
    counts = [
        ("stop", ngettext("%(n)d unmet", "%(n)d unmet", len(unmet)) % {"n": len(unmet)}, len(unmet)),
        ("wait", ngettext("%(n)d under way", "%(n)d under way", len(going)) % {"n": len(going)}, len(going)),
        ("ok", ngettext("%(n)d met", "%(n)d met", len(met)) % {"n": len(met)}, len(met)),
        ("na", ngettext("%(n)d does not apply", "%(n)d do not apply", len(aside)) % {"n": len(aside)}, len(aside)),
    ]
    return {
        "blocking": unmet + going,
        "rest": met + aside,
        "counts": [(kind, text) for kind, text, number in counts if number],
        "ready": not unmet and not going,
    }


def _of(row: Any, key: str) -> Any:
    return row[key] if isinstance(row, dict) else getattr(row, key)


# ── Forms ────────────────────────────────────────────────────────────────────


@register.filter
def field_kind(field: BoundField) -> str:
    """How a field is laid out: `choices`, `check`, `parts`, `hidden` or `plain`."""
    widget = field.field.widget
    if isinstance(widget, widgets.HiddenInput):
        return "hidden"
    if isinstance(widget, widgets.CheckboxSelectMultiple | widgets.RadioSelect):
        return "choices"
    if isinstance(widget, widgets.CheckboxInput):
        return "check"
    return "parts" if isinstance(widget, widgets.MultiWidget | widgets.SelectDateWidget) else "plain"


@register.filter
def control(field: BoundField, help_text: str = "") -> SafeString:
    """The field's own widget with the house classes and its help and errors announced with it."""
    widget = field.field.widget
    attrs: dict[str, Any] = {}
    if isinstance(widget, widgets.CheckboxInput):
        attrs["class"] = "form-check-input"
    elif isinstance(widget, widgets.Select) and field_kind(field) == "plain":
        attrs["class"] = "form-select"
    elif field_kind(field) == "plain":
        attrs["class"] = "form-control"
    if extra := widget.attrs.get("class"):
        attrs["class"] = f"{attrs.get('class', '')} {extra}".strip()
    told = [f"{field.auto_id}_help"] if help_text or field.help_text else []
    told += [f"{field.auto_id}_error"] if field.errors else []
    if told:
        attrs["aria-describedby"] = " ".join(told)
    if field.errors:
        attrs["aria-invalid"] = "true"
    return field.as_widget(attrs=attrs)


@register.filter
def choice_describedby(field: BoundField, help_text: str = "") -> str:
    """Ids of help and error for the fieldset round a group of choices."""
    told = [f"{field.auto_id}_help"] if help_text or field.help_text else []
    return " ".join(told + ([f"{field.auto_id}_error"] if field.errors else []))


@register.filter
def first_id(field: BoundField) -> str:
    """Where the error summary sends the keyboard: the first control of the field."""
    return {"choices": f"{field.auto_id}_0", "parts": f"{field.auto_id}_0"}.get(field_kind(field), field.auto_id or "")
