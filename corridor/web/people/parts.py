"""The small forms on the page of facts: each corrects or adds one thing, and knows the action that does it."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from corridor.kernel import clock
from corridor.people import actions, queries, rules
from corridor.people.words import DocumentKind, LocationKind, NameKind, OutcomeKind, SpecificNeedCode
from corridor.places import queries as places
from corridor.web.shell.forms import DatePartsField

from .forms import LTR, FactsFields, choices, countries


class Part(forms.Form):
    """One form of the page. `title` heads it, `button` saves it; `apply` calls the action."""

    title = ""
    button = gettext_lazy("Save")

    def __init__(self, actor: Any, person: queries.PersonRow, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor, self.person = actor, person

    def apply(self) -> None:
        raise NotImplementedError


class CorrectForm(Part, FactsFields):
    title = gettext_lazy("Correct these facts")
    button = gettext_lazy("Save the correction")
    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=200, widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"})
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
    field_order = (
        "name",
        "sex",
        "born",
        "age",
        "age_disputed",
        "nationality",
        "language",
        "second_language",
        "interpreter_needed",
        "version",
    )

    def __init__(self, actor: Any, person: queries.PersonRow, *args: Any, **kwargs: Any) -> None:
        super().__init__(actor, person, *args, initial=_as_written(person), **kwargs)

    @cached_property
    def changed_data(self) -> list[str]:
        """Without what the person at the screen left to the others after both had written."""
        return [name for name in super().changed_data if self.data.get(f"keep_{name}") != "theirs"]

    def apply(self) -> None:
        """Only what was changed, against the version that was on the screen."""
        changed = set(self.changed_data)
        values = {
            "name": self.cleaned_data["name"],
            "sex": self.cleaned_data["sex"],
            "birth": self.birth() if changed & {"born", "age"} else None,
            "age_disputed": self.cleaned_data["age_disputed"],
            "nationality": self.cleaned_data["nationality"],
            "languages": self.spoken(),
            "interpreter_needed": self.cleaned_data["interpreter_needed"],
        }
        fields = {"born": "birth", "age": "birth", "language": "languages", "second_language": "languages"}
        touched = {fields.get(name, name) for name in changed} - {"version"}
        actions.correct(self.actor, self.person.id, {name: values[name] for name in touched}, self.cleaned_data["version"])


class NameForm(Part):
    title = gettext_lazy("Add a name")
    full = forms.CharField(
        label=gettext_lazy("Name"), max_length=200, widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"})
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("What kind of name"), choices=lambda: choices(NameKind), initial=str(NameKind.ALIAS)
    )

    def apply(self) -> None:
        actions.add_name(self.actor, self.person.id, rules.NewName(self.cleaned_data["full"], self.cleaned_data["kind"]))


class DocumentForm(Part):
    title = gettext_lazy("Add a document")
    document_kind = forms.ChoiceField(label=gettext_lazy("Document"), choices=lambda: choices(DocumentKind))
    document_number = forms.CharField(
        label=gettext_lazy("Its number"), max_length=60, required=False, widget=forms.TextInput(attrs=LTR)
    )
    issuing_state = forms.ChoiceField(label=gettext_lazy("Issued by"), choices=countries, required=False)
    issued_on = DatePartsField(label=gettext_lazy("Issued on"), required=False, whole=True)
    document_expires = DatePartsField(label=gettext_lazy("Valid until"), required=False, whole=True)

    def apply(self) -> None:
        said = self.cleaned_data
        document = rules.NewDocument(
            said["document_kind"], said["document_number"], said["issuing_state"], said["issued_on"], said["document_expires"]
        )
        actions.add_document(self.actor, self.person.id, document)


class PhoneForm(Part):
    title = gettext_lazy("Add a telephone number")
    phone = forms.CharField(
        label=gettext_lazy("Telephone"),
        max_length=40,
        help_text=gettext_lazy("With + and the country code, or with 0 for a local number."),
        widget=forms.TextInput(attrs={**LTR, "inputmode": "tel"}),
    )
    note = forms.CharField(label=gettext_lazy("Whose number, when to call"), max_length=100, required=False)

    def apply(self) -> None:
        actions.add_phone(self.actor, self.person.id, self.cleaned_data["phone"], self.cleaned_data["note"])


class LocationForm(Part):
    title = gettext_lazy("Write down where the person is now")
    location = forms.ChoiceField(label=gettext_lazy("Where the person is"), choices=lambda: choices(LocationKind))
    site = forms.ChoiceField(label=gettext_lazy("Place"), required=False)
    since = DatePartsField(label=gettext_lazy("Since"), required=False, whole=True, help_text=gettext_lazy("Empty: since today."))

    def __init__(self, actor: Any, person: queries.PersonRow, *args: Any, **kwargs: Any) -> None:
        super().__init__(actor, person, *args, **kwargs)
        self.fields["site"].choices = [("", _("Not said")), *((str(site.id), site.name) for site in places.sites(actor))]

    def apply(self) -> None:
        said = self.cleaned_data
        site = UUID(said["site"]) if said["site"] else None
        actions.set_location(self.actor, self.person.id, said["location"], site, said["since"])


class NeedForm(Part):
    title = gettext_lazy("Add a specific need")
    needs = forms.ChoiceField(label=gettext_lazy("Specific need"), choices=lambda: choices(SpecificNeedCode))
    service = forms.CharField(
        label=gettext_lazy("What others may be told is needed"),
        max_length=20,
        required=False,
        help_text=gettext_lazy("The service, never the reason: “wheelchair”."),
    )

    def apply(self) -> None:
        actions.add_need(self.actor, self.person.id, self.cleaned_data["needs"], self.cleaned_data["service"])


class PhotoForm(Part):
    title = gettext_lazy("Add a photo")
    photo = forms.FileField(
        label=gettext_lazy("Photo"),
        help_text=gettext_lazy("JPEG, PNG or WebP, at most 8 MB. It is made small, and place and time are removed from it."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp", "capture": "environment"}),
    )

    def apply(self) -> None:
        actions.set_photo(self.actor, self.person.id, self.cleaned_data["photo"].read(actions.LARGEST_PHOTO + 1))


class OutcomeForm(Part):
    title = gettext_lazy("Record what became of this person")
    button = gettext_lazy("Record it")
    outcome = forms.ChoiceField(label=gettext_lazy("What happened"), choices=lambda: choices(OutcomeKind))
    on = DatePartsField(label=gettext_lazy("On which day"), whole=True)
    source = forms.CharField(label=gettext_lazy("Who told you"), max_length=120)

    def apply(self) -> None:
        said = self.cleaned_data
        actions.record_outcome(self.actor, self.person.id, said["outcome"], on=said["on"], source=said["source"])


PARTS: dict[str, type[Part]] = {
    "correct": CorrectForm,
    "name": NameForm,
    "document": DocumentForm,
    "phone": PhoneForm,
    "location": LocationForm,
    "need": NeedForm,
    "photo": PhotoForm,
    "outcome": OutcomeForm,
}


def _as_written(person: queries.PersonRow) -> dict[str, Any]:
    """The present facts as the form shows them."""
    length = {"day": 10, "month": 7, "year": 4}.get(person.birth_precision, 0)
    first, second = [*person.languages, "", ""][:2]
    return {
        "name": person.name,
        "sex": person.sex,
        "born": person.birth_date.isoformat()[:length] if person.birth_date else "",
        "age": person.age_on(clock.today()) if person.birth_precision == "estimated" else None,
        "age_disputed": person.age_disputed,
        "nationality": person.nationality,
        "language": first,
        "second_language": second,
        "interpreter_needed": person.interpreter_needed,
        "version": person.version,
    }
