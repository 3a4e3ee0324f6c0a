"""Forms of evacuation: the transit site, a stay, the filters of the list."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from corridor.places import queries as places
from corridor.places.words import SiteKind
from corridor.web.shell.forms import DatePartsField


class TransitForm(forms.Form):
    """Which transit site; it may stay open at first."""

    site = forms.ChoiceField(label=_("Transit site"), required=False)

    def __init__(self, actor: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = places.sites(actor, SiteKind.TRANSIT)
        self.fields["site"].choices = [("", _("not chosen yet")), *((str(row.id), row.name) for row in rows)]


class StayForm(forms.Form):
    """A stay that begins: where, and since which day (empty: today)."""

    site = forms.ChoiceField(label=_("Site"))
    on = DatePartsField(label=_("Since"), whole=True, required=False, help_text=_("Empty: today."))

    def __init__(self, actor: Any, kind: SiteKind, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["site"].choices = [(str(row.id), row.name) for row in places.sites(actor, kind)]


class FilterForm(forms.Form):
    """The list's filters, in the address."""

    status = forms.ChoiceField(label=_("Where the case stands"), required=False)
    site = forms.ChoiceField(label=_("Transit site"), required=False)
