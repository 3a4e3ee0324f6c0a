"""The one question of the figures page: as of which day."""

from django import forms
from django.utils.translation import gettext_lazy as _

from corridor.kernel import clock


class AsOfForm(forms.Form):
    as_of = forms.DateField(
        label=_("As of"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": _("That is not a date. Write it like 2019-09-25.")},
    )

    def clean_as_of(self):
        """Nothing is counted that has not happened."""
        day = self.cleaned_data["as_of"]
        if day and day > clock.today():
            raise forms.ValidationError(_("Choose today or an earlier day: figures count what has happened."))
        return day
