"""Protection as pure checks: what a screening amounts to, when a consulate may be contacted, who needs what before a decision.

A band orders a list and names follow-ups; it never chooses a pathway (INV-17). No rule here takes nationality, religion or
ethnicity, and the item bank has no such item (INV-18).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from corridor.kernel.refusals import N_, Reason

from .words import (
    CODES,
    LEVELS,
    AdvisoryLevel,
    Band,
    BestInterestsKind,
    Fear,
    Finding,
    PathwayChoice,
    RedFlag,
    Solution,
    Tracing,
    Trafficking,
)

_ORDER = (Band.LOW, Band.MEDIUM, Band.HIGH, Band.CRITICAL)


@dataclass(frozen=True)
class Screened:
    """A screening's outcome: a band for each level, and the whole."""

    levels: Mapping[str, Band]
    band: Band


def screened(risks: Collection[str], protective: Collection[str], flags: Collection[str]) -> Screened:
    """Each level: factors that harm less those that protect. The whole is the worst level; any red flag makes it critical."""
    levels = {level: band_of(_count(level, risks) - _count(level, protective)) for level in LEVELS}
    worst = max(levels.values(), key=_ORDER.index)
    return Screened(levels, Band.CRITICAL if flags else worst)


def band_of(score: int) -> Band:
    if score <= 0:
        return Band.LOW
    if score <= 2:
        return Band.MEDIUM
    return Band.HIGH if score <= 4 else Band.CRITICAL


def _count(level: str, codes: Collection[str]) -> int:
    return sum(code.startswith(f"{level}.") for code in set(codes))


def red_flags(ticked: Collection[str], *, fear: str, child_alone: bool, trafficking: str) -> frozenset[RedFlag]:
    """What the officer saw, and what the record already says: nobody can leave that out."""
    known = {RedFlag(flag) for flag in ticked}
    if fear in (Fear.FEAR, Fear.UNSURE):
        known.add(RedFlag.FEAR_OF_RETURN)
    if child_alone:
        known.add(RedFlag.CHILD_ALONE)
    if trafficking in (Trafficking.INDICATORS_FOUND, Trafficking.PRESUMED, Trafficking.CONFIRMED):
        known.add(RedFlag.SUSPECTED_TRAFFICKING)
    return frozenset(known)


FOLLOW_UPS: Mapping[RedFlag, str] = {
    RedFlag.SUSPECTED_TRAFFICKING: N_("Detailed interview by a trained officer; risk assessment before any return."),
    RedFlag.CHILD_ALONE: N_("Best-interests assessment now; guardian, tracing and care."),
    RedFlag.FEAR_OF_RETURN: N_("Offer a referral to UNHCR today; no contact with any consulate."),
    RedFlag.IMMINENT_HARM: N_("Safety plan today: shelter, or a request for release."),
    RedFlag.SEXUAL_VIOLENCE: N_("Offer medical care within 72 hours and support by somebody the person chooses."),
    RedFlag.TORTURE: N_("Offer medical and psychological care; ask about fear of return in private."),
    RedFlag.SUICIDAL: N_("Do not leave the person alone; call psychosocial support now."),
}


def screening_faults(risks: Collection[str], protective: Collection[str], flags: Collection[str]) -> list[Reason]:
    if (set(risks) | set(protective)) - CODES or set(flags) - set(RedFlag):
        return [Reason("protection.screening.unknown", N_("Choose one of the values in the list."), field="risk_factors")]
    if set(risks) & set(protective):
        text = N_("The same factor is ticked as harming and as protecting. Choose one of the two.")
        return [Reason("protection.screening.both", text, field="protective_factors")]
    return []


# Read aloud, in private, the same for everybody (domain notes 3.5).
FEAR_QUESTION = N_(
    "“Is there anything or anyone in your country that you are afraid of, or any reason why you could not go back there safely? "
    "You do not have to tell me details. Your answer will not be given to your consulate or your government, and it changes "
    "nothing in the help you receive.”"
)


def fear_faults(answer: str, *, private: bool, language: str) -> list[Reason]:
    if answer not in (Fear.NO_FEAR, Fear.FEAR, Fear.UNSURE):
        text = N_("Write down the answer: no fear, fear, or not sure.")
        return [Reason("protection.fear.answer", text, field="answer")]
    found = []
    if answer == Fear.NO_FEAR and not private:
        text = N_("'No fear' can only be written down when it was said in private. Ask again, alone.")
        found.append(Reason("protection.fear.not_private", text, field="private"))
    if not language.strip():
        found.append(Reason("protection.fear.language", N_("Say in which language it was asked."), field="language"))
    return found


