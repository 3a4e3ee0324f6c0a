"""Words of protection (domain notes 3). Bands order a list; they never choose a pathway (INV-17)."""

from collections.abc import Mapping

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


LEVELS = ("individual", "household", "community", "structural")

# The item bank (domain notes 3.1). An item is neither good nor bad: the screening says whether it harms or protects this person.
ITEMS: Mapping[str, Mapping[str, str]] = {
    "individual": {
        "age": N_("Age"),
        "sex": N_("Being a woman, a man, a girl or a boy here"),
        "orientation": N_("Sexual orientation or gender identity"),
        "history": N_("Personal history"),
        "mental_health": N_("Mental and emotional health"),
        "physical_health": N_("Physical health"),
        "pregnancy": N_("Pregnancy or a newborn"),
        "disability": N_("Disability"),
        "money": N_("Money and resources"),
        "debt": N_("Debt"),
        "literacy": N_("Reading and writing"),
        "language": N_("Language"),
        "documents": N_("Documents"),
        "detention": N_("Time in detention"),
    },
    "household": {
        "size": N_("Size of the household"),
        "structure": N_("Who lives with whom"),
        "standing": N_("Social and economic standing"),
        "migration": N_("Migration in the family before"),
        "livelihood": N_("Livelihood"),
        "education": N_("Education"),
        "gender": N_("How women and girls are treated in the family"),
        "violence": N_("Violence in the family"),
        "single_headed": N_("One adult, or a child, alone responsible"),
        "repayment": N_("Family expects repayment"),
    },
    "community": {
        "services": N_("Reach of services"),
        "attitudes": N_("Attitudes to people who return"),
        "network": N_("People to turn to"),
        "insecurity": N_("Insecurity"),
        "recruitment": N_("Recruitment by armed groups or traffickers"),
        "environment": N_("Environment and disasters"),
    },
    "structural": {
        "rule_of_law": N_("Rule of law"),
        "conflict": N_("Armed conflict"),
        "discrimination": N_("Discrimination in law or practice"),
        "policy": N_("Migration policy"),
        "corruption": N_("Corruption"),
    },
}
CODES = frozenset(f"{level}.{item}" for level, items in ITEMS.items() for item in items)
