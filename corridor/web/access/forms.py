"""Forms of access."""

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _

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