def consular_contact(fear: str, *, private: bool, shielded: bool) -> list[Reason]:
    """Why no consulate may be contacted; the trigger on consents says the same (INV-05, INV-06)."""
    if shielded or fear in (Fear.FEAR, Fear.UNSURE):
        text = N_(
            "No consulate may be contacted. This person is protected from any contact with a State. Ask your head of protection."
        )
        return [Reason("consent.consulate.shielded", text)]
    if fear != Fear.NO_FEAR or not private:
        text = N_("No consulate may be contacted yet. Ask first, in private, whether the person fears to return.")
        return [Reason("consent.consulate.fear_not_asked", text)]
    return []


def advisory_faults(country: str, level: str, source: str, since: date | None, until: date | None) -> list[Reason]:
    found = []
    if len(country) != 2 or not country.isalpha():
        found.append(Reason("protection.advisory.country", N_("Choose the country."), field="country"))
    if level not in list(AdvisoryLevel):
        found.append(Reason("protection.advisory.level", N_("Choose one of the values in the list."), field="level"))
    if not source.strip():
        found.append(Reason("protection.advisory.source", N_("Say which position or advice this rests on."), field="source"))
    if since is None:
        found.append(Reason("protection.advisory.since", N_("Say from which day the advice holds."), field="since"))
    elif until and until < since:
        found.append(Reason("protection.advisory.until", N_("The last day lies before the first. Check both."), field="until"))
    return found


def sign_off_faults(level: str, reason: str) -> list[Reason]:
    """Only a CAUTION can be signed off; a NO_RETURN opens by two named persons and the person's own insistence alone."""
    if level == AdvisoryLevel.NO_RETURN:
        text = N_("A 'no return' advisory cannot be signed off. Two named persons may override it, only when the person insists.")
        return [Reason("protection.sign_off.no_return", text)]
    if level != AdvisoryLevel.CAUTION:
        text = N_("There is nothing to sign off: no advisory stands for this person's country.")
        return [Reason("protection.sign_off.nothing", text)]
    if not reason.strip():
        return [Reason("protection.sign_off.reason", N_("Write down why this return is safe enough."), field="reason")]
    return []


OVERRIDE_DAYS = 30


def override_faults(*, person_insists: bool, reason: str, valid_until: date | None, today: date) -> list[Reason]:
    found = []
    if not person_insists:
        text = N_("An override serves only a person who, well informed, insists on travelling. Nobody else may ask for it.")
        found.append(Reason("protection.override.insistence", text, field="person_insists"))
    if not reason.strip():
        text = N_("Write down the reason, in the person's own words where you can.")
        found.append(Reason("protection.override.reason", text, field="reason"))
    latest = today + timedelta(days=OVERRIDE_DAYS)
    if valid_until and not today <= valid_until <= latest:
        text = N_("An override may be valid from today until %(latest)s.")
        found.append(Reason("protection.override.until", text, {"latest": latest}, field="valid_until"))
    return found


# A child grows and a situation changes: how long a finding may be relied on, in days.
VALID_FOR = {BestInterestsKind.ASSESSMENT: 180, BestInterestsKind.DETERMINATION: 365}


@dataclass(frozen=True)
class NewBestInterests:
    kind: str
    finding: str
    childs_views: str
    solution: str = ""
    panel: str = ""
    emergency: bool = False
    valid_until: date | None = None


def best_interests_faults(new: NewBestInterests, *, is_child: bool, today: date) -> list[Reason]:
    found = []
    if not is_child:
        text = N_("Best interests are assessed for children. This person is written down as an adult; check the birth date.")
        found.append(Reason("protection.best_interests.adult", text))
    for name, words in (("kind", BestInterestsKind), ("finding", Finding), ("solution", Solution)):
        if getattr(new, name) not in list(words):
            found.append(Reason("protection.best_interests.unknown", N_("Choose one of the values in the list."), field=name))
    if not new.childs_views.strip():
        text = N_("Write down what the child said, or that the child did not wish to speak.")
        found.append(Reason("protection.best_interests.views", text, field="childs_views"))
    if new.kind == BestInterestsKind.DETERMINATION:
        if not new.solution:
            text = N_("Say which solution the determination speaks about.")
            found.append(Reason("protection.best_interests.solution", text, field="solution"))
        if not new.panel.strip():
            text = N_("Name the panel, or the decision-maker who was designated.")
            found.append(Reason("protection.best_interests.panel", text, field="panel"))
    if new.kind in VALID_FOR and new.valid_until:
        latest = today + timedelta(days=VALID_FOR[BestInterestsKind(new.kind)])
        if not today <= new.valid_until <= latest:
            text = N_("This may be relied on from today until %(latest)s.")
            found.append(Reason("protection.best_interests.until", text, {"latest": latest}, field="valid_until"))
    return found


