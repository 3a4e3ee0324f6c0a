"""Forms of protection. `answers()` gives what the action wants; the action decides."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from corridor.access import queries as access
from corridor.access.words import OrganisationKind
from corridor.kernel.actor import Actor
from corridor.people.queries import PersonRow
from corridor.protection.words import (
    ITEMS,
    LEVELS,
    AdvisoryLevel,
    BestInterestsKind,
    Fear,
    Finding,
    PathwayChoice,
    RedFlag,
    Solution,
    Tracing,
    Trafficking,
)
from corridor.web.people.forms import countries
from corridor.web.shell import formats
from corridor.web.shell.forms import DatePartsField

YES_NO = [("yes", _("Yes")), ("no", _("No"))]
LEVEL_WORDS = {
    "individual": _("The person"),
    "household": _("Household and family"),
    "community": _("Community"),
    "structural": _("Country and law"),
}
NOTE = forms.Textarea({"rows": 3})


def choices(words: Any, *, leave_out: tuple[Any, ...] = ()) -> list[tuple[str, Any]]:
    return [(str(word), _(word.label)) for word in words if word not in leave_out]


class Answers(forms.Form):
    """Yes and no become true and false; the rest is as it was answered. `wide`: fields that take the whole row."""

    wide: tuple[str, ...] = ()

    def answers(self) -> dict[str, Any]:
        return {
            name: {"yes": True, "no": False}.get(value, value) if _asks(self, name) else value
            for name, value in self.cleaned_data.items()
        }


def _asks(form: forms.Form, name: str) -> bool:
    return getattr(form.fields[name], "choices", None) == YES_NO


class FearForm(Answers):
    wide = ("answer", "note")
    answer = forms.ChoiceField(
        label=_("The answer"), widget=forms.RadioSelect, choices=choices(Fear, leave_out=(Fear.NOT_ASKED,))
    )
    private = forms.ChoiceField(
        label=_("Were you alone with the person and the interpreter?"), widget=forms.RadioSelect, choices=YES_NO
    )
    language = forms.ChoiceField(label=_("Asked in"))
    note = forms.CharField(
        label=_("What the person wishes to add"), required=False, widget=NOTE, help_text=_("Nobody has to give details.")
    )

    def __init__(self, *args: Any, person: PersonRow, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = dict.fromkeys((*person.languages, "ar", "en", "fr", "ha", "ti", "am", "so", "bm", "wo", "bn", "ff", "mnk"))
        self.fields["language"].choices = [("", "—"), *((code, formats.tongue(code)) for code in codes)]


class ScreeningForm(Answers):
    """Two lists for each level: the same item may harm one person and protect another."""

    wide = ("red_flags", "note")

    red_flags = forms.MultipleChoiceField(
        label=_("Red flags: any one makes the matter critical"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=choices(RedFlag),
    )
    note = forms.CharField(label=_("Note for protection staff"), required=False, widget=NOTE)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for level in LEVELS:
            items = [(f"{level}.{code}", _(label)) for code, label in ITEMS[level].items()]
            for kind, words in (("risk", _("harms")), ("protects", _("protects"))):
                self.fields[f"{level}_{kind}"] = forms.MultipleChoiceField(
                    label=_("%(level)s: what %(kind)s") % {"level": LEVEL_WORDS[level], "kind": words},
                    required=False,
                    widget=forms.CheckboxSelectMultiple,
                    choices=items,
                )
        self.order_fields(["red_flags", *(f"{level}_{kind}" for level in LEVELS for kind in ("risk", "protects")), "note"])

    def answers(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "risk_factors": [code for level in LEVELS for code in data[f"{level}_risk"]],
            "protective_factors": [code for level in LEVELS for code in data[f"{level}_protects"]],
            "red_flags": data["red_flags"],
            "note": data["note"],
        }


class TraffickingForm(Answers):
    state = forms.ChoiceField(label=_("State of the question"), choices=choices(Trafficking))
    risk_assessed_on = DatePartsField(label=_("Risks assessed with the country of origin on"), whole=True, required=False)
    reception_planned_on = DatePartsField(label=_("Reception planned on"), whole=True, required=False)


class BestInterestsForm(Answers):
    kind = forms.ChoiceField(label=_("What it is"), widget=forms.RadioSelect, choices=choices(BestInterestsKind))
    solution = forms.ChoiceField(
        label=_("Solution it speaks about"), required=False, choices=choices(Solution), help_text=_("A determination names one.")
    )
    finding = forms.ChoiceField(label=_("Finding"), choices=[("", "—"), *choices(Finding)])
    childs_views = forms.CharField(
        label=_("What the child said"), widget=NOTE, help_text=_("Or that the child did not wish to speak.")
    )
    panel = forms.CharField(
        label=_("Panel"), required=False, max_length=300, help_text=_("At least three people, or the decision-maker designated.")
    )
    emergency = forms.BooleanField(
        label=_("Emergency procedure"), required=False, help_text=_("Only as the guidelines allow it.")
    )
    valid_until = DatePartsField(
        label=_("May be relied on until"), whole=True, required=False, help_text=_("Leave empty for the longest.")
    )


class ChildCareForm(Answers):
    guardian = forms.CharField(label=_("Guardian"), required=False, max_length=120)
    tracing = forms.ChoiceField(label=_("Family tracing"), choices=choices(Tracing))
    escort = forms.CharField(label=_("Escort on the journey"), required=False, max_length=120)
    receiver = forms.CharField(label=_("Who receives the child"), required=False, max_length=120)


class SignOffForm(Answers):
    wide = ("reason",)
    reason = forms.CharField(label=_("Why this return is safe enough"), widget=NOTE)


class OverrideForm(Answers):
    wide = ("person_insists", "reason")
    person_insists = forms.ChoiceField(
        label=_("Does the person, knowing the danger, insist on travelling?"), widget=forms.RadioSelect, choices=YES_NO
    )
    reason = forms.CharField(label=_("Reason, in the person’s own words where you can"), widget=NOTE)
    valid_until = DatePartsField(label=_("Holds until"), whole=True, required=False, help_text=_("At most 30 days."))


class PathwayForm(Answers):
    wide = ("offered", "chosen", "persons_words")
    offered = forms.MultipleChoiceField(
        label=_("Options explained to the person"),
        widget=forms.CheckboxSelectMultiple,
        choices=choices(PathwayChoice, leave_out=(PathwayChoice.UNDECIDED,)),
    )
    chosen = forms.ChoiceField(label=_("What the person chooses"), widget=forms.RadioSelect, choices=choices(PathwayChoice))
    persons_words = forms.CharField(label=_("In the person’s own words"), required=False, widget=NOTE)


class ProposeForm(Answers):
    receiver = forms.ChoiceField(label=_("Refer to"))
    urgent = forms.ChoiceField(
        label=_("Is it urgent? Then the answer is due the next day."), widget=forms.RadioSelect, choices=YES_NO
    )
    own_request = forms.ChoiceField(label=_("Does the person ask for it?"), widget=forms.RadioSelect, choices=YES_NO)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        back = actor.organisation_kind == OrganisationKind.UNHCR_OPERATION
        kind = OrganisationKind.IOM_MISSION if back else OrganisationKind.UNHCR_OPERATION
        rows = [row for row in access.organisations(actor, kind) if row.id != actor.organisation_id]
        self.fields["receiver"].choices = [(str(row.id), row.name) for row in rows]

    def answers(self) -> dict[str, Any]:
        data = super().answers()
        return {"receiver_id": data["receiver"], "urgent": data["urgent"], "own_request": data["own_request"]}


class AdvisoryForm(Answers):
    country = forms.ChoiceField(label=_("Country"))
    level = forms.ChoiceField(label=_("Level"), widget=forms.RadioSelect, choices=choices(AdvisoryLevel))
    source = forms.CharField(label=_("Source"), max_length=200, help_text=_("The position paper or advice, with its date."))
    since = DatePartsField(label=_("From"), whole=True)
    until = DatePartsField(label=_("Until"), whole=True, required=False, help_text=_("Leave empty while it stands."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = countries()


class EndAdvisoryForm(Answers):
    until = DatePartsField(label=_("Last day of the advice"), whole=True)
