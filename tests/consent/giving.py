"""A consent as it is mostly given, for tests: `said(setting="detention")`."""

from corridor.consent.actions import NewConsent

PLAIN = {
    "purpose": "travel",
    "pathway": "vhr",
    "language": "en",
    "interpreter": "none needed",
    "form": "explicit_oral",
    "setting": "office",
    "guards_present": False,
    "options_explained": True,
}


def said(**more):
    return NewConsent(**{**PLAIN, **more})
