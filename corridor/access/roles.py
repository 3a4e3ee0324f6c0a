"""Roles are lists of verbs, `context.thing.verb`, in code: a review of rights is a review of a diff.

A permission says what somebody may do at all; which persons it reaches is decided by ownership and shares (people.queries).
docs/permissions.md is generated from this file.
"""

from collections.abc import Iterable
from enum import StrEnum

from corridor.kernel.refusals import N_
from corridor.kernel.words import Word

from .words import OrganisationKind


class Permission(StrEnum):
    STAFF_MANAGE = "access.staff.manage"
    AUDIT_READ = "audit.entry.list"
    PERSON_READ = "people.person.read"
    PERSON_SEARCH = "people.person.search"
    PERSON_REGISTER = "people.person.register"
    PERSON_CORRECT = "people.person.correct"
    PHOTO_READ = "people.photo.read"
    LIST_IMPORT = "exchange.list.import"
    PAIR_REVIEW = "duplicates.pair.review"
    PAIR_SUPERVISE = "duplicates.pair.supervise"
    MERGE_JOIN = "duplicates.merge.join"
    LINKING_START = "duplicates.linking.start"
    CONSENT_READ = "consent.consent.read"
    CONSENT_RECORD = "consent.consent.record"
    CONSENT_WITHDRAW = "consent.consent.withdraw"
    CONSENT_RECONFIRM = "consent.consent.reconfirm"
    SCREENING_RECORD = "protection.screening.record"
    PROTECTION_READ = "protection.matter.read"
    FEAR_ASK = "protection.fear.ask"
    ADVISORY_MANAGE = "protection.advisory.manage"
    ADVISORY_SIGN_OFF = "protection.advisory.sign_off"
    OVERRIDE_REQUEST = "protection.override.request"
    OVERRIDE_APPROVE = "protection.override.approve"
    BEST_INTERESTS_RECORD = "protection.best_interests.record"
    REFERRAL_SEND = "protection.referral.send"
    REFERRAL_ANSWER = "protection.referral.answer"
    PATHWAY_DECIDE = "protection.pathway.decide"
    RETURN_READ = "returns.case.read"
    RETURN_MANAGE = "returns.case.manage"
    CONSULAR_REQUEST = "returns.consular.request"
    CONSULAR_ANSWER = "returns.consular.answer"
    EVACUATION_READ = "evacuation.case.read"
    EVACUATION_MANAGE = "evacuation.case.manage"
    TRANSIT_MANAGE = "evacuation.transit.manage"
    HEALTH_RECORD = "movements.fit_to_travel.record"
    HEALTH_READ = "movements.fit_to_travel.read"
    EXIT_CLEARANCE_MANAGE = "movements.exit_clearance.manage"
    ASSISTANCE_GIVE = "movements.assistance.give"
    FLIGHT_READ = "movements.flight.read"
    FLIGHT_MANAGE = "movements.flight.manage"
    PLAN_MAKE = "movements.plan.make"
    PLAN_PUBLISH = "movements.plan.publish"
    POLICY_PROPOSE = "movements.policy.propose"
    POLICY_APPROVE = "movements.policy.approve"
    LIMITS_MANAGE = "movements.limits.manage"
    FAIRNESS_READ = "movements.fairness.read"
    SEAT_BOOK = "movements.seat.book"
    SEAT_BOARD = "movements.seat.board"
    MANIFEST_MAKE = "movements.manifest.make"
    MANIFEST_EXPORT = "movements.manifest.export"
    RECEPTION_RECORD = "movements.reception.record"
    FIGURES_READ = "reporting.figures.read"


class Role(Word):
    REGISTRAR = "registrar", N_("Registrar")
    CASEWORKER = "caseworker", N_("Caseworker")
    PROTECTION_OFFICER = "protection_officer", N_("Protection officer")
    HEAD_OF_PROTECTION = "head_of_protection", N_("Head of protection")
    MEDICAL_OFFICER = "medical_officer", N_("Medical officer")
    CONSULAR_OFFICER = "consular_officer", N_("Consular officer")
    MOVEMENT_OFFICER = "movement_officer", N_("Movement officer")
    TRANSIT_OFFICER = "transit_officer", N_("Transit-site officer")
    REINTEGRATION_OFFICER = "reintegration_officer", N_("Reintegration officer")
    SUPERVISOR = "supervisor", N_("Supervisor")
    ANALYST = "analyst", N_("Analyst of the taskforce")