def trafficking_faults(state: str, risk_assessed_on: date | None, reception_planned_on: date | None, today: date) -> list[Reason]:
    if state not in list(Trafficking):
        return [Reason("protection.trafficking.state", N_("Choose one of the values in the list."), field="state")]
    future = {"risk_assessed_on": risk_assessed_on, "reception_planned_on": reception_planned_on}
    text = N_("The date lies in the future. Write it down when it is done.")
    return [Reason("protection.trafficking.future", text, field=name) for name, day in future.items() if day and day > today]


def referral_faults(sender_kind: str, receiver_kind: str, *, own_request: bool) -> list[Reason]:
    """To UNHCR from any partner; from UNHCR to IOM only when the person asks. Nationality is no part of it."""
    if receiver_kind == "unhcr_operation" and sender_kind != "unhcr_operation":
        return []
    if receiver_kind == "iom_mission" and sender_kind == "unhcr_operation":
        text = N_("A referral from UNHCR to IOM is made only when the person asks for it.")
        return [] if own_request else [Reason("protection.referral.own_request", text, field="own_request")]
    text = N_("A referral for protection goes to a UNHCR operation.")
    return [Reason("protection.referral.receiver", text, field="receiver")]


ANSWER_DAYS, URGENT_DAYS = 7, 1


def answer_due(sent_on: date, *, urgent: bool) -> date:
    """By when the receiver answers: the next day when urgent, else within a week."""
    return sent_on + timedelta(days=URGENT_DAYS if urgent else ANSWER_DAYS)


def pathway_faults(offered: Collection[str], chosen: str, *, named: bool) -> list[Reason]:
    """A named human decides; asylum is always among what was offered; the choice is one of the offers or still open (INV-17)."""
    found = []
    if not named:
        text = N_("A pathway is decided by a named person, never by a system.")
        found.append(Reason("protection.pathway.nobody", text))
    if set(offered) - set(PathwayChoice) or chosen not in list(PathwayChoice):
        return [*found, Reason("protection.pathway.unknown", N_("Choose one of the values in the list."), field="offered")]
    real = set(offered) - {PathwayChoice.UNDECIDED}
    if PathwayChoice.ASYLUM not in real or len(real) < 2:
        text = N_("Offer every option that is open, and asylum with UNHCR always. Explain it now if it was left out.")
        found.append(Reason("protection.pathway.asylum_not_offered", text, field="offered"))
    if chosen != PathwayChoice.UNDECIDED and chosen not in real:
        text = N_("The person can only choose what was offered. Check both.")
        found.append(Reason("protection.pathway.not_offered", text, field="chosen"))
    return found


@dataclass(frozen=True)
class ProtectionFacts:
    """What readiness may know about somebody, on a day: that something stands in the way, never what was said.

    Nothing known reads as nothing done: the defaults let nobody travel.
    """

    fear: Fear = Fear.NOT_ASKED
    fear_private: bool = False
    referral_open: bool = False
    referral_status: str = ""
    advisory: AdvisoryLevel = AdvisoryLevel.NONE
    signed_off: bool = False
    override: bool = False
    assessment_valid: bool = False
    determination: Mapping[Solution, Finding] = field(default_factory=dict, hash=False)
    emergency: bool = False
    guardian: bool = False
    tracing_known: bool = False
    escort: bool = False
    receiver: bool = False
    trafficking: Trafficking = Trafficking.NOT_SCREENED
    risk_assessed: bool = False
    reception_planned: bool = False
    pathway: PathwayChoice = PathwayChoice.UNDECIDED
    band: Band | None = None
    asylum: bool = False

    @property
    def matter_open(self) -> bool:
        """Whether somebody in protection works on something: everybody may know that, and whom to ask."""
        feared = self.fear in (Fear.FEAR, Fear.UNSURE)
        exploited = self.trafficking in (Trafficking.INDICATORS_FOUND, Trafficking.PRESUMED, Trafficking.CONFIRMED)
        return feared or exploited or self.referral_open or self.band in (Band.HIGH, Band.CRITICAL)


def tracing_known(tracing: str) -> bool:
    return tracing in list(Tracing) and tracing != Tracing.NOT_STARTED
