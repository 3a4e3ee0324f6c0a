"""The draft of a policy: every number with its limits, towns from the list, one sentence why."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from corridor.movements.rules.policy import MOST_IN_FLOOR, NUMBERS, SERVICES
from corridor.movements.words import Freeze, Service
from corridor.protection.words import Band
from corridor.web.people.forms import choices

from . import policy_words as words
from .forms import number_field

FLOOR = "floor_"


class PolicyForm(forms.Form):
    """Filled with the version in force, so that only what should change is touched."""

    def __init__(
        self, values: Mapping[str, Any], towns: Mapping[str, str], funds: list[str], data: Any = None, **more: Any
    ) -> None:
        floors = {one["group"]: one["persons"] for one in values["floors"]}
        initial = {**values, **{FLOOR + town: floors.get(town) for town in towns}}
        super().__init__(data, initial=initial, **more)
        self.towns, self.before = towns, values
        for name, (_label, least, most) in NUMBERS.items():
            self.fields[name] = number_field(words.label(name), least, most)
        self.fields["pressing_bands"] = self._many(words.label("pressing_bands"), choices([Band.HIGH, Band.CRITICAL]))
        services = [service for service in Service if service in SERVICES]
        self.fields["pressing_services"] = self._many(words.label("pressing_services"), choices(services))
        self.fields["freeze"] = forms.ChoiceField(label=words.label("freeze"), choices=choices(Freeze), widget=forms.RadioSelect)
        paid = [("", _("None")), *[(code, code) for code in sorted({*funds, *filter(None, [values["vehicle_fund"]])})]]
        self.fields["vehicle_fund"] = forms.ChoiceField(label=words.label("vehicle_fund"), choices=paid, required=False)
        for town, name in towns.items():
            self.fields[FLOOR + town] = number_field(name, 1, MOST_IN_FLOOR, required=False)
        self.fields["note"] = forms.CharField(
            label=gettext_lazy("What changes, and why"),
            max_length=300,
            widget=forms.Textarea(attrs={"rows": 2}),
            help_text=gettext_lazy("One sentence that the approver and later readers understand."),
        )

    @staticmethod
    def _many(label: str, options: list[tuple[str, str]]) -> forms.MultipleChoiceField:
        return forms.MultipleChoiceField(label=label, choices=options, required=False, widget=forms.CheckboxSelectMultiple)

    def groups(self) -> list[dict[str, Any]]:
        """Fields as they stand together on the page."""
        shown = []
        for title, sub, names in words.GROUPS:
            fields = [self[FLOOR + town] for town in self.towns] if "floors" in names else []
            fields += [self[name] for name in names if name != "floors"]
            shown.append({"title": _(title), "sub": _(sub), "fields": fields})
        return shown

    def changes(self) -> dict[str, Any]:
        said = self.cleaned_data
        plain = {name: value for name, value in said.items() if name != "note" and not name.startswith(FLOOR)}
        floors = [{"group": town, "persons": said[FLOOR + town]} for town in self.towns if said[FLOOR + town]]
        return {**plain, "floors": floors}
