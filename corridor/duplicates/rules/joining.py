"""What joining two records means, as data: which fields have survivors, what never moves, what a person can have only once.

The database's functions (migrations 0003 and 0004) are written from these lists; a house test compares both with the catalog.
"""

from corridor.kernel.refusals import N_, Reason

# Each is taken whole from one of the two records: a date without its precision would be a lie.
FIELDS: dict[str, tuple[str, ...]] = {
    "name": ("name",),
    "sex": ("sex",),
    "birth": ("birth_date", "birth_precision"),
    "nationality": ("nationality", "nationality_confirmed", "nationality_confirmed_by_id", "nationality_confirmed_on"),
    "languages": ("languages",),
    "interpreter": ("interpreter_needed",),
}
# Nobody chooses these: in doubt about the age, a child; whoever was registered first has waited since then.
STRONGEST = ("age_disputed", "registered_on")

LABELS = {
    "name": N_("Name"),
    "sex": N_("Sex"),
    "birth": N_("Date of birth"),
    "nationality": N_("Nationality"),
    "languages": N_("Languages"),
    "interpreter": N_("Interpreter needed"),
}

# Columns that point to a person and are not carried along. Everything else is, also what a later context adds.
STAYS: dict[str, str] = {
    "duplicates_pair.first_id": "a pair is about two records, before and after",
    "duplicates_pair.second_id": "a pair is about two records, before and after",
    "duplicates_merge.keeper_id": "it says what was joined",
    "duplicates_merge.other_id": "it says what was joined",
    "people_match.person_id": "computed from the record: written anew for the keeper, taken away for the other",
    "people_matchkey.person_id": "comes and goes with people_match",
    "people_notsame.first_id": "the keeper inherits each veto as a row of its own, because the two ids of a row are in order",
    "people_notsame.second_id": "the keeper inherits each veto as a row of its own, because the two ids of a row are in order",
    "audit_entry.person_id": "the record of deeds is never changed: it says whose record was opened then",
}

# Of what a person has at most one: what happens when both records have it. What is not named here stands in the way.
# leave: the same fact twice, the other's stays behind; end: the earlier one ends when the later one begins.
ONCE: dict[str, str] = {
    "people_personname_once": "leave",
    "people_phone_once": "leave",
    "people_photo_person_id_key": "leave",
    "people_specificneed_once": "leave",
    "movements_assistance_once_a_day": "leave",
    "people_location_one_at_a_time": "end",
    "people_familymember_in_one_family": "end",  # of one family; two families stand in the way
}

OBSTACLES: dict[str, str] = {
    "returns_returncase_one_open": N_("Both records have an open return case. Close one of the two first."),
    "evacuation_evacuationcase_one_open": N_("Both records have an open evacuation case. Close one of the two first."),
    "evacuation_stay_one_at_a_time": N_("Both records say that the person stays at a site now. End one of the two stays first."),
    "movements_seat_one_flight_at_a_time": N_("Both records hold a seat. Give one of the two seats back first."),
    "movements_seat_one_for_a_person": N_(
        "Both records have a place on the same flight. Look again: they may be two people. If not, release one of the two first."
    ),
    "movements_manifestline_once": N_(
        "Both records are on the same manifest: two people were counted. They are not joined; tell your supervisor."
    ),
    "movements_partymember_one_party": N_("Both records are in a travel party. Let one of the two leave its party first."),
    "protection_referral_one_open": N_(
        "Both records have an open referral to the same organisation. Close one of the two first."
    ),
    "returns_consularrequest_one_open": N_("Both records have an open question to the same consulate. End one of the two first."),
    "people_childstatus_one_at_a_time": N_(
        "Both records say that this child is alone. End one of the two statuses first, so that the right caregiver stays."
    ),
    "families": N_("The two records are in different families. Let the person leave one of the two first."),
    "caregiver": N_(
        "One record is the caregiver of the other. They are two people, or the caregiver is wrong: correct it first."
    ),
    "two_ways": N_(
        "One record is on the way to return, the other to evacuation. Only one journey can be prepared: close one first."
    ),
    "aboard": N_("One of the two is aboard an aircraft or about to be. Join the records after the flight."),
    "same_day": N_("Both records departed on the same day. They may be two people: look again."),
    "journey": N_(
        "Joined, the record would show a journey against the rules of protection. Tell your head of protection; do not join."
    ),
    "outcome": N_("One record says that the person died or disappeared, the other departed later. Find out which is true first."),
    "infant": N_(
        "One record has a place on a lap, and by the date of birth chosen the person is no infant. Check the date of birth."
    ),
    "store": N_("A real and a synthetic record are never joined."),
    "sensitive": N_(
        "Protection or health matter of one record would be shown to the other organisation. Its owner opens it first, with the "
        "person's consent, or the records stay side by side."
    ),
    "not_same": N_("Somebody has said that these are two different people. A supervisor decides about the pair first."),
    "joined": N_("One of the two records has been joined meanwhile. Look at the person's page again."),
    "agreement": N_("A second person must agree before these records are joined."),
    "role": N_("Only a supervisor or head of protection of an organisation that holds one of the two records may do this."),
    "unseen": N_(
        "You do not see both records now: one is not open to you, or no longer. Ask its organisation to open it for comparing."
    ),
    "hidden": N_(
        "Something in the other organisation’s record, which you may not read, stands in the way. Speak with its supervisor."
    ),
    "later": N_("Another record was joined to this one later. Take that apart first."),
    "torn": N_(
        "What was done since then rests on both records together, such as a seat on a consent. End it first, or leave them joined."
    ),
}
OTHERWISE = N_("Both records have something of which a person can have only one. End one of the two first.")


def obstacle(code: str) -> Reason:
    """The sentence for what the database says stands in the way."""
    name = code.split(":")[-1] if code.startswith("once:") else code.split(":")[0]
    name = "two_ways" if name.endswith("_one_way_at_a_time") else name
    name = "joined" if name == "people_person_is_joined" else name
    return Reason(f"duplicates.merge.{name}", OBSTACLES.get(name, OTHERWISE))


def obstacles(codes: list[str]) -> tuple[Reason, ...]:
    """Each sentence once, in the order in which they were found."""
    return tuple({reason.code: reason for reason in map(obstacle, codes)}.values())
