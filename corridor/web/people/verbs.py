"""The record of deeds in words: a verb is a sentence; one that has no sentence here is shown plainly."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from corridor.access import queries as access
from corridor.audit.queries import Line
from corridor.kernel.refusals import N_

# verb: (icon, sentence). Details stay out: who may see the page need not see every content.
SENTENCES: dict[str, tuple[str, str]] = {
    "people.person.register": ("pen", N_("Registered")),
    "people.person.correct": ("pen", N_("Facts corrected")),
    "people.person.confirm_nationality": ("ok", N_("Nationality confirmed")),
    "people.name.add": ("pen", N_("A name added")),
    "people.document.add": ("doc", N_("A document added")),
    "people.phone.add": ("talk", N_("A telephone number added")),
    "people.registration.add": ("doc", N_("An organisation’s number added")),
    "people.photo.set": ("doc", N_("Photo added")),
    "people.photo.read": ("doc", N_("Looked at the photo")),
    "people.family.make": ("family", N_("Family opened")),
    "people.family.join": ("family", N_("Joined a family")),
    "people.family.leave": ("family", N_("Left the family")),
    "people.child.set_status": ("child", N_("Child without parents: status changed")),
    "people.need.add": ("care", N_("A specific need added")),
    "people.need.end": ("care", N_("A specific need ended")),
    "people.location.set": ("move", N_("Whereabouts written down")),
    "people.outcome.record": ("stop", N_("What became of the person recorded")),
    "people.not_same.say": ("info", N_("Told apart from another record")),
    "people.share.open": ("go", N_("Shared with another organisation")),
    "people.share.end": ("lock", N_("Sharing with another organisation ended")),
    "people.shield.raise": ("hold", N_("Protected from contact with any State")),
    "people.shield.lift": ("hold", N_("Protection from contact with States lifted")),
    "people.person.read": ("find", N_("Opened this record")),
    "exchange.list.import": ("doc", N_("Came in with a list")),
    "consent.consent.give": ("pen", N_("Consent given")),
    "consent.consent.withdraw": ("pen", N_("Consent withdrawn")),
    "consent.consent.withdraw_travel": ("pen", N_("Consent to travel withdrawn")),
    "consent.consent.reconfirm": ("pen", N_("Consent confirmed again in private")),
    "protection.screening.record": ("talk", N_("Protection screening. Content restricted")),
    "protection.fear.ask": ("talk", N_("Asked about fear of return. Answer restricted")),
    "protection.best_interests.record": ("child", N_("Best-interests procedure recorded")),
    "protection.pathway.decide": ("go", N_("Pathway decided by the person and a named officer")),
    "protection.referral.send": ("hold", N_("Referral sent. Content restricted")),
    "returns.case.open": ("go", N_("Return case opened")),
    "returns.case.counsel": ("talk", N_("Counselled")),
    "returns.case.ask_consulate": ("doc", N_("Travel document asked from the consulate")),
    "evacuation.case.open": ("go", N_("Evacuation case opened")),
    "movements.fit_to_travel.record": ("care", N_("Fit-to-travel check recorded")),
    "movements.exit_clearance.record": ("doc", N_("Exit permit recorded")),
    "movements.assistance.give": ("care", N_("Assistance given")),
    "movements.seat.book": ("plane", N_("Seat booked")),
    "movements.seat.tell": ("talk", N_("Told the date of travel")),
    "movements.seat.board": ("plane", N_("Boarded")),
    "movements.seat.release": ("plane", N_("Seat released")),
    "movements.reception.record": ("ok", N_("Arrival recorded")),
}


def events(actor: Any, lines: Iterable[Line]) -> list[dict[str, Any]]:
    """Lines of the record as the timeline shows them, newest first, with who did it."""
    lines = list(lines)
    staff = access.staff_names(actor, {line.staff_id for line in lines if line.staff_id})
    shown = []
    for line in lines:
        icon, text = sentence(line.verb)
        who = staff.get(line.staff_id, "") if line.staff_id else _("Corridor itself")
        note = ", ".join(part for part in (who, line.reason) if part)
        shown.append({"at": line.at, "icon": icon, "text": text, "note": note})
    return shown


def sentence(verb: str) -> tuple[str, str]:
    """(icon, words). Unknown: the verb itself, readable, so that nothing that happened is left out."""
    if verb in SENTENCES:
        icon, text = SENTENCES[verb]
        return icon, _(text)
    return "info", verb.replace(".", " › ").replace("_", " ")
