"""The one question of the figures page: as of which day."""

from datetime import date

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from corridor.kernel import clock


def today() -> date:
    """The reader's own day: an aircraft that left Tripoli after midnight there has left, though it is the day before in Greenwich."""
    return max(clock.today(), timezone.localtime(clock.now()).date())


class AsOfForm(forms.Form):
    as_of = forms.DateField(
        label=_("As of"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": _("That is not a date. Write it like 2019-09-25.")},
    )

    def __init__(self, said):
        """What the address asks, else today, so that the field shows which day is counted."""
        super().__init__(said if said.get("as_of") else {"as_of": today().isoformat()})

    def clean_as_of(self):
        """Nothing is counted that has not happened."""
        day = self.cleaned_data["as_of"]
        if day and day > today():
            raise forms.ValidationError(_("Choose today or an earlier day: figures count what has happened."))
        return day
