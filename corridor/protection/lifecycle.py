"""The life of a referral between organisations (domain notes 3.4). A return case is frozen while it is open."""

from corridor.kernel.lifecycle import Lifecycle, Step
from corridor.kernel.refusals import N_
from corridor.kernel.words import Word


class Referral(Word):
    PROPOSED = "proposed", N_("Proposed")
    CONSENTED = "consented", N_("Agreed by the person")
    SENT = "sent", N_("Sent")
    RECEIVED = "received", N_("Received")
    ACCEPTED = "accepted", N_("Accepted")
    REJECTED = "rejected", N_("Not accepted")
    NOT_REGISTRABLE = "not_registrable", N_("Not registrable here")
    DECLINED = "declined", N_("Declined by the person")
    CLOSED = "closed", N_("Outcome told to the person")


OPEN = frozenset(Referral) - {Referral.DECLINED, Referral.CLOSED}
DECLINABLE = frozenset({Referral.PROPOSED, Referral.CONSENTED, Referral.SENT, Referral.RECEIVED})  # at any time before the answer
SENDERS = frozenset(
    {"consent", "decline", "send", "close"}
)  # whose step it is; a receiver may also hear that the person declines
RECEIVERS = frozenset({"receive", "accept", "reject", "not_registrable", "decline", "close"})

REFERRAL = Lifecycle(
    name="protection.referral",
    statuses=Referral,
    initial=Referral.PROPOSED,
    final=frozenset({Referral.DECLINED, Referral.CLOSED}),
    steps={
        "consent": Step({Referral.PROPOSED}, Referral.CONSENTED, label=N_("The person agrees")),
        "decline": Step(DECLINABLE, Referral.DECLINED, label=N_("The person declines")),
        "send": Step({Referral.CONSENTED}, Referral.SENT, label=N_("Send")),
        "receive": Step({Referral.SENT}, Referral.RECEIVED, label=N_("Confirm receipt")),
        "accept": Step({Referral.RECEIVED}, Referral.ACCEPTED, label=N_("Accept")),
        "reject": Step({Referral.RECEIVED}, Referral.REJECTED, label=N_("Do not accept")),
        "not_registrable": Step({Referral.RECEIVED}, Referral.NOT_REGISTRABLE, label=N_("Cannot be registered here")),
        "close": Step(
            {Referral.ACCEPTED, Referral.REJECTED, Referral.NOT_REGISTRABLE},
            Referral.CLOSED,
            label=N_("Tell the person the outcome"),
        ),
    },
)
