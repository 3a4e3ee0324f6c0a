"""What stands between a person and an evacuation flight on one day. Pure: facts in, requirements with reasons out.

Everything is judged on the travel date. UNMET must be put right before a seat is held; UNDER_WAY comes in time (`starts`: the
first day it can be done). No consulate, no country of origin and no list of nationalities has any part in it.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from corridor.kernel.readiness import Requirement, State
from corridor.kernel.refusals import N_

LAST_HOURS = timedelta(hours=72)
MAY_FLY = frozenset({"fit", "fit_with_assistance", "fit_with_escort"})
CHILDS_BASES = frozenset({"parent", "guardian", "best_interests", "court"})
ADULTS_BASES = frozenset({"guardian", "court"})
ON_THE_WAY = frozenset({"agreed", "gathered", "cleared", "booked"})

CASEWORKER, PROTECTION = N_("Caseworker"), N_("Protection officer")
MOVEMENT, HEALTH, TRANSIT = N_("Movement officer"), N_("Medical officer"), N_("Transit-site officer")
AGREEMENT_NORM = N_("Evacuation only with the person's agreement; refusing changes nothing in the registration")
CHILD_NORM = N_("The child's best interests come first: Convention on the Rights of the Child, article 3")
RESTRICTED = N_("A protection matter is open. Its content is restricted to the protection team.")


@dataclass(frozen=True)
class Agreement:
    """A voluntary agreement to this evacuation that is neither withdrawn nor out of date on the travel day."""

    valid_until: date
    form: str
    legal_basis: str = ""
    recorded: bool = True  # text version, language and interpreter are written down
    ask_again: bool = False  # given in detention, before guards, or its freedom could not be established (INV-03)
    reconfirmed_at: tuple[datetime, ...] = ()


@dataclass(frozen=True)
class Relative:
    """Another member of the family, and whether he or she is on the same way."""

    child: bool
    travels_along: bool
    assessed: bool = False  # a best-interests assessment looked at the parting


@dataclass(frozen=True)
class EvacuationFacts:
    """Plain values about one person and one travel day. The defaults are those of somebody nobody has spoken to yet."""

    on: date
    today: date
    departs_at: datetime | None = None
    case: str = ""
    travelled: bool = False
    child: bool = False
    age_unknown: bool = False  # neither surely a child nor surely an adult
    alone: bool = False
    agreement: Agreement | None = None
    agreement_ends: date | None = None  # of an agreement in force today that does not reach the travel day
    other_pathway: bool = False  # agreed to return at the same time (INV-19)
    chosen: str = ""
    assessed: bool = False
    determination: str = ""
    emergency: bool = False
    guardian: bool = False
    tracing_known: bool = False
    escort_named: bool = False
    receiver: bool = False
    relatives: tuple[Relative, ...] = ()
    split_agreed: bool = False  # the travel party says that each adult agreed to part, and why
    gathered: bool = False
    transit_site: bool = False
    transit_free: int | None = None  # places for this person from the travel day on; None: no agreement covers the day
    exit_state: str = ""
    exit_from: date | None = None
    exit_until: date | None = None
    fitness: str = ""
    fitness_until: datetime | None = None
    escort_aboard: bool | None = None
    assisted: bool = False
    outcome: str = ""
    outcome_on: date | None = None
    last_heard: date | None = None

    @property
    def departure(self) -> datetime:
        """The moment of departure; while no flight says the hour, the strictest one: the end of that day.

        So what belongs to the last 72 hours is due from two days before on, and still to come until then.
        """
        return self.departs_at or datetime.combine(self.on + timedelta(days=1), time.min, tzinfo=UTC)

    @property
    def last_days_from(self) -> datetime:
        return self.departure - LAST_HOURS


def requirements(facts: EvacuationFacts) -> tuple[Requirement, ...]:
    """All requirements, always all and always in this order."""
    judged = [_agreement(facts), _reconfirmation(facts), _pathway(facts), _best_interests(facts), _child_care(facts)]
    judged += [_family_unity(facts), _gathering(facts), _exit_clearance(facts), _fitness(facts), _escort(facts)]
    return (*judged, _transit_room(facts), _pre_departure(facts), _contact(facts))


def _agreement(facts: EvacuationFacts) -> Requirement:
    """INV-07: free agreement, explicit or by a representative with a legal basis."""
    label, given = N_("Voluntary agreement"), facts.agreement
    if given is None and facts.agreement_ends:
        why, day = N_("The agreement ends on %(day)s, before the travel day. Ask again, in private."), facts.agreement_ends
        return Requirement("agreement", label, State.UNMET, why, AGREEMENT_NORM, CASEWORKER, {"day": day})
    if given is None:
        why = N_("No agreement to this evacuation is in force. The person may refuse and stays registered.")
    elif given.form not in ("explicit_written", "explicit_oral", "proxy") or not given.recorded:
        why = N_("The agreement does not say the form, the text, the language or the interpreter. Record it again, completely.")
    elif facts.child and not (given.form == "proxy" and given.legal_basis in CHILDS_BASES):
        why = N_("For a child, a parent or guardian agrees, or a best-interests determination does. Record that agreement.")
    elif not (facts.child or facts.age_unknown) and given.form == "proxy" and given.legal_basis not in ADULTS_BASES:
        why = N_("Only a guardian or a court may agree for an adult. Ask the person, in private.")
    else:
        why, day = N_("Given, in force until %(day)s. It can be withdrawn at any time, without a reason."), given.valid_until
        return Requirement("agreement", label, State.MET, why, AGREEMENT_NORM, CASEWORKER, {"day": day}, expires=day)
    return Requirement("agreement", label, State.UNMET, why, AGREEMENT_NORM, CASEWORKER)


def _reconfirmation(facts: EvacuationFacts) -> Requirement:
    """INV-03: within 72 hours before departure, by another officer, in private."""
    label, fixer = N_("Agreement confirmed again in private"), N_("Any other caseworker than the one who first asked")
    first = facts.last_days_from.date()
    if facts.agreement is None or not facts.agreement.ask_again:
        why = N_("The agreement was given freely, away from detention and guards; the boarding desk asks once more.")
        return Requirement("reconfirmation", label, State.NOT_APPLICABLE, why, AGREEMENT_NORM, fixer)
    if any(facts.last_days_from <= moment <= facts.departure for moment in facts.agreement.reconfirmed_at):
        why = N_("Confirmed again in private, by another officer, within 72 hours before departure.")
        return Requirement("reconfirmation", label, State.MET, why, AGREEMENT_NORM, fixer, expires=facts.on)
    why = N_(
        "The first agreement was given in detention, before guards, or could not be established as free. "
        "Another officer must ask again, alone with the person, from %(day)s."
    )
    state = State.UNDER_WAY if facts.today < first else State.UNMET
    return Requirement("reconfirmation", label, state, why, AGREEMENT_NORM, fixer, {"day": first}, starts=first)


def _pathway(facts: EvacuationFacts) -> Requirement:
    """INV-17 and INV-19: the person's own recorded choice, a case that is moving, and one way at a time."""
    label, norm = N_("Evacuation chosen by the person"), N_("All options offered, the choice recorded, by a named officer")
    if facts.travelled:
        why = N_("The person has already travelled on this way.")
    elif facts.other_pathway:
        why = N_("The person has also agreed to return. Only one journey can be prepared: ask which, and withdraw the other.")
    elif facts.chosen != "evacuation":
        why = N_("No decision for evacuation is recorded. Explain all options, and record which one the person chooses.")
    elif facts.case not in ON_THE_WAY:
        why = N_("The evacuation case is not open, or has not come as far as agreement. See the steps on the evacuation page.")
    else:
        return Requirement("pathway", label, State.MET, N_("Chosen after all options were explained."), norm, CASEWORKER)
    return Requirement("pathway", label, State.UNMET, why, norm, CASEWORKER)


