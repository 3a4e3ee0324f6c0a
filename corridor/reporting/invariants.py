"""The constitution, verified over the whole database: one SQL count of violations per rule (domain notes 7.4).

Run by the database's owner, past row security (`bin/corridor invariants`); only numbers come out. Rules that no query can
see (logs, documents' fields, ranking) name the test that proves them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

TRAVELLED = "('boarded', 'departed', 'arrived')"
LIVE = "('held', 'confirmed', 'boarded')"
STATES = "('consulate', 'government')"


@dataclass(frozen=True)
class Invariant:
    """`sql` counts violations; empty when the rule is proven by the tests named in `proof`."""

    code: str
    rule: str
    sql: str = ""
    proof: str = ""


def boarding(code: str) -> str:
    """Boarded seats whose facts, as of the moment of boarding, break this rule."""
    return f"SELECT count(*) FROM boarding_faults WHERE '{code}' = ANY(faults)"


FAULTS = (
    "CREATE TEMP TABLE boarding_faults ON COMMIT DROP AS SELECT s.id, movements_boarding_faults(s.id, s.boarded_at) AS faults"
    f" FROM movements_seat s WHERE s.status IN {TRAVELLED}"
)

INVARIANTS = (
    Invariant(
        "INV-01", "Nobody is boarded without a valid, explicit consent with text, language and interpreter.", boarding("INV-01")
    ),
    Invariant(
        "INV-02",
        "A withdrawn consent leaves no seat.",
        f"SELECT count(*) FROM movements_seat s JOIN consent_withdrawal w ON w.consent_id = s.consent_id WHERE s.status IN {LIVE}",
    ),
    Invariant("INV-03", "A consent given in detention or before guards was confirmed again in private.", boarding("INV-03")),
    Invariant("INV-04", "No return against fear, an open referral or a no-return advisory.", boarding("INV-04")),
    Invariant(
        "INV-05",
        "No consulate or government sees a shielded person.",
        "SELECT count(*) FROM people_share s JOIN access_organisation o ON o.id = s.organisation_id JOIN people_shield h ON h.person_id = s.person_id"
        f" WHERE o.kind IN {STATES} AND (s.until IS NULL OR s.until > now()) AND (h.until IS NULL OR h.until > now())",
    ),
    Invariant(
        "INV-06",
        "A consulate is shown only people who consented to that contact.",
        "SELECT count(*) FROM people_share s JOIN access_organisation o ON o.id = s.organisation_id"
        f" WHERE o.kind IN {STATES} AND (s.until IS NULL OR s.until > now()) AND NOT EXISTS (SELECT 1 FROM consent_consent c"
        " WHERE c.person_id = s.person_id AND c.purpose = 'contact_consulate' AND c.recipient_id = s.organisation_id"
        " AND NOT EXISTS (SELECT 1 FROM consent_withdrawal w WHERE w.consent_id = c.id))",
    ),
    Invariant(
        "INV-07",
        "Nobody is evacuated without her or his agreement.",
        f"SELECT count(*) FROM movements_seat s LEFT JOIN consent_consent c ON c.id = s.consent_id WHERE s.pathway = 'evacuation' AND s.status IN {TRAVELLED}"
        " AND (c.id IS NULL OR c.purpose <> 'travel' OR c.pathway <> 'evacuation')",
    ),
    Invariant(
        "INV-08", "No child alone travels without best interests, guardian, tracing, escort and receiver.", boarding("INV-08")
    ),
    Invariant(
        "INV-09",
        "Whoever's age is disputed is treated as a child.",
        boarding("INV-09"),
        "tests/returns, tests/movements: test_inv_09",
    ),
    Invariant(
        "INV-10",
        "No party travels on two flights.",
        f"SELECT count(*) FROM (SELECT party_id FROM movements_seat WHERE party_id IS NOT NULL AND status IN {LIVE}"
        " GROUP BY party_id HAVING count(DISTINCT flight_id) > 1) split",
    ),
    Invariant("INV-11", "No victim of trafficking returns without risk assessment and reception plan.", boarding("INV-11")),
    Invariant("INV-12", "Nobody is boarded who is not fit to travel, or without the escort needed.", boarding("INV-12")),
    Invariant(
        "INV-13",
        "No flight above its capacity; none moves without clearances and exit permits.",
        "SELECT (SELECT count(*) FROM (SELECT f.id FROM movements_flight f JOIN movements_seat s ON s.flight_id = f.id"
        f" AND s.status IN ('held', 'confirmed', 'boarded', 'departed', 'arrived') AND NOT s.lap_infant GROUP BY f.id, f.capacity HAVING count(*) > f.capacity) over_) + ({boarding('INV-13')})",
    ),
    Invariant(
        "INV-14",
        "No transit or gathering site holds more people than its dated capacity.",
        "SELECT count(*) FROM (SELECT s.site_id, d.day FROM evacuation_stay s"
        " JOIN LATERAL (SELECT s.since AS day) d ON true"
        " JOIN evacuation_stay o ON o.site_id = s.site_id AND o.since <= d.day AND (o.until IS NULL OR o.until > d.day)"
        " GROUP BY s.id, s.site_id, d.day HAVING count(*) > coalesce((SELECT c.persons FROM places_capacity c WHERE c.site_id = s.site_id AND c.days @> d.day), 0)) crowded",
    ),
    Invariant("INV-15", "Manifests and gates say which service is needed, never why.", proof="tests/movements: test_inv_15"),
    Invariant(
        "INV-16",
        "Documents for authorities hold only the fields the law asks for.",
        proof="tests/movements, tests/returns: test_inv_16",
    ),
    Invariant(
        "INV-17",
        "A named human decided each pathway, with every option offered and the person's choice.",
        "SELECT count(*) FROM protection_pathwaydecision WHERE officer_id IS NULL OR cardinality(offered) < 2 OR NOT (chosen = ANY(offered) OR chosen = 'undecided')",
    ),
    Invariant(
        "INV-18",
        "Nationality, religion, ability to pay and detention never raise anybody's place in the order.",
        proof="tests/movements: test_inv_18",
    ),
    Invariant(
        "INV-19",
        "Nobody departs twice on the same day, or on both pathways at once.",
        "SELECT count(*) FROM (SELECT person_id, departs_on FROM movements_seat WHERE status IN ('departed', 'arrived')"
        " GROUP BY person_id, departs_on HAVING count(*) > 1) twice",
    ),
    Invariant("INV-21", "No personal data in logs, addresses, error texts or file names.", proof="tests/house: test_inv_21"),
    Invariant(
        "INV-22",
        "The record of deeds names an actor in every line and carries a digest.",
        "SELECT count(*) FROM audit_entry WHERE digest IS NULL OR (staff_id IS NULL AND job = '')",
    ),
    Invariant("INV-29", "Help never depends on returning.", proof="tests/movements, tests/consent: test_inv_29"),
    Invariant(
        "INV-33",
        "Death, disappearance and new detention stay recorded and are never closed as departed.",
        "SELECT count(*) FROM people_outcome o JOIN movements_seat s ON s.person_id = o.person_id"
        " WHERE o.kind IN ('deceased', 'disappeared') AND s.status IN ('departed', 'arrived') AND s.departs_on > o.on",
    ),
    Invariant(
        "INV-34",
        "Synthetic and real people are never in one store.",
        "SELECT count(*) FROM people_person WHERE synthetic IS DISTINCT FROM (SELECT synthetic FROM people_person ORDER BY id LIMIT 1)",
    ),
    Invariant(
        "INV-35",
        "Every change of status has an actor, a moment, a reason or verb, and a source.",
        "SELECT count(*) FROM movements_seat s WHERE s.status IN ('departed', 'arrived', 'boarded')"
        " AND NOT EXISTS (SELECT 1 FROM audit_entry e WHERE e.thing_id = s.id AND e.source <> '' AND e.verb <> '')",
    ),
)


def verify(owner: Any) -> Iterator[tuple[Invariant, int]]:
    """Each invariant with its violations, on a psycopg connection of the owner, in one transaction that changes nothing."""
    with owner.transaction():
        owner.execute(FAULTS)
        for one in INVARIANTS:
            yield one, int(owner.execute(one.sql).fetchone()[0]) if one.sql else 0
