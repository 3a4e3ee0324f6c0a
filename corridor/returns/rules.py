"""What stands between a person and a return flight on one day (design 5). Pure: facts in, requirements with reasons out.

Everything is judged on the travel date. UNMET must be put right before a seat is held; UNDER_WAY comes in time (`starts`: the
first day it can be done). Boarding wants both gone. Whatever is protection content says only that it is restricted.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from corridor.kernel.readiness import Requirement, State
from corridor.kernel.refusals import N_

LAST_HOURS = timedelta(hours=72)  # reconfirmation (INV-03) and fit-to-travel check (domain notes 1.3)
MAY_FLY = frozenset({"fit", "fit_with_assistance", "fit_with_escort"})
CHILDS_BASES = frozenset({"parent", "guardian", "best_interests", "court"})
ADULTS_BASES = frozenset({"guardian", "court"})
WAITING_AT_CONSULATE = frozenset({"asked", "appointed", "confirmed"})
ON_THE_WAY = frozenset({"consented", "consular_pending", "documented", "exit_cleared", "booked"})

CASEWORKER, PROTECTION = N_("Caseworker"), N_("Protection officer")
HEAD, MOVEMENT, HEALTH = N_("Head of protection"), N_("Movement officer"), N_("Medical officer")
CONSENT_NORM = N_("Free, prior and informed consent: AVRR Framework, principle 1")
ASSESSMENT_NORM = N_("Individual assessment before return: Global Compact, objective 21")
CHILD_NORM = N_("The child's best interests come first: Convention on the Rights of the Child, article 3")
RESTRICTED = N_("A protection matter is open. Its content is restricted to the protection team.")
NOTHING_OPEN = N_("The protection team has nothing that stands in the way.")


@dataclass(frozen=True)
class Agreement:
    """A consent to this journey that is neither withdrawn nor out of date on the travel day."""

    valid_until: date
    form: str
    legal_basis: str = ""
    recorded: bool = True  # text version, language and interpreter are written down (INV-01)
    ask_again: bool = False  # given in detention, before guards, or its freedom could not be established (INV-03)
    reconfirmed_at: tuple[datetime, ...] = ()


@dataclass(frozen=True)
class Relative:
    """Another member of the family, and whether he or she is on the same way."""

    child: bool
    travels_along: bool
    assessed: bool = False  # a best-interests assessment looked at the parting


@dataclass(frozen=True)
class ReturnFacts:
    """Plain values about one person and one travel day. The defaults are those of somebody nobody has spoken to yet."""

    on: date
    today: date
    departs_at: datetime | None = None
    case: str = ""
    travelled: bool = False
    child: bool = False
    age_unknown: bool = False  # neither surely a child nor surely an adult
    alone: bool = False
    consent: Agreement | None = None
    consent_ends: date | None = None  # of a consent in force today that does not reach the travel day
    other_pathway: bool = False  # agreed to evacuation at the same time (INV-19)
    fear: str = "not_asked"
    fear_private: bool = False
    referral_open: bool = False
    protected_status: bool = False  # asylum claim or registration with UNHCR
    advisory: str = "none"
    signed_off: bool = False
    override: bool = False  # two named officers, in writing, at the person's own wish (INV-04)
    chosen: str = ""
    assessed: bool = False
    determination: str = ""
    emergency: bool = False
    guardian: bool = False
    tracing_known: bool = False
    escort_named: bool = False
    receiver: bool = False
    trafficking: str = "not_screened"
    risk_assessed: bool = False
    reception_planned: bool = False
    relatives: tuple[Relative, ...] = ()
    split_agreed: bool = False  # the travel party says that each adult agreed to part, and why
    nationality_confirmed: bool = False
    consular: str = ""
    document: bool = False
    document_until: date | None = None
    exit_state: str = ""
    exit_from: date | None = None
    exit_until: date | None = None
    fitness: str = ""
    fitness_until: datetime | None = None
    escort_aboard: bool | None = None  # None: no seat yet
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


def requirements(facts: ReturnFacts) -> tuple[Requirement, ...]:
    """All requirements, always all and always in this order."""
    judged = [_consent(facts), _reconfirmation(facts), _fear(facts), _referral(facts), _advisory(facts), _pathway(facts)]
    judged += [_best_interests(facts), _child_care(facts), _trafficking(facts), _family_unity(facts)]
    judged += [_nationality(facts), _travel_document(facts), _exit_clearance(facts), _fitness(facts), _escort(facts)]
    return (*judged, _pre_departure(facts), _contact(facts))


def _consent(facts: ReturnFacts) -> Requirement:
    """INV-01: explicit, or by a representative with a legal basis; unwithdrawn, valid on the day, fully recorded."""
    label, given = N_("Consent to travel"), facts.consent
    if given is None and facts.consent_ends:
        why = N_("The consent ends on %(day)s, before the travel day. Ask again, in private.")
        return Requirement("consent", label, State.UNMET, why, CONSENT_NORM, CASEWORKER, {"day": facts.consent_ends})
    if given is None:
        why = N_("No consent to this return is in force. Nobody travels without it; the person may also choose not to.")
    elif given.form not in ("explicit_written", "explicit_oral", "proxy") or not given.recorded:
        why = N_("The consent does not say the form, the text, the language or the interpreter. Record it again, completely.")
    elif facts.child and not (given.form == "proxy" and given.legal_basis in CHILDS_BASES):
        why = N_("For a child, a parent or guardian consents, or a best-interests determination does. Record that consent.")
    elif not (facts.child or facts.age_unknown) and given.form == "proxy" and given.legal_basis not in ADULTS_BASES:
        why = N_("Only a guardian or a court may consent for an adult. Ask the person, in private.")
    else:
        why = N_("Given, in force until %(day)s. It can be withdrawn at any time, without a reason.")
        day = given.valid_until
        return Requirement("consent", label, State.MET, why, CONSENT_NORM, CASEWORKER, {"day": day}, expires=day)
    return Requirement("consent", label, State.UNMET, why, CONSENT_NORM, CASEWORKER)


def _reconfirmation(facts: ReturnFacts) -> Requirement:
    """INV-03: within 72 hours before departure, by another officer, in private."""
    label, fixer = N_("Consent confirmed again in private"), N_("Any other caseworker than the one who first asked")
    starts, first = facts.last_days_from, facts.last_days_from.date()
    if facts.consent is None or not facts.consent.ask_again:
        why = N_("The consent was given freely, away from detention and guards; the boarding desk asks once more.")
        return Requirement("reconfirmation", label, State.NOT_APPLICABLE, why, CONSENT_NORM, fixer)
    if any(starts <= moment <= facts.departure for moment in facts.consent.reconfirmed_at):
        why = N_("Confirmed again in private, by another officer, within 72 hours before departure.")
        return Requirement("reconfirmation", label, State.MET, why, CONSENT_NORM, fixer, expires=facts.on)
    why = N_(
        "The first consent was given in detention, before guards, or could not be established as free. "
        "Another officer must ask again, alone with the person, from %(day)s."
    )
    state = State.UNDER_WAY if facts.today < first else State.UNMET
    return Requirement("reconfirmation", label, state, why, CONSENT_NORM, fixer, {"day": first}, starts=first)


def _fear(facts: ReturnFacts) -> Requirement:
    """INV-04, the person key: only 'no fear', said in private, passes by itself."""
    label = N_("Fear of return asked in private")
    if facts.fear == "no_fear" and facts.fear_private:
        return Requirement("fear", label, State.MET, N_("Asked in private."), ASSESSMENT_NORM, CASEWORKER)
    if facts.override:
        return Requirement("fear", label, State.MET, NOTHING_OPEN, ASSESSMENT_NORM, HEAD, restricted=True)
    if facts.fear in ("not_asked", "no_fear"):
        why = N_("Not asked yet, or not in private. Ask alone with the person, in a language he or she understands.")
        return Requirement("fear", label, State.UNMET, why, ASSESSMENT_NORM, CASEWORKER)
    return Requirement("fear", label, State.UNMET, RESTRICTED, ASSESSMENT_NORM, PROTECTION, restricted=True)


def _referral(facts: ReturnFacts) -> Requirement:
    """INV-04: an open referral, an asylum claim or a refugee registration stops a return; then the person confirms again."""
    label = N_("No protection matter open")
    if (facts.referral_open or facts.protected_status) and not facts.override:
        return Requirement("referral", label, State.UNMET, RESTRICTED, ASSESSMENT_NORM, PROTECTION, restricted=True)
    if facts.case == "on_hold":
        why = N_("The return was on hold. Ask the person whether he or she still wishes it; only then it goes on.")
        return Requirement("referral", label, State.UNMET, why, ASSESSMENT_NORM, CASEWORKER)
    return Requirement("referral", label, State.MET, NOTHING_OPEN, ASSESSMENT_NORM, PROTECTION)


def _advisory(facts: ReturnFacts) -> Requirement:
    """INV-04, the country key. The only place, with the documents, where the country matters."""
    label, norm = N_("Advice on return to the country"), N_("No return to danger: Global Compact, objective 21")
    if facts.advisory == "none":
        return Requirement("advisory", label, State.MET, N_("No advice against return is in force for that day."), norm, HEAD)
    if facts.override or (facts.advisory == "caution" and facts.signed_off):
        return Requirement("advisory", label, State.MET, N_("Examined and signed by the head of protection."), norm, HEAD)
    if facts.advisory == "caution":
        why = N_("Caution is advised for this country. The head of protection must examine this return and sign.")
    else:
        why = N_("Return to this country is advised against. No return can be booked.")
    return Requirement("advisory", label, State.UNMET, why, norm, HEAD)


def _pathway(facts: ReturnFacts) -> Requirement:
    """INV-17 and INV-19: the person's own recorded choice, a case that is moving, and one way at a time."""
    label, norm = (
        N_("Return chosen by the person"),
        N_("All options offered, the choice recorded, by a named officer"),
    )
    if facts.travelled:
        why = N_("The person has already travelled on this way.")
    elif facts.other_pathway:
        why = N_("The person has also agreed to evacuation. Only one journey can be prepared: ask which, and withdraw the other.")
    elif facts.chosen != "vhr":
        why = N_("No decision for return is recorded. Explain all options, and record which one the person chooses.")
    elif facts.case not in ON_THE_WAY:
        why = N_("The return case is not open, or has not come as far as consent. See the steps on the return page.")
    else:
        return Requirement("pathway", label, State.MET, N_("Chosen after all options were explained."), norm, CASEWORKER)
    return Requirement("pathway", label, State.UNMET, why, norm, CASEWORKER)


