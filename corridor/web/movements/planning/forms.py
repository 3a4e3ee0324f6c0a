"""Forms of planning: one thing changed in a copy of the plan, and what happened to a flight or an airport."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from corridor.consent.words import Pathway
from corridor.movements import actions, queries, rules
from corridor.movements.lifecycle import Flight as FlightStatus
from corridor.places import queries as places
from corridor.places.words import SiteKind
from corridor.web.movements.forms import PATHWAYS, day_field, number_field
from corridor.web.people.forms import LTR, choices
from corridor.web.shell import formats

TITLE = {"label": gettext_lazy("Name of the scenario"), "max_length": 80, "required": False}
MONEY = 2_000_000_000


class ScenarioForm(forms.Form):
    """The fields that every scenario has. `flights` are those of the plan's days that have not left."""

    title = forms.CharField(**TITLE, help_text=gettext_lazy("Left empty, it is named after the change."))

    def __init__(self, actor: Any, flights: Sequence[queries.FlightRow], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.flights = {rules.label(flight.code): flight for flight in flights}
        if "option" in self.fields:
            open_ = {name: flight for name, flight in self.flights.items() if flight.status != FlightStatus.CANCELLED}
            self.fields["option"].choices = [(name, flight_said(flight)) for name, flight in open_.items()]
        self.prepare(actor)

    def prepare(self, actor: Any) -> None:
        """Choices that need a look at the tables."""

    def edit(self) -> Any:
        raise NotImplementedError

    def name(self) -> str:
        return self.cleaned_data["title"] or self.named()

    def named(self) -> str:
        raise NotImplementedError

    def fund_choices(self, actor: Any) -> list[tuple[str, str]]:
        """Funds that are written down, and those that flights name."""
        known = {one.code: f"{one.code} {one.name}" for one in queries.funds(actor)}
        named = {flight.fund: flight.fund for flight in self.flights.values() if flight.fund}
        return sorted((named | known).items())


class CharterForm(ScenarioForm):
    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=20,
        widget=forms.TextInput(attrs=LTR),
        help_text=gettext_lazy("For example CR-0240."),
    )
    pathway = forms.ChoiceField(label=gettext_lazy("Pathway"), choices=lambda: choices(PATHWAYS), initial=str(Pathway.VHR))
    airport = forms.ChoiceField(label=gettext_lazy("From"))
    to = forms.ChoiceField(label=gettext_lazy("To"))
    onward = forms.ChoiceField(label=gettext_lazy("Second stop"), required=False)
    day = day_field(gettext_lazy("Departs on"))
    capacity = number_field(gettext_lazy("Seats"), 1)
    min_load = number_field(gettext_lazy("Not below, seats"), required=False)
    cost = number_field(gettext_lazy("Cost, EUR"), 0, MONEY, required=False)
    fund = forms.ChoiceField(label=gettext_lazy("Funding line"), required=False)
    field_order = ("code", "pathway", "airport", "to", "onward", "day", "capacity", "min_load", "cost", "fund", "title")

    def prepare(self, actor: Any) -> None:
        everywhere = places.sites(actor, SiteKind.AIRPORT, SiteKind.CITY, SiteKind.TRANSIT)
        here = [one for one in everywhere if one.kind == SiteKind.AIRPORT and one.country == settings.OPERATION_COUNTRY]
        self.fields["airport"].choices = [(one.iata or one.code, one.name) for one in here]
        self.fields["fund"].choices = [("", _("Brings its own money")), *self.fund_choices(actor)]
        abroad = [(one.code, one.name) for one in everywhere if one not in here]
        self.fields["to"].choices, self.fields["onward"].choices = abroad, [("", _("No stop")), *abroad]

    def edit(self) -> Any:
        said = self.cleaned_data
        plain = {key: said[key] for key in ("code", "day", "airport", "capacity", "fund", "pathway")}
        return actions.AddFlight(
            **plain,
            destinations=tuple(filter(None, (said["to"], said["onward"]))),
            cost=said["cost"] or 0,
            min_load=said["min_load"] or 0,
        )

    def named(self) -> str:
        return _("One more charter")


