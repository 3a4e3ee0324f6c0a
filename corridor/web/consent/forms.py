"""Forms of consent. What must be said is asked as a question with answers, so that leaving it out is never a 'no'."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from corridor.access import queries as access
from corridor.access.words import OrganisationKind
from corridor.consent import queries, rules
from corridor.consent.rules import NO_INTERPRETER, NewConsent
from corridor.consent.words import Form, LegalBasis, Pathway, Purpose, Setting
from corridor.kernel.actor import Actor
from corridor.people.queries import PersonRow
from corridor.people.words import Category
from corridor.places import queries as places
from corridor.web.shell import formats
from corridor.web.shell.forms import DatePartsField

YES_NO = [("yes", _("Yes")), ("no", _("No"))]
NAMED_BY_CONSENT = (Category.CONTACT, Category.FAMILY, Category.CASE, Category.TRAVEL, Category.MEDICAL, Category.PROTECTION)
PARTNERS = (OrganisationKind.IOM_MISSION, OrganisationKind.UNHCR_OPERATION, OrganisationKind.NGO_PARTNER)
COMMON = ("ar", "en", "fr", "ha", "ti", "am", "so", "bm", "wo", "bn", "bin", "yo", "ff", "mnk", "zag", "aa")


def choices(words: Any, *, leave_out: tuple[Any, ...] = ()) -> list[tuple[str, Any]]:
    return [(str(word), _(word.label)) for word in words if word not in leave_out]


def tongues(person: PersonRow) -> list[tuple[str, str]]:
    """The person's own languages first, then those the operation hears most."""
    codes = dict.fromkeys((*person.languages, *COMMON))
    return [("", "—"), *((code, formats.tongue(code)) for code in codes)]


class Heard(forms.Form):
    """In which language, through whom."""

    language = forms.ChoiceField(label=_("Explained in"))
    interpreted = forms.ChoiceField(
        label=_("Was an interpreter needed?"),
        widget=forms.RadioSelect,
        choices=[("no", _("None needed")), ("yes", _("Yes, by:"))],
    )
    interpreter = forms.CharField(label=_("Interpreter’s name or number"), required=False, max_length=60)

    def interpreter_said(self) -> str:
        """'None needed' is said; a needed one without a name stays empty, and the rule asks for it."""
        data = self.cleaned_data
        return NO_INTERPRETER if data["interpreted"] == "no" else data["interpreter"]


