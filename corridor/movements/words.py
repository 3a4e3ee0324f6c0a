"""Words of movement (domain notes 1.3, 1.5)."""

from corridor.kernel.refusals import N_
from corridor.kernel.words import Word


class Carriage(Word):
    CHARTER = "charter", N_("Charter")
    COMMERCIAL = "commercial", N_("Commercial")


class ClearanceKind(Word):
    LANDING = "landing", N_("Landing right")
    OVERFLIGHT = "overflight", N_("Over-flight permit")
    SLOT = "slot", N_("Slot")


class ClearanceState(Word):
    REQUESTED = "requested", N_("Asked for")
    GRANTED = "granted", N_("Cleared")
    REFUSED = "refused", N_("Refused")


class ExitState(Word):
    REQUESTED = "requested", N_("Asked for")
    GRANTED = "granted", N_("Granted")
    REFUSED = "refused", N_("Refused")
    EXPIRED = "expired", N_("Expired")


class Fitness(Word):
    FIT = "fit", N_("Fit to travel")
    FIT_WITH_ASSISTANCE = "fit_with_assistance", N_("Fit with assistance")
    FIT_WITH_ESCORT = "fit_with_escort", N_("Fit with an escort")
    DEFERRED = "deferred", N_("Not now; check again")
    UNFIT = "unfit", N_("Not fit to travel")


class Service(Word):
    """What is needed on the way: never why (INV-15)."""

    NONE = "", N_("None")
    WHEELCHAIR = "wheelchair", N_("Wheelchair")
    STRETCHER = "stretcher", N_("Stretcher")
    OXYGEN = "oxygen", N_("Oxygen on board")
    MEDICAL_ESCORT = "medical_escort", N_("Nurse or doctor travels along")
    CHILD_ESCORT = "child_escort", N_("Escort for a child")
    CHILD_MEAL = "child_meal", N_("Child meal")
    INTERPRETER = "interpreter", N_("Interpreter")


class EscortKind(Word):
    OPERATIONAL = "operational", N_("Operational escort")
    MEDICAL = "medical", N_("Medical escort")
    CHILD = "child", N_("Escort for children")


class AssistanceKind(Word):
    NFI_KIT = "nfi_kit", N_("Kit of clothes, shoes and hygiene items")
    TRANSPORT = "transport", N_("Transport to the airport")
    FOOD = "food", N_("Food")
    ACCOMMODATION = "accommodation", N_("Accommodation before departure")


class ManifestState(Word):
    DRAFT = "draft", N_("Draft")
    VALIDATED = "validated", N_("Validated at departure")
    RECONCILED = "reconciled", N_("Reconciled on arrival")


class NotBoarding(Word):
    """Why somebody did not board. 'Withdrew' needs no further reason."""

    NO_SHOW = "no_show", N_("Did not come")
    WITHDREW = "withdrew", N_("Stays, by choice")
    DOCUMENTS = "documents", N_("Documents not accepted")
    HEALTH = "health", N_("Not fit to travel today")
    AUTHORITIES = "authorities", N_("Stopped by the authorities")
    FAMILY = "family", N_("Waits for a family member")
    CAPACITY = "capacity", N_("Aircraft changed")
    PROTECTION = "protection", N_("Protection officer decides")


class PlanKind(Word):
    PLAN = "plan", N_("Plan")
    REPLAN = "replan", N_("Answer to what happened")
    SCENARIO = "scenario", N_("Scenario")


class Freeze(Word):
    TOLD = "told", N_("Who was told a date keeps it")
    ALL = "all", N_("Every seat given stays")


class LimitKind(Word):
    RECEPTION = "reception", N_("Reception at the destination, people in all these days")
    AIRPORT = "airport", N_("Departures, people a day")
    VEHICLES = "vehicles", N_("Vehicles to the airport, a day")


class Happening(Word):
    """What a plan answers: the first word of `Plan.because`, before the code of the flight or the place."""

    CANCELLED = "cancelled", N_("Flight cancelled")
    DELAYED = "delayed", N_("Flight delayed")
    CLOSED = "closed", N_("Airport closed")
    OPENED = "opened", N_("Airport open again")
    CUT = "cut", N_("Fewer places on a flight")
    RESTORED = "restored", N_("Places back on a flight")
    NO_SHOW = "no_show", N_("Somebody did not come")
    WITHDREW = "withdrew", N_("Somebody stays, by choice")
    RECORDS = "records", N_("Records changed")


class Phase(Word):
    """Where a search is."""

    READING = "reading", N_("Reading who could travel")
    GREEDY = "greedy", N_("First plan by priority")
    TIER2 = "tier2", N_("Life-saving and time-critical cases")
    EXPIRING = "expiring", N_("Last chances to travel")
    RELAXATION = "relaxation", N_("How good a plan could be at best")
    ROUNDING = "rounding", N_("Whole seats from shares")
    NEIGHBOURHOODS = "neighbourhoods", N_("Better plans nearby")
    EXACT = "exact", N_("All possibilities at once")
    COST = "cost", N_("Same plan for less money")
    CHANGED = "changed", N_("Same plan with fewer changes")
    WRITING = "writing", N_("Writing the reasons down")
    DONE = "done", N_("Done")
