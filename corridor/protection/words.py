"""Words of protection (domain notes 3). Bands order a list; they never choose a pathway (INV-17)."""

from corridor.kernel.refusals import N_
from corridor.kernel.words import Word


class Band(Word):
    LOW = "low", N_("Low")
    MEDIUM = "medium", N_("Medium")
    HIGH = "high", N_("High")
    CRITICAL = "critical", N_("Critical")


class RedFlag(Word):
    SUSPECTED_TRAFFICKING = "suspected_trafficking", N_("Suspected trafficking")
    CHILD_ALONE = "child_alone", N_("Unaccompanied or separated child")
    FEAR_OF_RETURN = "fear_of_return", N_("Fear of return")
    IMMINENT_HARM = "imminent_harm", N_("Imminent harm")
    SEXUAL_VIOLENCE = "sexual_violence", N_("Sexual or gender-based violence")
    TORTURE = "torture", N_("Torture")
    SUICIDAL = "suicidal", N_("Danger to self")


class Fear(Word):
    NO_FEAR = "no_fear", N_("No fear of return")
    FEAR = "fear", N_("Fears return")
    UNSURE = "unsure", N_("Is not sure")
    NOT_ASKED = "not_asked", N_("Not asked yet")


class AdvisoryLevel(Word):
    NONE = "none", N_("No advisory")
    CAUTION = "caution", N_("Caution")
    NO_RETURN = "no_return", N_("No return")


class BestInterestsKind(Word):
    ASSESSMENT = "assessment", N_("Best-interests assessment")
    DETERMINATION = "determination", N_("Best-interests determination")


class Solution(Word):
    """What a determination speaks about."""

    NONE = "", N_("None")
    VHR = "vhr", N_("Voluntary humanitarian return")
    EVACUATION = "evacuation", N_("Evacuation")
    CARE = "care", N_("Alternative care here")


class Finding(Word):
    POSITIVE = "positive", N_("In the child's best interests")
    NEGATIVE = "negative", N_("Not in the child's best interests")
    DEFERRED = "deferred", N_("Deferred")


class Tracing(Word):
    NOT_STARTED = "not_started", N_("Tracing not started")
    UNDER_WAY = "under_way", N_("Tracing under way")
    FOUND = "found", N_("Family found")
    NOT_FOUND = "not_found", N_("Family not found")
    NOT_WANTED = "not_wanted", N_("Not wanted by the child")


class Trafficking(Word):
    NOT_SCREENED = "not_screened", N_("Not screened")
    NO_INDICATOR = "no_indicator", N_("No indicator")
    INDICATORS_FOUND = "indicators_found", N_("Indicators found")
    PRESUMED = "presumed", N_("Presumed victim of trafficking")
    CONFIRMED = "confirmed", N_("Confirmed victim of trafficking")
    NOT_VICTIM = "not_victim", N_("Not a victim of trafficking")
    DECLINED = "declined", N_("Declined to speak about it")


class PathwayChoice(Word):
    """What may be offered and chosen. Staying is a choice, and UNHCR is always offered."""

    VHR = "vhr", N_("Voluntary humanitarian return")
    EVACUATION = "evacuation", N_("Evacuation")
    ASYLUM = "asylum", N_("Asylum claim with UNHCR")
    RELEASE = "release", N_("Release to an alternative to detention")
    STAY = "stay", N_("Stay, with the services available")
    UNDECIDED = "undecided", N_("Not decided yet")