def _best_interests(facts: EvacuationFacts) -> Requirement:
    """INV-08 and INV-09: a child alone moves only on an assessment and a positive determination for evacuation."""
    label = N_("Best-interests determination")
    if not facts.alone:
        return Requirement("best_interests", label, State.NOT_APPLICABLE, N_("Not a child alone."), CHILD_NORM, PROTECTION)
    allowed = facts.determination == "positive" or (facts.emergency and facts.determination != "negative")
    if facts.assessed and allowed:
        return Requirement("best_interests", label, State.MET, N_("In force on the travel day."), CHILD_NORM, PROTECTION)
    return Requirement("best_interests", label, State.UNMET, RESTRICTED, CHILD_NORM, PROTECTION, restricted=True)


def _child_care(facts: EvacuationFacts) -> Requirement:
    label = N_("Guardian, tracing, escort and receiver of the child")
    if not facts.alone:
        return Requirement("child_care", label, State.NOT_APPLICABLE, N_("Not a child alone."), CHILD_NORM, PROTECTION)
    if facts.guardian and facts.tracing_known and facts.escort_named and facts.receiver:
        return Requirement("child_care", label, State.MET, N_("All four are recorded."), CHILD_NORM, PROTECTION)
    why = N_("A child alone needs a named guardian, escort and receiver, and a known state of tracing. One at least is missing.")
    return Requirement("child_care", label, State.UNMET, why, CHILD_NORM, PROTECTION)


