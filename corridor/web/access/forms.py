"""Forms of access."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _

from corridor.access.roles import Role
from corridor.access.words import Language, Theme


class SignInForm(AuthenticationForm):
    error_messages = {
        "invalid_login": _("Login and password do not match. Check both; after five tries the login rests for 15 minutes."),
        "inactive": _("Login and password do not match. Check both; after five tries the login rests for 15 minutes."),
    }


class UnlockForm(forms.Form):
    pin = forms.CharField(
        label=_("Your unlock number or password"), widget=forms.PasswordInput(attrs={"autocomplete": "off"}), max_length=128
    )


class ProfileForm(forms.Form):
    language = forms.ChoiceField(label=_("Language"), choices=[(str(word), word.label) for word in Language])
    theme = forms.ChoiceField(label=_("Appearance"), choices=[(str(word), _(word.label)) for word in Theme])
    single_keys = forms.BooleanField(label=_("Single-letter keys"), required=False)
    pin = forms.RegexField(
        label=_("New unlock number, 6 to 12 digits"),
        regex=r"^[0-9]{6,12}$",
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
        help_text=_("Used to come back after a pause. Leave empty to keep the present one."),
        error_messages={"invalid": _("Use 6 to 12 digits.")},
    )


class StaffForm(forms.Form):
    login = forms.CharField(label=_("Login"), max_length=80, help_text=_("Small letters, digits, dots, dashes."))
    name = forms.CharField(label=_("Name"), max_length=120)
    role = forms.ChoiceField(label=_("Role"), choices=[(str(role), _(role.label)) for role in Role])
    language = forms.ChoiceField(label=_("Language"), choices=[(str(word), word.label) for word in Language])
    office = forms.ChoiceField(label=_("Office"), required=False)

    def __init__(self, data: Any, offices: list[tuple[UUID, str]]) -> None:
        super().__init__(data)
        self.fields["office"].choices = [("", _("None")), *[(str(key), name) for key, name in offices]]


class DeedForm(forms.Form):
    """What is done to one colleague's access."""

    deed = forms.ChoiceField(choices=[(word, word) for word in ("grant", "end", "activate", "deactivate", "password")])
    role = forms.ChoiceField(choices=[("", ""), *[(str(role), role.label) for role in Role]], required=False)
