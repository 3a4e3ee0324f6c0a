"""Forms of people. Registration asks little: only a name is compulsory, and unknown is an answer."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from babel import Locale
from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from corridor.kernel import clock
from corridor.kernel.refusals import N_, Reason, Refused
from corridor.people import queries, rules
from corridor.people.words import CARE_CODES, Care, ChildAlone, DocumentKind, FamilyRole, LocationKind, Sex
from corridor.places import queries as places
from corridor.web.shell import formats
from corridor.web.shell.forms import DatePartsField

NOT_COUNTRIES = {"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ", "AC", "CP", "CQ", "DG", "EA", "IC", "TA"}
LANGUAGES = (
    "ar", "am", "bin", "bm", "bn", "dje", "en", "fa", "ff", "fr", "ha", "ig", "kr", "ku", "mnk", "om", "ps", "pt", "so", "snk", "sw",
    "ti", "ur", "wo", "yo",
)  # fmt: skip
LTR = {"class": "ltr", "autocomplete": "off", "spellcheck": "false"}


def countries() -> list[tuple[str, str]]:
    names = Locale.parse((get_language() or "en")[:2]).territories
    known = [(code, name) for code, name in names.items() if len(code) == 2 and code.isalpha() and code not in NOT_COUNTRIES]
    return [("", _("Not known")), *sorted(known, key=lambda pair: pair[1])]


def languages() -> list[tuple[str, str]]:
    return [("", _("Not said")), *sorted(((code, formats.tongue(code)) for code in LANGUAGES), key=lambda pair: pair[1])]


def choices(words: Any, empty: str = "") -> list[tuple[str, str]]:
    shown = [(str(word), _(word.label)) for word in words]
    return [("", empty), *shown] if empty else shown


def _birth(born: str, age: int | None) -> rules.Birth:
    """What DatePartsField gave ("2007-05"), or an age about."""
    parts = [int(part) for part in born.split("-")] if born else []
    year, month, day = [*parts, None, None, None][:3]
    return rules.birth(year=year, month=month, day=day, age=age, on=clock.today())


class FactsFields(forms.Form):
    """What registration and correction both ask."""

    sex = forms.ChoiceField(
        label=gettext_lazy("Sex"), choices=lambda: choices(Sex), widget=forms.RadioSelect, initial=str(Sex.UNKNOWN)
    )
    born = DatePartsField(label=gettext_lazy("Born"), required=False, help_text=gettext_lazy("The year is enough."))
    age = forms.IntegerField(
        label=gettext_lazy("Or age, about"),
        required=False,
        min_value=0,
        max_value=rules.OLDEST,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        help_text=gettext_lazy("When the year is not known. Kept as an estimate."),
    )
    age_disputed = forms.BooleanField(label=gettext_lazy("The age is disputed: treat as a child"), required=False)
    nationality = forms.ChoiceField(label=gettext_lazy("Nationality, as stated"), choices=countries, required=False)
    language = forms.ChoiceField(label=gettext_lazy("Speaks"), choices=languages, required=False)
    second_language = forms.ChoiceField(label=gettext_lazy("Also speaks"), choices=languages, required=False)
    interpreter_needed = forms.ChoiceField(label=gettext_lazy("Needs an interpreter for"), choices=languages, required=False)

    def birth(self) -> rules.Birth:
        return _birth(self.cleaned_data["born"], self.cleaned_data["age"])

    def spoken(self) -> tuple[str, ...]:
        given = (self.cleaned_data["language"], self.cleaned_data["second_language"])
        return tuple(code for code in dict.fromkeys(given) if code)


class RegisterForm(FactsFields):
    given = forms.CharField(
        label=gettext_lazy("Given names"),
        max_length=100,
        error_messages={"required": gettext_lazy("Write the name as the person says it, in any script.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )
    father = forms.CharField(label=gettext_lazy("Father’s name"), max_length=100, required=False)
    family = forms.CharField(label=gettext_lazy("Family name"), max_length=100, required=False)
    own_script = forms.CharField(label=gettext_lazy("In own script"), max_length=200, required=False)
    phone = forms.CharField(
        label=gettext_lazy("Telephone"),
        required=False,
        max_length=40,
        help_text=gettext_lazy("With + and the country code, or with 0 for a local number."),
        widget=forms.TextInput(attrs={**LTR, "inputmode": "tel"}),
    )
    document_kind = forms.ChoiceField(
        label=gettext_lazy("Document"), choices=lambda: choices(DocumentKind, _("None shown")), required=False
    )
    document_number = forms.CharField(
        label=gettext_lazy("Its number"), max_length=60, required=False, widget=forms.TextInput(attrs=LTR)
    )
    issuing_state = forms.ChoiceField(label=gettext_lazy("Issued by"), choices=countries, required=False)
    document_expires = DatePartsField(label=gettext_lazy("Valid until"), required=False, whole=True)
    external_id = forms.CharField(
        label=gettext_lazy("Your organisation’s number"), max_length=60, required=False, widget=forms.TextInput(attrs=LTR)
    )
    location = forms.ChoiceField(
        label=gettext_lazy("Where the person is"), choices=lambda: choices(LocationKind, _("Not said")), required=False
    )
    site = forms.ChoiceField(label=gettext_lazy("Place"), required=False)
    with_person = forms.UUIDField(required=False, widget=forms.HiddenInput)
    travels_with = forms.CharField(
        label=gettext_lazy("Belongs to the family of"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs=LTR),
        help_text=gettext_lazy("Reference of a family member, like LBY-2611-00017."),
    )
    family_role = forms.ChoiceField(label=gettext_lazy("As"), choices=lambda: choices(FamilyRole, _("Not said")), required=False)
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
    care = forms.MultipleChoiceField(
        label=gettext_lazy("Care needed today"),
        choices=lambda: choices(Care),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, actor: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        sites = [(str(site.id), site.name) for site in places.sites(actor)]
        self.fields["site"].choices = [("", _("Not said")), *sites]

    def new_person(self) -> rules.NewPerson:
        """What was said, as the action takes it. Raises Refused with sentences at the fields."""
        said = self.cleaned_data
        full = " ".join(part for part in (said["given"], said["father"], said["family"]) if part)
        names = [rules.NewName(full, given=said["given"], father=said["father"], family=said["family"])]
        names += [rules.NewName(said["own_script"])] if said["own_script"] else []
        return rules.NewPerson(
            names=tuple(names),
            sex=said["sex"],
            birth=self.birth(),
            age_disputed=said["age_disputed"],
            nationality=said["nationality"],
            languages=self.spoken(),
            interpreter_needed=said["interpreter_needed"],
            phones=(said["phone"],) if said["phone"] else (),
            documents=self._documents(),
            external_id=said["external_id"],
            location=said["location"],
            site_id=UUID(said["site"]) if said["site"] else None,
            child_alone=said["child_alone"],
            caregiver_id=self._named("caregiver"),
            needs=tuple(rules.NewNeed(str(CARE_CODES[Care(one)]), one) for one in said["care"]),
            registered_on=clock.today(),
            with_person_id=said["with_person"] or self._named("travels_with"),
            family_role=said["family_role"],
        )

    def _documents(self) -> tuple[rules.NewDocument, ...]:
        said = self.cleaned_data
        if not said["document_kind"]:
            if said["document_number"]:
                raise Refused(Reason("people.document.kind", N_("Choose the kind of document."), field="document_kind"))
            return ()
        new = rules.NewDocument(
            said["document_kind"], said["document_number"], said["issuing_state"], None, said["document_expires"]
        )
        return (new,)

    def _named(self, name: str) -> UUID | None:
        """The person whose reference was written here."""
        reference = self.cleaned_data[name]
        if not reference:
            return None
        found = queries.by_reference(self.actor, reference)
        if found is None:
            text = N_("No person of yours has this reference. Check it, or leave it empty.")
            raise Refused(Reason("people.reference.unknown", text, field=name))
        return found.id


def candidate(data: Mapping[str, Any]) -> queries.Candidate:
    """What has been typed so far, finished or not; whatever cannot be read yet is left out."""
    full = " ".join(part for part in (data.get("given", ""), data.get("father", ""), data.get("family", "")) if part).strip()
    born = _typed_birth(data)
    names = tuple(name for name in (full, data.get("own_script", "").strip()) if name)
    return queries.Candidate(
        names=names,
        birth_date=born.first,
        birth_precision=born.precision,
        sex=data.get("sex", ""),
        phones=tuple(filter(None, [data.get("phone", "")])),
        documents=tuple(filter(None, [data.get("document_number", "")])),
        nationality=data.get("nationality", ""),
    )


def _typed_birth(data: Mapping[str, Any]) -> rules.Birth:
    typed = [data.get(name, "").strip().translate(rules.DIGITS) for name in ("born_year", "born_month", "born_day", "age")]
    year, month, day, age = [int(part) if part.isdecimal() else None for part in typed]
    try:
        return rules.birth(year=year, month=month, day=day, age=age, on=clock.today())
    except Refused:
        return rules.Birth()