def _best_interests(facts: ReturnFacts) -> Requirement:
    """INV-08 and INV-09: a child alone moves only on an assessment and a positive determination for return."""
    label = N_("Best-interests determination")
    if not facts.alone:
        return Requirement("best_interests", label, State.NOT_APPLICABLE, N_("Not a child alone."), CHILD_NORM, PROTECTION)
    allowed = facts.determination == "positive" or (facts.emergency and facts.determination != "negative")
    if facts.assessed and allowed:
        return Requirement("best_interests", label, State.MET, N_("In force on the travel day."), CHILD_NORM, PROTECTION)
    return Requirement("best_interests", label, State.UNMET, RESTRICTED, CHILD_NORM, PROTECTION, restricted=True)


def _child_care(facts: ReturnFacts) -> Requirement:
    """INV-08: somebody here, somebody on the way, somebody there, and the family looked for."""
    label = N_("Guardian, tracing, escort and receiver of the child")
    if not facts.alone:
        return Requirement("child_care", label, State.NOT_APPLICABLE, N_("Not a child alone."), CHILD_NORM, PROTECTION)
    if facts.guardian and facts.tracing_known and facts.escort_named and facts.receiver:
        return Requirement("child_care", label, State.MET, N_("All four are recorded."), CHILD_NORM, PROTECTION)
    why = N_("A child alone needs a named guardian, escort and receiver, and a known state of tracing. One at least is missing.")
    return Requirement("child_care", label, State.UNMET, why, CHILD_NORM, PROTECTION)


