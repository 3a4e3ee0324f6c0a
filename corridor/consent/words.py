"""Words of consent (domain notes 1.4, 3.6). There is no 'implicit': it cannot be recorded."""

from corridor.kernel.refusals import N_
from corridor.kernel.words import Word


class Purpose(Word):
    PROCESS_DATA = "process_data", N_("Keep and process her or his data")
    SHARE = "share", N_("Share with an organisation")
    CONTACT_CONSULATE = "contact_consulate", N_("Contact with a consulate")
    TRAVEL = "travel", N_("Travel")


class Form(Word):
    EXPLICIT_WRITTEN = "explicit_written", N_("In writing")
    EXPLICIT_ORAL = "explicit_oral", N_("Spoken, recorded by the officer")
    PROXY = "proxy", N_("By a legal representative")


class LegalBasis(Word):
    """Why somebody else may consent for this person."""

    NONE = "", N_("Not by a representative")
    PARENT = "parent", N_("Parent with parental responsibility")
    GUARDIAN = "guardian", N_("Legally appointed guardian")
    BEST_INTERESTS = "best_interests", N_("Best-interests determination")
    COURT = "court", N_("Court decision")


class Pathway(Word):
    NONE = "", N_("No pathway")
    VHR = "vhr", N_("Voluntary humanitarian return")
    EVACUATION = "evacuation", N_("Evacuation")


class Setting(Word):
    """Where the person was when asked."""

    OFFICE = "office", N_("Office")
    COMMUNITY = "community", N_("In town")
    SHELTER = "shelter", N_("Shelter")
    TRANSIT = "transit", N_("Transit or gathering site")
    DETENTION = "detention", N_("Detention")
    DISEMBARKATION = "disembarkation", N_("Disembarkation point")
    REMOTE = "remote", N_("By telephone or video")
    AIRPORT = "airport", N_("Airport")


class Confidence(Word):
    """How sure we can be that the decision is free and informed (domain notes 3.6). Derived, never chosen."""

    HIGH = "high", N_("High")
    LIMITED = "limited", N_("Limited")
    CANNOT_BE_ESTABLISHED = "cannot_be_established", N_("Cannot be established")