P = Permission
_PEOPLE = {P.PERSON_READ, P.PERSON_SEARCH, P.CONSENT_READ}
_WITHDRAW = {P.CONSENT_WITHDRAW}  # whoever a person tells must be able to act on it (INV-02)
_CASEWORK = (
    _PEOPLE | _WITHDRAW | {P.PERSON_REGISTER, P.PERSON_CORRECT, P.PHOTO_READ, P.CONSENT_RECORD, P.CONSENT_RECONFIRM, P.FEAR_ASK}
)
_CASEWORK |= {P.PAIR_REVIEW}
_CASEWORK |= {P.RETURN_READ, P.RETURN_MANAGE, P.CONSULAR_REQUEST, P.EVACUATION_READ, P.EVACUATION_MANAGE, P.ASSISTANCE_GIVE}
_CASEWORK |= {P.PATHWAY_DECIDE, P.REFERRAL_SEND, P.FLIGHT_READ, P.FIGURES_READ, P.OVERRIDE_REQUEST}
_PROTECTION = _CASEWORK | {P.SCREENING_RECORD, P.PROTECTION_READ, P.BEST_INTERESTS_RECORD, P.REFERRAL_ANSWER}
_MOVEMENT = _PEOPLE | _WITHDRAW | {P.FLIGHT_READ, P.FLIGHT_MANAGE, P.PLAN_MAKE, P.PLAN_PUBLISH, P.SEAT_BOOK, P.SEAT_BOARD}
_MOVEMENT |= {
    P.MANIFEST_MAKE,
    P.MANIFEST_EXPORT,
    P.EXIT_CLEARANCE_MANAGE,
    P.ASSISTANCE_GIVE,
    P.RETURN_READ,
    P.EVACUATION_READ,
    P.FIGURES_READ,
}
_MOVEMENT |= {P.RECEPTION_RECORD, P.POLICY_PROPOSE, P.LIMITS_MANAGE, P.FAIRNESS_READ}

ROLES: dict[Role, frozenset[Permission]] = {
    Role.REGISTRAR: frozenset(
        _PEOPLE
        | _WITHDRAW
        | {P.PERSON_REGISTER, P.PERSON_CORRECT, P.PHOTO_READ, P.LIST_IMPORT, P.CONSENT_RECORD}
        | {P.PAIR_REVIEW, P.LINKING_START}
    ),
    Role.CASEWORKER: frozenset(_CASEWORK),
    Role.PROTECTION_OFFICER: frozenset(_PROTECTION | {P.FAIRNESS_READ}),
    Role.HEAD_OF_PROTECTION: frozenset(
        _PROTECTION
        | {P.ADVISORY_MANAGE, P.ADVISORY_SIGN_OFF, P.OVERRIDE_APPROVE, P.AUDIT_READ, P.POLICY_APPROVE, P.FAIRNESS_READ}
        | {P.MERGE_JOIN}
    ),
    Role.MEDICAL_OFFICER: frozenset({P.PERSON_READ, P.PERSON_SEARCH, P.HEALTH_READ, P.HEALTH_RECORD, P.FLIGHT_READ} | _WITHDRAW),
    Role.CONSULAR_OFFICER: frozenset({P.CONSULAR_ANSWER}),
    Role.MOVEMENT_OFFICER: frozenset(_MOVEMENT),
    Role.TRANSIT_OFFICER: frozenset(
        _PEOPLE | _WITHDRAW | {P.EVACUATION_READ, P.TRANSIT_MANAGE, P.RECEPTION_RECORD, P.FLIGHT_READ}
    ),
    Role.REINTEGRATION_OFFICER: frozenset(_PEOPLE | {P.RETURN_READ, P.RECEPTION_RECORD, P.FLIGHT_READ}),
    Role.SUPERVISOR: frozenset(
        _CASEWORK
        | _MOVEMENT
        | {P.LIST_IMPORT, P.STAFF_MANAGE, P.AUDIT_READ, P.PAIR_SUPERVISE, P.MERGE_JOIN, P.LINKING_START, P.POLICY_APPROVE}
        - {P.HEALTH_READ, P.PROTECTION_READ}
    ),
    Role.ANALYST: frozenset({P.FIGURES_READ, P.FAIRNESS_READ}),
}

# What anybody at such an organisation may do at most, whatever role is given there: a consulate answers the requests made to it;
# governments, donors, carriers and the taskforce see figures, never a record, a flight or a count of their own (design.md §4).
_FIGURES_ONLY = frozenset({P.FIGURES_READ, P.STAFF_MANAGE, P.AUDIT_READ})
CEILINGS: dict[OrganisationKind, frozenset[Permission]] = {
    OrganisationKind.CONSULATE: _FIGURES_ONLY | {P.CONSULAR_ANSWER},
    OrganisationKind.GOVERNMENT: _FIGURES_ONLY,
    OrganisationKind.DONOR: _FIGURES_ONLY,
    OrganisationKind.CARRIER: _FIGURES_ONLY,
    OrganisationKind.TASKFORCE: _FIGURES_ONLY | {P.FAIRNESS_READ},
}
_ALL = frozenset(Permission)


def verbs(roles: Iterable[Role], kind: str) -> frozenset[Permission]:
    """What these roles allow at an organisation of this kind."""
    held = frozenset(verb for role in roles for verb in ROLES[role])
    return held & CEILINGS.get(OrganisationKind(kind), _ALL)
