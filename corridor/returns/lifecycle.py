"""The life of a return (domain notes 1.1). Evidence lives in its own tables; the status is where the case stands."""

from dataclasses import dataclass

from corridor.kernel.lifecycle import Lifecycle, Step
from corridor.kernel.refusals import N_, Reason
from corridor.kernel.words import Word


class Return(Word):
    REQUESTED = "requested", N_("Asked for return")
    REGISTERED = "registered", N_("Registered")
    COUNSELLED = "counselled", N_("Counselled")
    SCREENED = "screened", N_("Screened")
    CONSENTED = "consented", N_("Consented")
    CONSULAR_PENDING = "consular_pending", N_("Consular check")
    DOCUMENTED = "documented", N_("Travel document issued")
    NOT_CONFIRMED = "not_confirmed", N_("Nationality not confirmed")
    EXIT_CLEARED = "exit_cleared", N_("Exit cleared")
    BOOKED = "booked", N_("Booked")
    DEPARTED = "departed", N_("Departed")
    ARRIVED = "arrived", N_("Arrived")
    ON_HOLD = "on_hold", N_("On hold for protection")
    WITHDRAWN = "withdrawn", N_("Withdrawn")
    CLOSED = "closed", N_("Closed")


@dataclass(frozen=True)
class Evidence:
    """What is on record about the person now, as far as a step asks for it."""

    screened: bool = False
    fear_asked: bool = False
    consented: bool = False
    shielded: bool = False
    document: bool = False
    exit_permit: bool = False
    protection_open: bool = False


R = Return
PREPARING = frozenset({R.REQUESTED, R.REGISTERED, R.COUNSELLED, R.SCREENED, R.CONSENTED, R.CONSULAR_PENDING})
MOVING = PREPARING | {R.DOCUMENTED, R.NOT_CONFIRMED, R.EXIT_CLEARED, R.BOOKED}
LIVE = MOVING | {R.ON_HOLD}
AFTER_CONSENT = frozenset({R.CONSENTED, R.CONSULAR_PENDING, R.NOT_CONFIRMED})

NOT_SCREENED = Reason(
    "returns.case.not_screened", N_("No protection screening is recorded. Record it first, on the page Protection.")
)
FEAR_NOT_ASKED = Reason(
    "returns.case.fear_not_asked",
    N_("The question about fear of return was not asked yet. Ask it in private, and record the answer."),
)
NO_CONSENT = Reason(
    "returns.case.no_consent",
    N_("No consent to return is in force. Ask in private, and record the consent on the page Consents."),
)
SHIELDED = Reason(
    "returns.consular.protected",
    N_("The consulate was not contacted: this person is protected from contact with any State. Ask the protection officer."),
)
NO_DOCUMENT = Reason(
    "returns.case.no_document", N_("No travel document is valid today. Record one among the documents, or ask the consulate.")
)
NO_EXIT_PERMIT = Reason("returns.case.no_exit_permit", N_("No exit permit is in force. The movement officer records it first."))
PROTECTION_OPEN = Reason(
    "returns.case.protection_open",
    N_("The case stays on hold: a protection matter is still open. When it has ended, ask the person whether to go on."),
)

RETURN = Lifecycle(
    name="returns.case",
    statuses=Return,
    initial=R.REQUESTED,
    final=frozenset({R.ARRIVED, R.CLOSED}),
    steps={
        "register": Step({R.REQUESTED}, R.REGISTERED, label=N_("Register")),
        "counsel": Step({R.REGISTERED, R.WITHDRAWN}, R.COUNSELLED, label=N_("Record counselling")),
        "screen": Step(
            {R.COUNSELLED},
            R.SCREENED,
            {NOT_SCREENED: lambda facts: facts.screened, FEAR_NOT_ASKED: lambda facts: facts.fear_asked},
            N_("Record screening"),
        ),
        "consent": Step(
            {R.SCREENED, R.COUNSELLED}, R.CONSENTED, {NO_CONSENT: lambda facts: facts.consented}, N_("Record consent to travel")
        ),
        "ask_consulate": Step(
            {R.CONSENTED, R.NOT_CONFIRMED, R.DOCUMENTED},
            R.CONSULAR_PENDING,
            {SHIELDED: lambda facts: not facts.shielded},
            N_("Ask the consulate"),
        ),
        "leave_consulate": Step({R.CONSULAR_PENDING}, R.CONSENTED, label=N_("Consular request ended")),
        "document": Step(
            AFTER_CONSENT, R.DOCUMENTED, {NO_DOCUMENT: lambda facts: facts.document}, N_("Record the travel document")
        ),
        "not_confirm": Step({R.CONSULAR_PENDING}, R.NOT_CONFIRMED, label=N_("Nationality not confirmed")),
        "clear_exit": Step(
            {R.DOCUMENTED}, R.EXIT_CLEARED, {NO_EXIT_PERMIT: lambda facts: facts.exit_permit}, N_("Record exit clearance")
        ),
        # Readiness decides about seats; somebody with a passport needs no consulate, and a permit may come after the seat.
        "book": Step({R.CONSENTED, R.DOCUMENTED, R.EXIT_CLEARED}, R.BOOKED, label=N_("Book")),
        "unbook": Step({R.BOOKED}, R.DOCUMENTED, label=N_("Seat released")),  # the exit permit is looked at again
        "depart": Step({R.BOOKED}, R.DEPARTED, label=N_("Departed")),
        "arrive": Step({R.DEPARTED}, R.ARRIVED, label=N_("Arrived")),
        "hold": Step(MOVING, R.ON_HOLD, label=N_("Hold for protection")),
        "resume": Step(
            {R.ON_HOLD},
            R.COUNSELLED,
            {PROTECTION_OPEN: lambda facts: not facts.protection_open},
            N_("Resume, the person confirms again"),
        ),
        "withdraw": Step(LIVE, R.WITHDRAWN, label=N_("The person withdraws")),
        "close": Step({R.WITHDRAWN, R.NOT_CONFIRMED, R.ON_HOLD, R.REQUESTED}, R.CLOSED, label=N_("Close the case")),
    },
)


class Consular(Word):
    ASKED = "asked", N_("Sent to the consulate")
    APPOINTED = "appointed", N_("Interview arranged")
    CONFIRMED = "confirmed", N_("Nationality confirmed")
    NOT_CONFIRMED = "not_confirmed", N_("Nationality not confirmed")
    ISSUED = "issued", N_("Travel document issued")
    ENDED = "ended", N_("Ended")


C = Consular
CONSULAR = Lifecycle(
    name="returns.consular",
    statuses=Consular,
    initial=C.ASKED,
    final=frozenset({C.NOT_CONFIRMED, C.ISSUED, C.ENDED}),
    steps={
        "appoint": Step({C.ASKED, C.APPOINTED}, C.APPOINTED, label=N_("Arrange an interview")),
        "confirm": Step({C.ASKED, C.APPOINTED}, C.CONFIRMED, label=N_("Nationality confirmed")),
        "not_confirm": Step({C.ASKED, C.APPOINTED}, C.NOT_CONFIRMED, label=N_("Nationality not confirmed")),
        "issue": Step({C.CONFIRMED}, C.ISSUED, label=N_("Record the travel document")),
        "end": Step({C.ASKED, C.APPOINTED, C.CONFIRMED}, C.ENDED, label=N_("End")),
    },
)
