"""Form parts the field component knows: a date in three boxes, of which the day and the month may stay empty.

`DatePartsField()` gives "2007", "2007-05" or "2007-05-12"; `DatePartsField(whole=True)` wants all three and gives a date.
"""

from datetime import date
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from corridor.web.shell import formats

MONTHS = range(1, 13)


class DatePartsWidget(forms.MultiWidget):
    """Day, month, year: numbers and a list of months, each with its own label."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        number = {"inputmode": "numeric", "autocomplete": "off"}
        parts = {
            "day": forms.TextInput({**number, "class": "form-control is-day", "maxlength": "2"}),
            "month": forms.Select({"class": "form-select"}),
            "year": forms.TextInput({**number, "class": "form-control", "maxlength": "4"}),
        }
        super().__init__(parts, attrs)

    def decompress(self, value: Any) -> list[Any]:
        parts = [part.lstrip("0") for part in str(value or "").split("-") if part]
        year, month, day = [*parts, "", "", ""][:3]
        return [day, month, year]

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """Each part under its own label: the legend of the group alone does not say which box is which."""
        month = self.widgets[1]
        month.choices = [("", _("not known")), *((str(n), _month(n)) for n in MONTHS)]  # type: ignore[attr-defined]
        values = value if isinstance(value, list) else self.decompress(value)
        final = self.build_attrs(self.attrs, attrs)
        own, shared = final.pop("id", f"id_{name}"), {key: final[key] for key in final if key.startswith("aria-")}
        out = SafeString("")
        for index, (widget, label) in enumerate(zip(self.widgets, (_("Day"), _("Month"), _("Year")), strict=True)):
            part = {**shared, "id": f"{own}_{index}"}
            box = widget.render(name + self.widgets_names[index], values[index], part, renderer)
            out += format_html("<span><label{}>{}</label>{}</span>", flatatt({"for": part["id"]}), label, box)
        return out


def _month(number: int) -> str:
    return formats.day(date(2000, number, 1), "month_name")


class DatePartsField(forms.Field):
    """A date that may be partly known; `whole=True` when the rule needs the day."""

    widget = DatePartsWidget
    default_error_messages = {
        "year": _("Give the year in four digits; day and month may stay empty."),
        "whole": _("Give the day, the month and the year."),
        "gap": _("A day needs its month."),
        "none": _("This day does not exist."),
    }

    def __init__(self, *, whole: bool = False, **kwargs: Any) -> None:
        self.whole = whole
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Any:
        day, month, year = [str(part or "").strip() for part in (value or ["", "", ""])]
        if not (day or month or year):
            self.validate(None)
            return None if self.whole else ""
        if self.whole and not (day and month and year):
            self._refuse("whole")
        if len(year) != 4 or not year.isdecimal():
            self._refuse("year")
        if day and not month:
            self._refuse("gap")
        try:
            found = date(int(year), int(month or 1), int(day or 1))
        except ValueError:
            self._refuse("none")
        if self.whole:
            return found
        return f"{found:%Y-%m-%d}"[: 10 if day else 7 if month else 4]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.widget.decompress(initial) != [str(part or "").lstrip("0") for part in data or ["", "", ""]]

    def _refuse(self, code: str) -> None:
        raise forms.ValidationError(self.error_messages[code], code=code)
