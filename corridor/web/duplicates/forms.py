"""What reviewers are asked: an answer with its reason, why a record is not opened, why records are taken apart."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from corridor.duplicates.words import Answer

ANSWERS = (
    (
        str(Answer.SAME),
        _("The same person"),
        _("You then join the two records. Nothing is deleted, and it can be taken apart."),
        "1",
    ),
    (str(Answer.DIFFERENT), _("Two people"), _("Kept apart for good. Shown again only when new facts come in."), "2"),
    (str(Answer.UNSURE), _("Cannot tell yet"), _("A supervisor decides, if need be after speaking with the person again."), "3"),
)


class DecideForm(forms.Form):
    answer = forms.ChoiceField(
        label=_("Your decision"), widget=forms.RadioSelect, choices=[(value, label) for value, label, _help, _key in ANSWERS]
    )
    why = forms.CharField(label=_("Why, in a sentence"), max_length=500, widget=forms.Textarea({"rows": 4}))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class BecauseForm(forms.Form):
    because = forms.CharField(label=_("Why, in a sentence"), max_length=300, widget=forms.Textarea({"rows": 2}))


class JoinForm(forms.Form):
    """One question for each fact in which the records differ: whose value stands."""

    because = forms.CharField(label=_("Why, in a sentence"), max_length=500, required=False, widget=forms.Textarea({"rows": 2}))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, fields: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = [one.field for one in fields]
        for one in fields:
            choice = forms.ChoiceField(choices=[("keeper", ""), ("other", "")], required=False, initial=one.suggested)
            self.fields[one.field] = choice

    def chosen(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] or str(self.fields[name].initial) for name in self.asked}