def _family_unity(facts: EvacuationFacts) -> Requirement:
    """INV-10: nobody is separated but by each adult's recorded choice and a best-interests check for each child."""
    label, norm = N_("The family travels together"), N_("Family unity: no separation against the will of its members")
    apart = [relative for relative in facts.relatives if not relative.travels_along]
    if not apart:
        state, why = State.MET if facts.relatives else State.NOT_APPLICABLE, N_("Nobody of the family would be left behind.")
        return Requirement("family_unity", label, state, why, norm, CASEWORKER)
    looked_at = all(relative.assessed for relative in apart if relative.child) and (facts.assessed or not facts.child)
    if facts.split_agreed and looked_at:
        return Requirement("family_unity", label, State.MET, N_("Each adult's consent to part is recorded."), norm, CASEWORKER)
    why = N_("The journey would part the family. Book all together, or record each adult's consent and each child's interests.")
    return Requirement("family_unity", label, State.UNMET, why, norm, CASEWORKER)


def _gathering(facts: EvacuationFacts) -> Requirement:
    """Staying at the facility is an offer: people are free to leave it, and leaving takes nothing from them (INV-29)."""
    label, norm = N_("Gathering facility"), N_("The facility is open; whoever leaves it keeps the place on the list")
    if facts.gathered:
        return Requirement("gathering", label, State.MET, N_("Stays at the gathering facility."), norm, CASEWORKER)
    why = N_("Leaves from where he or she lives; transport to the airport is arranged.")
    return Requirement("gathering", label, State.NOT_APPLICABLE, why, norm, CASEWORKER)


def _exit_clearance(facts: EvacuationFacts) -> Requirement:
    """INV-13: for every person on board, on that day."""
    label, norm = N_("Exit permit"), N_("Every boarded person needs one: exit rules of the host country")
    start, until = facts.exit_from, facts.exit_until
    if facts.exit_state == "granted" and start and until and start <= facts.on <= until:
        why = N_("Granted, in force until %(day)s.")
        return Requirement("exit_clearance", label, State.MET, why, norm, MOVEMENT, {"day": until}, start, until)
    if facts.exit_state == "requested":
        why = N_("Asked for; the answer is awaited.")
        return Requirement("exit_clearance", label, State.UNDER_WAY, why, norm, MOVEMENT)
    why = N_("No exit permit is in force on the travel day. Ask for one.")
    return Requirement("exit_clearance", label, State.UNMET, why, norm, MOVEMENT)


