"""Words of access: kinds of organisation and the languages of the screens."""

from corridor.kernel.refusals import N_
from corridor.kernel.words import Word


class OrganisationKind(Word):
    IOM_MISSION = "iom_mission", N_("IOM mission")
    UNHCR_OPERATION = "unhcr_operation", N_("UNHCR operation")
    CONSULATE = "consulate", N_("Consulate")
    GOVERNMENT = "government", N_("Government")
    DONOR = "donor", N_("Donor")
    NGO_PARTNER = "ngo_partner", N_("NGO partner")
    CARRIER = "carrier", N_("Carrier")
    TASKFORCE = "taskforce", N_("Joint taskforce")


_K = OrganisationKind
FIGURES_ONLY = frozenset({_K.GOVERNMENT, _K.DONOR, _K.CARRIER, _K.TASKFORCE})  # never a person's record, never a hint of one
HOLD_NO_PEOPLE = FIGURES_ONLY | {_K.CONSULATE}  # register nobody, search for nobody


class Language(Word):
    EN = "en", "English"
    FR = "fr", "Français"
    AR = "ar", "العربية"


class Theme(Word):
    LIGHT = "light", N_("Light")
    DARK = "dark", N_("Dark")
