"""Forms of returns: opening a case, counselling, the question to a consulate, and the consulate's answers."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_lazy as _

from corridor.access import queries as access
from corridor.access.words import OrganisationKind
from corridor.consent.rules import NO_INTERPRETER
from corridor.people.words import DocumentKind
from corridor.places import queries as places
from corridor.places.words import SiteKind
from corridor.returns import actions
from corridor.returns.words import InterviewMode
from corridor.web.shell.forms import DatePartsField

YES_NO = [("yes", _("Yes")), ("no", _("No"))]


class DestinationForm(forms.Form):
    """Where the person wants to arrive; the last town may be any."""

    destination = forms.ChoiceField(label=_("Arrives in"), required=False)
    final_town = forms.CharField(
        label=_("Goes on to"), required=False, max_length=120, help_text=_("Town or village, as the person says it.")
    )

    def __init__(self, actor: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        towns = [(str(site.id), site.name) for site in places.sites(actor, SiteKind.CITY)]
        self.fields["destination"].choices = [("", _("not decided yet")), *towns]

    def values(self) -> dict[str, Any]:
        return {"destination_id": self.cleaned_data["destination"] or None, "final_town": self.cleaned_data["final_town"]}


class CounselForm(forms.Form):
    """Alone with the person. Every question is asked of everybody."""

    language = forms.CharField(label=_("Language spoken"), max_length=12, help_text=_("A short code, for example en, ar, ha."))
    interpreter = forms.CharField(label=_("Interpreter"), max_length=60, initial=gettext_lazy(NO_INTERPRETER))
    private = forms.ChoiceField(
        label=_("Were you alone with the person, and the interpreter?"), widget=forms.RadioSelect, choices=YES_NO
    )
    asylum_explained = forms.ChoiceField(
        label=_("Did you explain asylum, UNHCR, staying, and that all of it is free to choose?"),
        widget=forms.RadioSelect,
        choices=YES_NO,
    )
    wishes_unhcr = forms.ChoiceField(
        label=_("“Do you wish to speak with UNHCR?”"),
        widget=forms.RadioSelect,
        choices=YES_NO,
        help_text=_("Ask everybody in these words. A yes proposes the referral now, and the return waits."),
    )

    def clean_interpreter(self) -> str:
        """Kept in one language whatever the screen's: it is compared, and shown in the reader's."""
        said = self.cleaned_data["interpreter"].strip()
        return NO_INTERPRETER if said.lower() == gettext(NO_INTERPRETER).lower() else said

    def counselling(self) -> actions.NewCounselling:
        said = self.cleaned_data
        answers = {name: said[name] == "yes" for name in ("private", "asylum_explained", "wishes_unhcr")}
        return actions.NewCounselling(language=said["language"], interpreter=said["interpreter"], **answers)


class AskForm(forms.Form):
    """One consulate, and exactly what it will see."""

    consulate = forms.ChoiceField(
        label=_("Consulate"), help_text=_("Only with the person's consent to contact with this consulate.")
    )
    origin = forms.CharField(
        label=_("Place of origin, as the person tells it"), required=False, max_length=120, help_text=_("The consulate sees it.")
    )
    photo_agreed = forms.BooleanField(label=_("The person agrees that this consulate sees the photo"), required=False)

    def __init__(self, actor: Any, nationality: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = access.organisations(actor, OrganisationKind.CONSULATE, state=nationality)
        rows = known or access.organisations(actor, OrganisationKind.CONSULATE)
        self.fields["consulate"].choices = [(str(row.id), row.name) for row in rows]


class ResumeForm(forms.Form):
    person_confirms = forms.BooleanField(
        label=_("The person was told the outcome and says again that he or she wishes to return"), required=False
    )


class InterviewForm(forms.Form):
    """A time that is proposed; it takes place only if the person agrees."""

    day = DatePartsField(label=_("Day"), whole=True)
    at = forms.TimeField(
        label=_("Time"), widget=forms.TimeInput({"type": "time"}), help_text=_("24-hour time, in the zone below.")
    )
    mode = forms.ChoiceField(label=_("How"), choices=[(str(word), _(word.label)) for word in InterviewMode if word])

    def moment(self) -> datetime:
        naive = datetime.combine(self.cleaned_data["day"], self.cleaned_data["at"])
        return timezone.make_aware(naive, timezone.get_current_timezone())


class PaperForm(forms.Form):
    """The travel document: its kind, number and validity."""

    kind = forms.ChoiceField(label=_("Document"), choices=[(str(kind), _(DocumentKind(kind).label)) for kind in actions.PAPERS])
    number = forms.CharField(label=_("Number"), max_length=60, widget=forms.TextInput({"autocomplete": "off"}))
    issued_on = DatePartsField(label=_("Issued on"), whole=True, required=False)
    expires_on = DatePartsField(label=_("Valid until"), whole=True)

    def paper(self) -> actions.NewPaper:
        return actions.NewPaper(**self.cleaned_data)


class FilterForm(forms.Form):
    """The list's filters, in the address."""

    status = forms.ChoiceField(label=_("Where the case stands"), required=False)
    destination = forms.ChoiceField(label=_("Arrives in"), required=False)