def _fitness(facts: EvacuationFacts) -> Requirement:
    """INV-12. Checked in the last 72 hours; what was found stays with the medical officers."""
    label, norm = N_("Fit to travel"), N_("Pre-embarkation check 24 to 72 hours before departure")
    until, first = facts.fitness_until, facts.last_days_from.date()
    if facts.fitness in ("unfit", "deferred"):
        why = N_("The medical officer says: not now. The person is seen again before any seat is given.")
        return Requirement("fitness", label, State.UNMET, why, norm, HEALTH)
    if facts.fitness in MAY_FLY and until and until >= facts.departure:
        why, day = N_("Checked and in force at departure."), until.date()
        return Requirement("fitness", label, State.MET, why, norm, HEALTH, expires=day)
    why = N_("A check is needed within 72 hours before departure, from %(day)s.")
    state = State.UNDER_WAY if facts.today < first else State.UNMET
    return Requirement("fitness", label, state, why, norm, HEALTH, {"day": first}, starts=first)


def _escort(facts: EvacuationFacts) -> Requirement:
    label, norm = N_("Medical escort"), N_("Fit with an escort means: with that escort on the same flight")
    if facts.fitness != "fit_with_escort":
        return Requirement("escort", label, State.NOT_APPLICABLE, N_("No medical escort is needed."), norm, MOVEMENT)
    if facts.escort_aboard is None:
        why = N_("Needed. Only flights with a nurse or doctor on board are considered.")
        return Requirement("escort", label, State.NOT_APPLICABLE, why, norm, MOVEMENT)
    if facts.escort_aboard:
        return Requirement("escort", label, State.MET, N_("Named on the same flight."), norm, MOVEMENT)
    why = N_("No medical escort is named on this flight. Name one, or choose another flight.")
    return Requirement("escort", label, State.UNMET, why, norm, MOVEMENT)


def _transit_room(facts: EvacuationFacts) -> Requirement:
    """INV-14: never planned above the site's dated capacity; whoever is booked there counts as there."""
    label, norm = N_("Room at the transit site"), N_("No site is planned above its dated capacity")
    if not facts.transit_site:
        why = N_("No transit site is chosen. Choose one on the evacuation page.")
    elif facts.transit_free is None:
        why = N_("No agreement gives the transit site any capacity on that day.")
    elif facts.transit_free < 1:
        why = N_("The transit site is full from that day on, counting those booked to arrive.")
    else:
        return Requirement("transit_room", label, State.MET, N_("A place is free from that day on."), norm, TRANSIT)
    return Requirement("transit_room", label, State.UNMET, why, norm, TRANSIT)


def _pre_departure(facts: EvacuationFacts) -> Requirement:
    """INV-29: help is never a condition, in neither direction; it is listed so that nobody forgets it."""
    label, norm = N_("Help before departure"), N_("Help is never conditional on travelling")
    if facts.assisted:
        return Requirement("pre_departure", label, State.MET, N_("Given."), norm, CASEWORKER)
    why = N_("Not given yet. It does not hold up the journey.")
    return Requirement("pre_departure", label, State.NOT_APPLICABLE, why, norm, CASEWORKER)


def _contact(facts: EvacuationFacts) -> Requirement:
    """INV-33: a death or a disappearance is never closed as 'departed'."""
    label, norm = N_("Still in contact"), N_("A death, a disappearance or a new detention is never closed as departed")
    heard_again = bool(facts.last_heard and facts.outcome_on and facts.last_heard > facts.outcome_on)
    if not facts.outcome or (facts.outcome in ("detained_again", "unreachable") and heard_again):
        return Requirement("contact", label, State.MET, N_("Nothing else is recorded."), norm, CASEWORKER)
    why = N_("Something has happened that stops the journey. See the outcome on the person's page.")
    return Requirement("contact", label, State.UNMET, why, norm, CASEWORKER)