class AircraftForm(ScenarioForm):
    option = forms.ChoiceField(label=gettext_lazy("Flight"))
    seats = number_field(gettext_lazy("Seats of the other aircraft"), 1)
    cost = number_field(gettext_lazy("Costs more, EUR"), 0, MONEY, required=False)
    field_order = ("option", "seats", "cost", "title")

    def edit(self) -> Any:
        said = self.cleaned_data
        now = self.flights[said["option"]].capacity
        return actions.ChangeCapacity(said["option"], said["seats"], before=now, cost=said["cost"] or 0)

    def named(self) -> str:
        said = self.cleaned_data
        larger = said["seats"] > self.flights[said["option"]].capacity
        text = _("Larger aircraft, %(code)s") if larger else _("Smaller aircraft, %(code)s")
        return text % {"code": said["option"]}


class CancelForm(ScenarioForm):
    option = forms.ChoiceField(label=gettext_lazy("Flight"))
    field_order = ("option", "title")

    def edit(self) -> Any:
        return actions.CancelOption(self.cleaned_data["option"])

    def named(self) -> str:
        return _("Without %(code)s") % {"code": self.cleaned_data["option"]}


class MoveForm(ScenarioForm):
    option = forms.ChoiceField(label=gettext_lazy("Flight"))
    day = day_field(gettext_lazy("On another day"))
    field_order = ("option", "day", "title")

    def edit(self) -> Any:
        return actions.MoveOption(self.cleaned_data["option"], self.cleaned_data["day"])

    def named(self) -> str:
        said = self.cleaned_data
        return _("%(code)s on %(day)s") % {"code": said["option"], "day": formats.day(said["day"], "short")}


class MoneyForm(ScenarioForm):
    fund = forms.ChoiceField(label=gettext_lazy("Funding line"))
    amount = number_field(gettext_lazy("More money, EUR"), 1, MONEY)
    field_order = ("fund", "amount", "title")

    def prepare(self, actor: Any) -> None:
        self.fields["fund"].choices = self.fund_choices(actor)

    def edit(self) -> Any:
        return actions.AddMoney(self.cleaned_data["fund"], self.cleaned_data["amount"])

    def named(self) -> str:
        return _("More money in %(fund)s") % {"fund": self.cleaned_data["fund"]}


CHANGES: dict[str, tuple[Any, type[ScenarioForm]]] = {
    "charter": (gettext_lazy("Add a charter"), CharterForm),
    "aircraft": (gettext_lazy("A larger or smaller aircraft"), AircraftForm),
    "cancel": (gettext_lazy("Cancel a flight"), CancelForm),
    "move": (gettext_lazy("Move a flight to another day"), MoveForm),
    "money": (gettext_lazy("More money in a fund"), MoneyForm),
}


class DelayForm(forms.Form):
    day = day_field(gettext_lazy("Departs now on"))
    hour = forms.TimeField(
        label=gettext_lazy("At"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=gettext_lazy("Time at the airport."),
    )

    def departs_at(self) -> datetime:
        said = self.cleaned_data
        return datetime.combine(said["day"], said["hour"], tzinfo=ZoneInfo(settings.DEFAULT_TIME_ZONE))


class CutForm(forms.Form):
    seats = number_field(gettext_lazy("Seats that are left"), 0)


class ClosingForm(forms.Form):
    site = forms.ChoiceField(label=gettext_lazy("Airport"))
    first = day_field(gettext_lazy("From"))
    last = day_field(gettext_lazy("Until"))
    because = forms.CharField(label=gettext_lazy("Why, in a few words others will read"), max_length=120)

    def __init__(self, actor: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = places.sites(actor, SiteKind.AIRPORT, country=settings.OPERATION_COUNTRY)
        self.fields["site"].choices = [(str(one.id), one.name) for one in here]


class CancellingForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("Why, in a sentence others will read"), max_length=200)


def flight_said(flight: queries.FlightRow) -> str:
    """CR-0231 Lagos, Thu 26 Nov, 174 seats."""
    said = {
        "code": flight.code,
        "to": ", ".join(stop.site.name for stop in flight.stops),
        "day": formats.day(flight.departs_on, "weekday"),
        "seats": formats.count(flight.capacity),
    }
    return _("%(code)s %(to)s, %(day)s, %(seats)s seats") % said
