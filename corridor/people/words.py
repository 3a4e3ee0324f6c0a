"""Words about people. Unknown is a value of its own everywhere: never spread, never 1 January 1900."""

from corridor.kernel.refusals import N_
from corridor.kernel.words import Word


class Sex(Word):
    FEMALE = "female", N_("Woman or girl")
    MALE = "male", N_("Man or boy")
    OTHER = "other", N_("Other")
    UNKNOWN = "unknown", N_("Not known")


class BirthPrecision(Word):
    DAY = "day", N_("Day, month and year")
    MONTH = "month", N_("Month and year")
    YEAR = "year", N_("Year only")
    ESTIMATED = "estimated", N_("Estimated from age")
    UNKNOWN = "unknown", N_("Not known")


class NameKind(Word):
    MAIN = "main", N_("Name as given")
    DOCUMENT = "document", N_("As in a document")
    ALIAS = "alias", N_("Also known as")
    FORMER = "former", N_("Former name")


class DocumentKind(Word):
    PASSPORT = "passport", N_("Passport")
    NATIONAL_ID = "national_id", N_("National identity card")
    LAISSEZ_PASSER = "laissez_passer", N_("Laissez-passer")
    EMERGENCY_CERTIFICATE = "emergency_certificate", N_("Emergency travel certificate")
    REFUGEE_TRAVEL_DOCUMENT = "refugee_travel_document", N_("Refugee travel document")
    BIRTH_CERTIFICATE = "birth_certificate", N_("Birth certificate")
    CONSULAR_CARD = "consular_card", N_("Consular card")
    OTHER = "other", N_("Other document")


TRAVEL_DOCUMENTS = frozenset(
    {
        DocumentKind.PASSPORT,
        DocumentKind.LAISSEZ_PASSER,
        DocumentKind.EMERGENCY_CERTIFICATE,
        DocumentKind.REFUGEE_TRAVEL_DOCUMENT,
    }
)


class FamilyRole(Word):
    PRINCIPAL = "principal", N_("Principal applicant")
    SPOUSE = "spouse", N_("Spouse")
    CHILD = "child", N_("Child")
    PARENT = "parent", N_("Parent")
    SIBLING = "sibling", N_("Sibling")
    GRANDPARENT = "grandparent", N_("Grandparent")
    OTHER_RELATIVE = "other_relative", N_("Other relative")
    CAREGIVER = "caregiver", N_("Caregiver")
    UNRELATED = "unrelated", N_("Not related")


class ChildAlone(Word):
    UNACCOMPANIED = "unaccompanied", N_("Unaccompanied child")
    SEPARATED = "separated", N_("Separated child")


class SpecificNeedCode(Word):
    """Main codes of the field's list (domain notes 3.2). Only protection and health see the code; others see the service."""

    CR = "CR", N_("Child at risk")
    SC = "SC", N_("Child alone")
    WR = "WR", N_("Woman at risk")
    ER = "ER", N_("Older person at risk")
    SP = "SP", N_("Single parent or caregiver")
    DS = "DS", N_("Disability")
    SM = "SM", N_("Serious medical condition")
    FU = "FU", N_("Family unity")
    LP = "LP", N_("Legal and physical protection")
    TR = "TR", N_("Torture")
    SV = "SV", N_("Sexual or gender-based violence")
    WISH = "WISH", N_("A wish to be respected")


class Care(Word):
    """Care needed today, asked of everyone in the same words: what others are told, never why."""

    MEDICAL = "medical", N_("Medical help today")
    CHILD_CARE = "child_care", N_("A baby or child to care for")
    WHEELCHAIR = "wheelchair", N_("Cannot walk unaided")
    WOMAN_OFFICER = "woman_officer", N_("Wishes to speak with a woman")
    DANGER = "danger", N_("In danger here")


CARE_CODES = {
    Care.MEDICAL: SpecificNeedCode.SM,
    Care.CHILD_CARE: SpecificNeedCode.SP,
    Care.WHEELCHAIR: SpecificNeedCode.DS,
    Care.WOMAN_OFFICER: SpecificNeedCode.WISH,
    Care.DANGER: SpecificNeedCode.LP,
}


class LocationKind(Word):
    DETENTION = "detention", N_("In detention")
    URBAN = "urban", N_("In town")
    SHELTER = "shelter", N_("In a shelter")
    GATHERING = "gathering", N_("At a gathering and departure facility")
    TRANSIT = "transit", N_("At a transit site")
    DISEMBARKATION = "disembarkation", N_("At a disembarkation point")
    ABROAD = "abroad", N_("Departed")
    UNKNOWN = "unknown", N_("Not known")


class ShieldKind(Word):
    """Why no consulate or country of origin may ever see this person (INV-05)."""

    FEAR = "fear", N_("Fear of return")
    ASYLUM = "asylum", N_("Asylum claim")
    UNHCR_REGISTRATION = "unhcr_registration", N_("Registered with UNHCR")
    REFERRAL = "referral", N_("Open protection referral")


class SharePurpose(Word):
    REFERRAL = "referral", N_("Referral for international protection")
    MOVEMENT = "movement", N_("Movement support")
    RECEPTION = "reception", N_("Reception on arrival")
    CONSULAR = "consular", N_("Travel document")
    SERVICE = "service", N_("Service with the person's consent")
    MATCHING = "matching", N_("Comparing two records")


class Category(Word):
    """Kinds of facts a share opens. A person's identity is in each share; the rest is named."""

    IDENTITY = "identity", N_("Identity")
    CONTACT = "contact", N_("Contact")
    FAMILY = "family", N_("Family")
    CASE = "case", N_("Case")
    CONSENT = "consent", N_("Consent")
    TRAVEL = "travel", N_("Travel")
    PROTECTION = "protection", N_("Protection")
    MEDICAL = "medical", N_("Medical")


class OutcomeKind(Word):
    """What may become of somebody after contact, and must be recordable (INV-33)."""

    DECEASED = "deceased", N_("Died")
    DISAPPEARED = "disappeared", N_("Disappeared")
    DETAINED_AGAIN = "detained_again", N_("Detained again")
    UNREACHABLE = "unreachable", N_("Cannot be reached")
