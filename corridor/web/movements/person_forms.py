"""Small forms about one person's journey: fitness, exit permit, help before departure, the travel party."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy

from corridor.movements import rules
from corridor.movements.words import AssistanceKind, ExitState, Fitness, Service
from corridor.people import queries as people
from corridor.places import queries as places
from corridor.places.words import SiteKind
from corridor.web.people.forms import LTR, choices

from .forms import NUMBER, PATHWAYS, day_field


class FitnessForm(forms.Form):
    category = forms.ChoiceField(label=gettext_lazy("Result"), choices=lambda: choices(Fitness), widget=forms.RadioSelect)
    service = forms.ChoiceField(
        label=gettext_lazy("Service needed on the way"),
        choices=lambda: choices(Service),
        required=False,
        help_text=gettext_lazy("All others see: the service, never why."),
    )
    checked_on = day_field(gettext_lazy("Checked on"), required=False)
    checked_at = forms.TimeField(
        label=gettext_lazy("At"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=gettext_lazy("Empty: now."),
    )  # fmt: skip
    hours = forms.IntegerField(
        label=gettext_lazy("Holds for hours"), min_value=1, max_value=24 * 14, initial=rules.FITNESS_HOURS,
        widget=forms.TextInput(attrs=NUMBER),
    )  # fmt: skip
    note = forms.CharField(
        label=gettext_lazy("Medical note"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Only medical officers read this."),
    )

    def facts(self) -> dict[str, Any]:
        said = self.cleaned_data
        day, hour = said["checked_on"], said["checked_at"]
        at = datetime.combine(day, hour, tzinfo=ZoneInfo(settings.DEFAULT_TIME_ZONE)) if day and hour else None
        return {
            "category": said["category"],
            "service": said["service"],
            "checked_at": at,
            "hours": said["hours"],
            "note": said["note"],
        }

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if bool(said.get("checked_on")) != bool(said.get("checked_at")):
            self.add_error("checked_at", gettext_lazy("Give the day and the hour of the check, or leave both empty."))
        return said


class ExitFields(forms.Form):
    state = forms.ChoiceField(label=gettext_lazy("State"), choices=lambda: choices(ExitState))
    batch = forms.CharField(
        label=gettext_lazy("List"), max_length=30, required=False, widget=forms.TextInput(attrs=LTR),
        help_text=gettext_lazy("For example EP-118."),
    )  # fmt: skip
    asked_on = day_field(gettext_lazy("Asked on"), required=False)
    valid_from = day_field(gettext_lazy("Holds from"), required=False)
    valid_until = day_field(gettext_lazy("Holds until"), required=False)


class ExitForm(ExitFields):
    number = forms.CharField(label=gettext_lazy("Its number"), max_length=40, required=False, widget=forms.TextInput(attrs=LTR))


class BatchForm(ExitFields):
    """The same answer for all on one list, named by their references."""

    references = forms.CharField(
        label=gettext_lazy("References"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 6, "class": "ltr", "spellcheck": "false"}),
        help_text=gettext_lazy("One on each line, like LBY-2611-00017."),
    )

    def __init__(self, actor: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.fields["batch"].required = True

    def clean_references(self) -> list[Any]:
        """Everybody named, or the lines that name nobody."""
        words = list(dict.fromkeys(self.cleaned_data["references"].replace(",", " ").split()))[:500]
        found = {word: people.by_reference(self.actor, word) for word in words}
        unknown = [word for word, row in found.items() if row is None]
        if unknown:
            text = gettext_lazy("No person of yours has this reference: %(which)s")
            raise forms.ValidationError(text, params={"which": ", ".join(unknown[:20])})
        return [row.id for row in found.values() if row]

    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("batch", "state", "asked_on", "valid_from", "valid_until")}


class AssistanceForm(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("What was given"), choices=lambda: choices(AssistanceKind))
    on = day_field(gettext_lazy("On"), required=False, help_text=gettext_lazy("Empty: today."))


class PartyForm(forms.Form):
    """Who travels together. The family goes whole, unless its consent to travel apart is written down."""

    pathway = forms.ChoiceField(label=gettext_lazy("Pathway"), choices=lambda: choices(PATHWAYS))
    destination = forms.ChoiceField(label=gettext_lazy("To"))
    members = forms.MultipleChoiceField(
        label=gettext_lazy("Travels with"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Members of the family."),
    )
    ready_from = day_field(gettext_lazy("Can travel from"), required=False)
    split_agreed = forms.BooleanField(
        label=gettext_lazy("Each adult agreed to travel apart, and each child’s interests were looked at"), required=False
    )
    split_reason = forms.CharField(label=gettext_lazy("Who agreed, and why"), max_length=300, required=False)

    def __init__(self, actor: Any, person_id: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        family = people.family_of(actor, person_id)
        kin = [one for one in family.members if one.person_id != person_id] if family else []
        self.fields["members"].choices = [(str(one.person_id), f"{one.name}, {one.reference}") for one in kin]
        self.fields["members"].initial = [str(one.person_id) for one in kin]
        sites = places.sites(actor, SiteKind.CITY, SiteKind.TRANSIT, SiteKind.AIRPORT)
        abroad = [site for site in sites if site.country != settings.OPERATION_COUNTRY]
        self.fields["destination"].choices = [(str(site.id), site.name) for site in abroad]
        if not kin:
            for name in ("members", "split_agreed", "split_reason"):
                del self.fields[name]

    def facts(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {
            "pathway": said["pathway"],
            "destination_id": said["destination"],
            "ready_from": said["ready_from"],
            "split_agreed": said.get("split_agreed", False),
            "split_reason": said.get("split_reason", ""),
        }


__all__ = ["AssistanceForm", "BatchForm", "ExitForm", "FitnessForm", "PartyForm"]