def _trafficking(facts: ReturnFacts) -> Requirement:
    """INV-11. The sentences are the same for everybody, so that neither tells who was trafficked."""
    label = N_("Risk assessment and reception plan")
    cleared = facts.trafficking in ("no_indicator", "not_victim", "declined")
    planned = facts.trafficking in ("presumed", "confirmed") and facts.risk_assessed and facts.reception_planned
    if cleared or planned:
        return Requirement("trafficking", label, State.MET, NOTHING_OPEN, ASSESSMENT_NORM, PROTECTION, restricted=True)
    why = N_("The protection team has not finished its assessment. Its content is restricted.")
    return Requirement("trafficking", label, State.UNMET, why, ASSESSMENT_NORM, PROTECTION, restricted=True)


def _family_unity(facts: ReturnFacts) -> Requirement:
    """INV-10: nobody is separated but by each adult's recorded choice and a best-interests check for each child."""
    label, norm = N_("The family travels together"), N_("Family unity: no separation against the will of its members")
    apart = [relative for relative in facts.relatives if not relative.travels_along]
    if not apart:
        why = N_("Nobody of the family would be left behind.")
        return Requirement("family_unity", label, State.MET if facts.relatives else State.NOT_APPLICABLE, why, norm, CASEWORKER)
    looked_at = all(relative.assessed for relative in apart if relative.child) and (facts.assessed or not facts.child)
    if facts.split_agreed and looked_at:
        return Requirement("family_unity", label, State.MET, N_("Each adult's consent to part is recorded."), norm, CASEWORKER)
    why = N_("The journey would part the family. Book all together, or record each adult's consent and each child's interests.")
    return Requirement("family_unity", label, State.UNMET, why, norm, CASEWORKER)


