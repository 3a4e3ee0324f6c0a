"""Forms of movement: a flight, its clearances and escorts, filters in the address, reception."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from corridor.consent.words import Pathway
from corridor.kernel.refusals import Refused
from corridor.movements.actions import NewFlight, NewStop
from corridor.movements.lifecycle import Flight as FlightStatus
from corridor.movements.queries import FlightRow
from corridor.movements.words import Carriage, ClearanceKind, ClearanceState, EscortKind
from corridor.places import queries as places
from corridor.places.words import SiteKind
from corridor.web.people.forms import LTR, choices
from corridor.web.shell import errors

STOPS = range(1, 4)
DAY = {"type": "date"}
NUMBER = {"inputmode": "numeric"}
SLOTS = ("wheelchair_slots", "stretcher_slots", "medical_escort_slots", "child_escort_slots")
PATHWAYS = [word for word in Pathway if word]


def saved(form: forms.Form, deed: Any) -> bool:
    """Does the deed with a valid form; what refuses goes into the form, in its sentences."""
    if form.is_valid():
        try:
            deed(form)
        except Refused as refused:
            errors.into_form(form, refused)
    return not form.errors


def day_field(label: Any, **more: Any) -> forms.DateField:
    unread = {"invalid": gettext_lazy("That is not a date. Write it like 2026-11-26.")}
    return forms.DateField(label=label, widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"), error_messages=unread, **more)


def number_field(label: Any, low: int = 0, high: int = 600, **more: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=low, max_value=high, widget=forms.TextInput(attrs=NUMBER), **more)


class FlightFilter(forms.Form):
    """Which flights: everything stands in the address, so that a view can be shared."""

    SHOW = (("coming", gettext_lazy("Coming")), ("past", gettext_lazy("Past")))
    show = forms.ChoiceField(choices=SHOW, required=False)
    pathway = forms.ChoiceField(
        label=gettext_lazy("Pathway"), required=False, choices=lambda: choices(PATHWAYS, _("All pathways"))
    )
    status = forms.ChoiceField(
        label=gettext_lazy("State"), required=False, choices=lambda: choices(FlightStatus, _("All states"))
    )
    since = day_field(gettext_lazy("From"), required=False)
    until = day_field(gettext_lazy("Until"), required=False)


class SlotFields(forms.Form):
    """What may change until the flight leaves."""

    carrier = forms.CharField(label=gettext_lazy("Carrier"), max_length=60)
    aircraft = forms.CharField(label=gettext_lazy("Aircraft"), max_length=40, required=False)
    day = day_field(gettext_lazy("Departs on"))
    hour = forms.TimeField(
        label=gettext_lazy("At"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=gettext_lazy("Time at the airport."),
    )
    capacity = number_field(gettext_lazy("Seats"), 1)
    wheelchair_slots = number_field(gettext_lazy("Wheelchair places"), required=False)
    stretcher_slots = number_field(gettext_lazy("Stretcher places"), required=False)
    medical_escort_slots = number_field(gettext_lazy("People a medical escort can look after"), required=False)
    child_escort_slots = number_field(gettext_lazy("Children an escort can look after"), required=False)
    fund = forms.CharField(label=gettext_lazy("Funding line"), max_length=40, required=False)
    cost = number_field(gettext_lazy("Cost, EUR"), 0, 2_000_000_000, required=False)

    def departs_at(self) -> datetime:
        said = self.cleaned_data
        return datetime.combine(said["day"], said["hour"], tzinfo=ZoneInfo(settings.DEFAULT_TIME_ZONE))

    def facts(self) -> dict[str, Any]:
        said = self.cleaned_data
        plain = {name: said[name] for name in ("carrier", "aircraft", "capacity", "fund")}
        return plain | {"departs_at": self.departs_at(), "cost": said["cost"] or 0, **{name: said[name] or 0 for name in SLOTS}}


class FlightForm(SlotFields):
    """A new flight. Up to three stops, in the order in which they are reached."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=20,
        widget=forms.TextInput(attrs=LTR),
        help_text=gettext_lazy("For example CR-0231."),
    )
    pathway = forms.ChoiceField(label=gettext_lazy("Pathway"), choices=lambda: choices(PATHWAYS))
    carriage = forms.ChoiceField(label=gettext_lazy("Charter or commercial"), choices=lambda: choices(Carriage))
    embarkation = forms.ChoiceField(label=gettext_lazy("From"))
    field_order = ("code", "pathway", "carriage", "carrier", "aircraft", "embarkation", "day", "hour", "capacity")

    def __init__(self, actor: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everywhere = places.sites(actor, SiteKind.AIRPORT, SiteKind.CITY, SiteKind.TRANSIT)
        airports = [site for site in everywhere if site.kind == SiteKind.AIRPORT and site.country == settings.OPERATION_COUNTRY]
        abroad = [site for site in everywhere if site not in airports]
        self.fields["embarkation"].choices = [(str(site.id), site.name) for site in airports]
        for order in STOPS:
            name = f"stop_{order}"
            label = _("To") if order == 1 else _("Stop %(order)s") % {"order": order}
            self.fields[name] = forms.ChoiceField(label=label, required=order == 1)
            self.fields[name].choices = [("", _("No stop")), *((str(site.id), site.name) for site in abroad)]
            self.fields[f"seats_{order}"] = number_field(_("Seats to it, at most"), 1, required=False)

    def stops(self) -> list[NewStop]:
        said = self.cleaned_data
        return [NewStop(said[f"stop_{order}"], said[f"seats_{order}"]) for order in STOPS if said[f"stop_{order}"]]

    def stop_fields(self) -> list[Any]:
        return [self[f"{kind}_{order}"] for order in STOPS for kind in ("stop", "seats")]

    def new_flight(self) -> NewFlight:
        said = self.cleaned_data
        plain = {name: said[name] for name in ("code", "pathway", "carriage")}
        return NewFlight(**plain, embarkation_id=said["embarkation"], stops=self.stops(), **self.facts())


class ChangeForm(SlotFields):
    version = forms.IntegerField(widget=forms.HiddenInput)

    @classmethod
    def of(cls, flight: FlightRow, *args: Any) -> "ChangeForm":
        local = timezone.localtime(flight.departs_at, ZoneInfo(settings.DEFAULT_TIME_ZONE))
        names = ("carrier", "aircraft", "capacity", "fund", "cost", "version", *SLOTS)
        return cls(*args, initial={name: getattr(flight, name) for name in names} | {"day": local.date(), "hour": local.time()})


class ClearanceForm(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("Clearance"), choices=lambda: choices(ClearanceKind))
    authority = forms.CharField(label=gettext_lazy("Authority"), max_length=120)
    state = forms.ChoiceField(label=gettext_lazy("State"), choices=lambda: choices(ClearanceState))
    reference = forms.CharField(
        label=gettext_lazy("Its number"), max_length=60, required=False, widget=forms.TextInput(attrs=LTR)
    )


class EscortForm(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("Kind of escort"), choices=lambda: choices(EscortKind))
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120, widget=forms.TextInput(attrs={"dir": "auto"}))