class GiveForm(Heard):
    """One consent, for one purpose. Fields that do not belong to the purpose are not there."""

    field_order = [
        "recipient",
        "categories",
        "pathway",
        "form",
        "legal_basis",
        "representative",
        "language",
        "interpreted",
        "interpreter",
    ]
    recipient = forms.ChoiceField(label=_("To whom"))
    categories = forms.MultipleChoiceField(
        label=_("What this organisation may see, beside who the person is"), required=False, widget=forms.CheckboxSelectMultiple
    )
    pathway = forms.ChoiceField(label=_("Which journey"), choices=choices(Pathway, leave_out=(Pathway.NONE,)))
    form = forms.ChoiceField(label=_("How it was given"), widget=forms.RadioSelect, choices=choices(Form))
    legal_basis = forms.ChoiceField(
        label=_("Legal ground of the representative"),
        required=False,
        choices=choices(LegalBasis),
        help_text=_("Only for a representative."),
    )
    representative = forms.CharField(label=_("Name of the representative"), required=False, max_length=120)
    setting = forms.ChoiceField(label=_("Where the person was asked"), choices=[("", "—"), *choices(Setting)])
    place = forms.ChoiceField(label=_("Site"), required=False)
    in_detention = forms.ChoiceField(label=_("Is the person detained?"), widget=forms.RadioSelect, choices=YES_NO)
    guards_present = forms.ChoiceField(label=_("Were guards present?"), widget=forms.RadioSelect, choices=YES_NO)
    others_present = forms.CharField(
        label=_("Who else was there"), required=False, max_length=200, help_text=_("Leave empty when nobody was.")
    )
    options_explained = forms.ChoiceField(
        label=_("Were the other options explained: asylum and UNHCR, staying, other journeys?"),
        widget=forms.RadioSelect,
        choices=YES_NO,
    )
    valid_until = DatePartsField(label=_("Valid until"), whole=True, required=False)

    def __init__(self, *args: Any, actor: Actor, person: PersonRow, purpose: Purpose, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.purpose = purpose
        self.fields["language"].choices = tongues(person)
        self.fields["place"].choices = [("", "—"), *((str(site.id), site.name) for site in places.sites(actor))]
        self.fields["valid_until"].help_text = _("At most %(days)s days. Leave empty for the longest.") % {
            "days": rules.LONGEST[purpose]
        }
        self._fit(actor, person)

    def _fit(self, actor: Actor, person: PersonRow) -> None:
        """Leaves only what this purpose needs."""
        wanted = {
            Purpose.TRAVEL: {"pathway", "options_explained"},
            Purpose.SHARE: {"recipient", "categories"},
            Purpose.CONTACT_CONSULATE: {"recipient"},
        }.get(self.purpose, set())
        for name in {"pathway", "options_explained", "recipient", "categories"} - wanted:
            del self.fields[name]
        if "categories" in self.fields:
            self.fields["categories"].choices = choices(NAMED_BY_CONSENT)
        if "recipient" in self.fields:
            self.fields["recipient"].choices = [("", "—"), *_recipients(actor, person, self.purpose)]

    def consent(self, text: queries.TextRow) -> NewConsent:
        """What was answered, with the words that were on the screen."""
        data = self.cleaned_data
        return NewConsent(
            purpose=self.purpose,
            pathway=data.get("pathway", ""),
            recipient_id=UUID(data["recipient"]) if data.get("recipient") else None,
            text_language=text.language,
            text_version=text.version,
            language=data["language"],
            interpreter=self.interpreter_said(),
            form=data["form"],
            legal_basis=data["legal_basis"],
            representative=data["representative"],
            setting=data["setting"],
            place_id=UUID(data["place"]) if data["place"] else None,
            in_detention=data["in_detention"] == "yes",
            guards_present=data["guards_present"] == "yes",
            others_present=data["others_present"],
            options_explained=data.get("options_explained") == "yes",
            valid_until=data["valid_until"],
            categories=tuple(data.get("categories") or ()),
        )


def _recipients(actor: Actor, person: PersonRow, purpose: Purpose) -> list[tuple[str, str]]:
    """Partners, or the consulates of the nationality written down; never one's own organisation."""
    if purpose == Purpose.SHARE:
        rows = access.organisations(actor, *PARTNERS)
    else:
        states = {code for code in (person.nationality, person.nationality_confirmed) if code}
        rows = [row for row in access.organisations(actor, OrganisationKind.CONSULATE) if not states or row.state in states]
    return [(str(row.id), row.name) for row in rows if row.id != actor.organisation_id]


class ReconfirmForm(Heard):
    """Asked again, alone."""

    field_order = ["setting", "private", "guards_present"]
    setting = forms.ChoiceField(label=_("Where the person was asked"), choices=[("", "—"), *choices(Setting)])
    private = forms.ChoiceField(
        label=_("Were you alone with the person and the interpreter?"), widget=forms.RadioSelect, choices=YES_NO
    )
    guards_present = forms.ChoiceField(label=_("Were guards present?"), widget=forms.RadioSelect, choices=YES_NO)

    def __init__(self, *args: Any, person: PersonRow, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = tongues(person)

    def answers(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "setting": data["setting"],
            "private": data["private"] == "yes",
            "guards_present": data["guards_present"] == "yes",
            "language": data["language"],
            "interpreter": self.interpreter_said(),
        }