def _nationality(facts: ReturnFacts) -> Requirement:
    label, norm = N_("Nationality confirmed"), N_("A State receives its own nationals: travel document rules")
    fixer = N_("The consulate, with the person's consent")
    if facts.nationality_confirmed or facts.document:
        why = N_("Confirmed by the State, or shown by a valid travel document.")
        return Requirement("nationality", label, State.MET, why, norm, fixer)
    if facts.consular in WAITING_AT_CONSULATE:
        return Requirement("nationality", label, State.UNDER_WAY, N_("The consulate has been asked."), norm, fixer)
    why = N_("Not confirmed. With the person's consent to that contact, ask the consulate.")
    if facts.consular == "not_confirmed":
        why = N_("The consulate did not confirm it. Tell the person; ask again with new facts, or speak about other ways.")
    return Requirement("nationality", label, State.UNMET, why, norm, fixer)


def _travel_document(facts: ReturnFacts) -> Requirement:
    label, norm = N_("Travel document"), N_("Valid on the travel day: rules of carriage and entry")
    if facts.document:
        why, until = N_("Valid on the travel day."), facts.document_until
        return Requirement("travel_document", label, State.MET, why, norm, CASEWORKER, expires=until)
    if facts.consular in WAITING_AT_CONSULATE:
        why = N_("The consulate has been asked for a travel document.")
        return Requirement("travel_document", label, State.UNDER_WAY, why, norm, CASEWORKER)
    why = N_("No document is valid on the travel day. Record one, or ask the consulate with the person's consent.")
    return Requirement("travel_document", label, State.UNMET, why, norm, CASEWORKER)


def _exit_clearance(facts: ReturnFacts) -> Requirement:
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


def _fitness(facts: ReturnFacts) -> Requirement:
    """INV-12. Checked in the last 72 hours; what was found stays with the medical officers."""
    label, norm = N_("Fit to travel"), N_("Pre-embarkation check 24 to 72 hours before departure")
    until, first = facts.fitness_until, facts.last_days_from.date()
    if facts.fitness in ("unfit", "deferred"):
        why = N_("The medical officer says: not now. The person is seen again before any seat is given.")
        return Requirement("fitness", label, State.UNMET, why, norm, HEALTH)
    if facts.fitness in MAY_FLY and until and until >= facts.departure:
        return Requirement(
            "fitness", label, State.MET, N_("Checked and in force at departure."), norm, HEALTH, expires=until.date()
        )
    why = N_("A check is needed within 72 hours before departure, from %(day)s.")
    state = State.UNDER_WAY if facts.today < first else State.UNMET
    return Requirement("fitness", label, state, why, norm, HEALTH, {"day": first}, starts=first)


def _escort(facts: ReturnFacts) -> Requirement:
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


def _pre_departure(facts: ReturnFacts) -> Requirement:
    """INV-29: help is never a condition, in neither direction; it is listed so that nobody forgets it."""
    label, norm = N_("Help before departure"), N_("Help is never conditional on travelling")
    if facts.assisted:
        return Requirement("pre_departure", label, State.MET, N_("Given."), norm, CASEWORKER)
    why = N_("Not given yet. It does not hold up the journey.")
    return Requirement("pre_departure", label, State.NOT_APPLICABLE, why, norm, CASEWORKER)


def _contact(facts: ReturnFacts) -> Requirement:
    """INV-33: a death or a disappearance is never closed as 'departed'."""
    label, norm = N_("Still in contact"), N_("A death, a disappearance or a new detention is never closed as departed")
    heard_again = bool(facts.last_heard and facts.outcome_on and facts.last_heard > facts.outcome_on)
    if not facts.outcome or (facts.outcome in ("detained_again", "unreachable") and heard_again):
        why = N_("Nothing else is recorded.")
        return Requirement("contact", label, State.MET, why, norm, CASEWORKER)
    why = N_("Something has happened that stops the journey. See the outcome on the person's page.")
    return Requirement("contact", label, State.UNMET, why, norm, CASEWORKER)
