"""The record of deeds in words: a verb is a sentence; one that has no sentence here is shown plainly."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from corridor.access import queries as access
from corridor.audit.queries import Line
from corridor.kernel.refusals import N_
from corridor.web.shell import formats

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
    "people.not_same.take_back": ("info", N_("No longer told apart from another record")),
    "duplicates.pair.open": ("find", N_("A record that looks alike was found")),
    "duplicates.pair.reopen": ("find", N_("A record that looks alike is to be looked at again")),
    "duplicates.pair.decide": ("info", N_("Compared with a record that looks alike, and decided")),
    "duplicates.ask.make": ("talk", N_("Another organisation asked to open a record for comparing")),
    "duplicates.ask.opened": ("go", N_("Opened to another organisation for comparing")),
    "duplicates.ask.declined": ("lock", N_("Not opened to another organisation for comparing")),
    "duplicates.person.compare": ("find", N_("Compared with all records")),
    "duplicates.merge.propose": ("info", N_("Joining with another record proposed")),
    "duplicates.merge.confirm": ("info", N_("Joining with another record confirmed")),
    "duplicates.merge.agree": ("info", N_("A second person agreed to the join")),
    "duplicates.merge.decline": ("info", N_("The join was declined")),
    "duplicates.merge.join": ("family", N_("Joined with another record of the same person")),
    "duplicates.merge.take_apart": ("family", N_("Two joined records taken apart")),
    "exchange.list.import": ("doc", N_("Came in with a list")),
    "consent.consent.give": ("pen", N_("Consent given")),
    "consent.consent.withdraw": ("pen", N_("Consent withdrawn")),
    "consent.consent.withdraw_travel": ("pen", N_("Consent to travel withdrawn")),
    "consent.consent.reconfirm": ("pen", N_("Consent confirmed again in private")),
    "consent.consent.refresh": ("pen", N_("Consent given again")),
    "protection.screening.record": ("talk", N_("Protection screening. Content restricted")),
    "protection.fear.ask": ("talk", N_("Asked about fear of return. Answer restricted")),
    "protection.best_interests.record": ("child", N_("Best-interests procedure recorded")),
    "protection.child_care.set": ("child", N_("Care of a child written down")),
    "protection.trafficking.assess": ("hold", N_("Assessed by the protection team. Content restricted")),
    "protection.pathway.decide": ("go", N_("Pathway chosen by the person and decided by a named officer")),
    "protection.override.request": ("hold", N_("An exception was asked for. Content restricted")),
    "protection.override.approve": ("hold", N_("An exception was approved. Content restricted")),
    "protection.referral.propose": ("hold", N_("A referral was proposed. Content restricted")),
    "protection.referral.consent": ("pen", N_("Agreed to the referral")),
    "protection.referral.decline": ("pen", N_("Did not want the referral")),
    "protection.referral.send": ("hold", N_("Referral sent. Content restricted")),
    "protection.referral.receive": ("hold", N_("Referral received")),
    "protection.referral.accept": ("ok", N_("Referral accepted")),
    "protection.referral.reject": ("info", N_("Referral not accepted")),
    "protection.referral.not_registrable": ("info", N_("Could not be registered there")),
    "protection.referral.close": ("ok", N_("The person was told the outcome of the referral")),
    "returns.case.open": ("go", N_("Return case opened")),
    "returns.case.set_destination": ("go", N_("Destination of the return written down")),
    "returns.case.register": ("pen", N_("Registered for return")),
    "returns.case.counsel": ("talk", N_("Counselled, with all options explained")),
    "returns.case.screen": ("talk", N_("Screened")),
    "returns.case.consent": ("pen", N_("Said yes to the return")),
    "returns.case.ask_consulate": ("doc", N_("Travel document asked from the consulate")),
    "returns.case.leave_consulate": ("doc", N_("The request to the consulate ended")),
    "returns.case.document": ("doc", N_("Travel document there")),
    "returns.case.not_confirm": ("info", N_("The consulate did not confirm the nationality")),
    "returns.case.clear_exit": ("doc", N_("Exit permit there")),
    "returns.case.book": ("plane", N_("Return: seat booked")),
    "returns.case.unbook": ("plane", N_("Return: seat released")),
    "returns.case.depart": ("plane", N_("Return: departed")),
    "returns.case.arrive": ("ok", N_("Return: arrived")),
    "returns.case.hold": ("hold", N_("Return held for protection")),
    "returns.case.resume": ("go", N_("Return goes on; the person confirmed it again")),
    "returns.case.withdraw": ("pen", N_("Withdrew from the return")),
    "returns.case.close": ("info", N_("Return case closed")),
    "returns.consular.ask": ("doc", N_("Consulate asked, with the person’s consent")),
    "evacuation.case.identify": ("go", N_("Evacuation case opened")),
    "evacuation.case.agree": ("pen", N_("Agreed to the evacuation")),
    "evacuation.case.decline": ("pen", N_("Did not want the evacuation")),
    "evacuation.case.gather": ("move", N_("Came to the gathering facility")),
    "evacuation.case.clear_exit": ("doc", N_("Exit permit there")),
    "evacuation.case.choose_transit_site": ("go", N_("Transit site chosen")),
    "evacuation.case.book": ("plane", N_("Evacuation: seat booked")),
    "evacuation.case.unbook": ("plane", N_("Evacuation: seat released")),
    "evacuation.case.depart": ("plane", N_("Evacuation: departed")),
    "evacuation.case.arrive": ("ok", N_("Evacuation: arrived")),
    "evacuation.case.close": ("info", N_("Evacuation case closed")),
    "evacuation.stay.begin": ("move", N_("Stay at the transit site began")),
    "evacuation.stay.end": ("move", N_("Stay at the transit site ended")),
    "movements.fit_to_travel.record": ("care", N_("Fit-to-travel check recorded")),
    "movements.exit_clearance.record": ("doc", N_("Exit permit recorded")),
    "movements.assistance.give": ("care", N_("Assistance given")),
    "movements.party.make": ("family", N_("Travel party formed")),
    "movements.party.join": ("family", N_("Joined a travel party")),
    "movements.party.leave": ("family", N_("Left a travel party")),
    "movements.party.agree_split": ("family", N_("Agreed to travel apart")),
    "movements.seat.book": ("plane", N_("Seat booked")),
    "movements.seat.stand_by": ("plane", N_("On standby for a flight")),
    "movements.seat.call_up": ("plane", N_("Seat given from standby")),
    "movements.seat.tell": ("talk", N_("Told the date of travel")),
    "movements.seat.board": ("plane", N_("Boarded")),
    "movements.seat.depart": ("plane", N_("Departed")),
    "movements.seat.arrive": ("ok", N_("Received on arrival")),
    "movements.seat.no_show": ("info", N_("Did not come to the flight")),
    "movements.seat.withdraw": ("pen", N_("Stays, by choice")),
    "movements.seat.withdrawn": ("pen", N_("Seat released: the person stays, by choice")),
    "movements.seat.offload": ("stop", N_("Taken off the flight")),
    "movements.seat.offloaded": ("stop", N_("Taken off the flight")),
    "movements.seat.release": ("plane", N_("Seat released")),
    "movements.seat.released": ("plane", N_("Seat released")),
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
        note = formats.listed(part for part in (who, line.reason) if part)
        shown.append({"at": line.at, "icon": icon, "text": text, "note": note})
    return shown


def sentence(verb: str) -> tuple[str, str]:
    """(icon, words). Unknown: the verb itself, readable, so that nothing that happened is left out."""
    if verb in SENTENCES:
        icon, text = SENTENCES[verb]
        return icon, _(text)
    return "info", verb.replace(".", " › ").replace("_", " ")
