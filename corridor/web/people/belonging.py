"""The page of a family: its members, who joins or leaves, and a child without parents."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from corridor.access.roles import Permission as P
from corridor.kernel.refusals import N_, Reason, Refused
from corridor.people import actions, queries
from corridor.people.words import ChildAlone, FamilyRole

from . import presenters
from .forms import LTR, choices


class FamilyPart(forms.Form):
    def __init__(self, actor: Any, person: queries.PersonRow, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor, self.person = actor, person

    def named(self, name: str) -> UUID | None:
        reference = self.cleaned_data[name]
        found = queries.by_reference(self.actor, reference) if reference else None
        if reference and found is None:
            text = N_("No person of yours has this reference. Check it, or leave it empty.")
            raise Refused(Reason("people.reference.unknown", text, field=name))
        return found.id if found else None


class JoinForm(FamilyPart):
    """This person joins the family of somebody already registered."""

    travels_with = forms.CharField(
        label=gettext_lazy("Belongs to the family of"),
        max_length=20,
        widget=forms.TextInput(attrs=LTR),
        help_text=gettext_lazy("Reference of a family member, like LBY-2611-00017."),
    )
    family_role = forms.ChoiceField(label=gettext_lazy("As"), choices=lambda: choices(FamilyRole))

    def apply(self) -> None:
        other = self.named("travels_with")
        if other == self.person.id:
            text = N_("This is the same person. Write the reference of another family member.")
            raise Refused(Reason("people.family.oneself", text, field="travels_with"))
        actions.join_family_of(self.actor, other, self.person.id, self.cleaned_data["family_role"])


class LeaveForm(FamilyPart):
    def apply(self) -> None:
        actions.leave_family(self.actor, self.person.id)


class ChildForm(FamilyPart):
    child_alone = forms.ChoiceField(
        label=gettext_lazy("Child without parents"),
        choices=lambda: choices(ChildAlone, _("No")),
        required=False,
        widget=forms.RadioSelect,
    )
    caregiver = forms.CharField(
        label=gettext_lazy("Adult who cares for the child"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs=LTR),
        help_text=gettext_lazy("Reference, when that adult is registered."),
    )

    def apply(self) -> None:
        actions.set_child_status(
            self.actor, self.person.id, self.cleaned_data["child_alone"], caregiver_id=self.named("caregiver")
        )


FORMS: dict[str, type[FamilyPart]] = {"join": JoinForm, "leave": LeaveForm, "child": ChildForm}


def form_for(request: HttpRequest, person_id: UUID) -> FamilyPart:
    """The form that was sent; NotFound without the right to change anything."""
    request.actor.need(P.PERSON_CORRECT)
    kind = FORMS.get(request.POST.get("form", ""), ChildForm)
    return kind(request.actor, queries.person(request.actor, person_id), request.POST)


def context(request: HttpRequest, person_id: UUID, sent: FamilyPart | None) -> dict[str, Any]:
    actor, row = request.actor, queries.person(request.actor, person_id)
    family = queries.family_of(actor, person_id)
    own = row.organisation_id == actor.organisation_id and actor.may(P.PERSON_CORRECT)
    alone = queries.children_alone(actor, [person_id]).get(person_id)
    forms_shown: dict[str, Any] = {}
    if own:
        initial = {"child_alone": alone.kind if alone else "", "caregiver": _reference(actor, alone)}
        forms_shown = {"child": ChildForm(actor, row, initial=initial)}
        forms_shown["leave" if family else "join"] = LeaveForm(actor, row) if family else JoinForm(actor, row)
    if sent is not None:
        forms_shown[next(name for name, kind in FORMS.items() if isinstance(sent, kind))] = sent
    return {
        "members": _members(actor, family),
        "forms": forms_shown,
        "alone": alone,
        "own": own,
        "caregiver": _caregiver(actor, alone),
    }


def _members(actor: Any, family: queries.FamilyRow | None) -> list[dict[str, Any]]:
    if family is None:
        return []
    rows = queries.people_by_id(actor, [member.person_id for member in family.members])
    return [
        presenters.listed(actor, rows[member.person_id]) | {"role": _(FamilyRole(member.role).label), "since": member.since}
        for member in family.members
        if member.person_id in rows
    ]


def _caregiver(actor: Any, alone: queries.ChildRow | None) -> dict[str, Any] | None:
    found = queries.people_by_id(actor, [alone.caregiver_id]) if alone and alone.caregiver_id else {}
    return presenters.listed(actor, next(iter(found.values()))) if found else None


def _reference(actor: Any, alone: queries.ChildRow | None) -> str:
    caregiver = _caregiver(actor, alone)
    return caregiver["reference"] if caregiver else ""
