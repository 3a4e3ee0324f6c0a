"""Funds and limits of places as forms."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from corridor.movements.actions import MOST_EUR, MOST_PEOPLE, NewFund
from corridor.movements.queries import FundRow
from corridor.movements.words import LimitKind
from corridor.places import queries as places
from corridor.places.words import SiteKind
from corridor.web.people.forms import LTR, choices

from .forms import PATHWAYS, day_field, number_field


class FundForm(forms.Form):
    """The code is asked for once: flights carry it."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=40,
        widget=forms.TextInput(attrs=LTR),
        help_text=gettext_lazy("As flights carry it: their funding line."),
    )
    name = forms.CharField(label=gettext_lazy("Whose money"), max_length=120)
    amount = number_field(gettext_lazy("Amount, EUR"), 0, MOST_EUR)
    first = day_field(gettext_lazy("From"))
    last = day_field(gettext_lazy("Until"))
    pathways = forms.MultipleChoiceField(
        label=gettext_lazy("Only for"), required=False, choices=lambda: choices(PATHWAYS), widget=forms.CheckboxSelectMultiple
    )
    destinations = forms.MultipleChoiceField(
        label=gettext_lazy("Only to"), required=False, widget=forms.SelectMultiple(attrs={"size": 6})
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, actor: Any, data: Any = None, row: FundRow | None = None) -> None:
        initial = {}
        if row:
            initial = {
                name: getattr(row, name) for name in ("name", "amount", "first", "last", "pathways", "destinations", "version")
            }
        super().__init__(data, initial=initial)
        self.row = row
        sites = places.sites(actor, SiteKind.CITY, SiteKind.TRANSIT)
        self.fields["destinations"].choices = [(site.code, site.name) for site in sites]
        if row:
            del self.fields["code"]

    def new_fund(self) -> NewFund:
        said = self.cleaned_data
        code = self.row.code if self.row else said["code"]
        return NewFund(
            code, said["name"], said["amount"], said["first"], said["last"], tuple(said["destinations"]), tuple(said["pathways"])
        )


class LimitForm(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("What is limited"), choices=lambda: choices(LimitKind))
    site = forms.ChoiceField(label=gettext_lazy("Place"))
    first = day_field(gettext_lazy("From"))
    last = day_field(gettext_lazy("Until"))
    number = number_field(gettext_lazy("Number"), 0, MOST_PEOPLE)
    note = forms.CharField(label=gettext_lazy("Who said so"), max_length=120, required=False)

    def __init__(self, actor: Any, data: Any = None) -> None:
        super().__init__(data, auto_id="limit_%s")
        airports = [(str(site.id), site.name) for site in places.sites(actor, SiteKind.AIRPORT)]
        towns = [(str(site.id), site.name) for site in places.sites(actor, SiteKind.CITY, SiteKind.TRANSIT)]
        self.fields["site"].choices = [(_("Airports"), airports), (_("Destinations"), towns)]

    def values(self) -> dict[str, Any]:
        plain = {name: self.cleaned_data[name] for name in ("kind", "first", "last", "number", "note")}
        return {**plain, "site_id": UUID(self.cleaned_data["site"])}
