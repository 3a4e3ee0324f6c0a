"""Every address and route, with every role of every organisation that may not see the person: nothing comes back, nothing changes.

INV-05 and design.md §4: missing and forbidden look the same, not a field, not a count of one.
"""

import hashlib

from django.db import connection

from corridor.kernel.actor import acting, system
from tests.walls.requests import asks, of_nobody, plain

OUTSIDERS = ["CON-NGA", "CON-GMB", "GOV-NGA", "DONOR"]  # figures at most, not even a flight; so carriers and the taskforce too
PARTNERS = ["NGO-X", "IOM-NGA", "UNHCR-LBY"]  # work here, see flights, never this person
SHARED = {"flight", "evacuation_flight", "plan"}  # flights are known to partners: they hold no person


def test_nothing_of_a_protected_person_comes_out_at_any_address(world, marked, strongest):
    before, faults, asked = kept(world, marked), [], 0
    for code in OUTSIDERS + PARTNERS:
        client = strongest(code)
        hidden, words = hidden_from(code, marked)
        ids = marked.ids if code in OUTSIDERS else {name: one for name, one in marked.ids.items() if name in hidden | SHARED}
        nobody = of_nobody(ids)
        if code in PARTNERS:
            nobody |= {name: ids[name] for name in SHARED & set(ids)}
        for ask in asks():
            answers = (
                [ask.send(client, ids), ask.send(client, nobody)]
                if ask.names or ask.method == "POST"
                else [ask.send(client, ids)]
            )
            asked += len(answers)
            found = list(told(answers, [ids, nobody], words))
            if (
                len(answers) == 2 and found and "in other words" in found[-1]
            ):  # once more: a minute may have passed between the two
                found = list(told([ask.send(client, ids), ask.send(client, nobody)], [ids, nobody], words))
            faults += [f"{code} {ask.method} {ask.name}: {fault}" for fault in found]
        now = kept(world, marked)
        own = {("refugee", "audit_entry")} if code == "UNHCR-LBY" else set()  # reading its own refugee is recorded
        faults += [f"{code} changed {key}" for key in before if before[key] != now[key] and key not in own]

    assert faults == []
    assert asked > 1500


def hidden_from(code, marked):
    """UNHCR works with its own refugee; it may not see the mission's returnee. Nobody else sees either."""
    own = {"refugee", "seat", "evacuation_case", "evacuation_flight"} if code == "UNHCR-LBY" else set()
    return set(marked.ids) - own, marked.words["person"] | (set() if own else marked.words["refugee"])


def told(answers, ids, words):
    first = answers[0]
    if first.status_code >= 500:
        yield f"fails with {first.status_code}"
    text = plain(first, ids[0])
    yield from (f"says {word}" for word in words if word in text)
    if len(answers) == 2:
        if first.status_code != answers[1].status_code:
            yield f"answers {first.status_code} for somebody and {answers[1].status_code} for nobody"
        elif text != plain(answers[1], ids[1]):
            yield f"answers {first.status_code} in other words for somebody than for nobody"


def kept(world, marked):
    """A digest of each row about the two persons, as their own organisations see it, and the lines of the record about them."""
    about = [str(marked.ids["person"]), str(marked.ids["refugee"])]
    found = {}
    for code in ("IOM-LBY", "UNHCR-LBY"):
        with acting(world.actor("caseworker", code)), connection.cursor() as cursor:
            cursor.execute(
                "SELECT c.table_name, c.column_name FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)"
                " WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' AND (c.column_name = 'person_id' OR (c.table_name, c.column_name)"
                " = ('people_person', 'id')) AND c.table_name <> 'audit_entry'"
            )
            for table, column in cursor.fetchall():
                cursor.execute(
                    f"SELECT string_agg(t::text, '|' ORDER BY t::text) FROM {table} t WHERE {column}::text = ANY(%s)", [about]
                )
                found[code, table] = hashlib.sha256((cursor.fetchone()[0] or "").encode()).hexdigest()
    with acting(system("walls")), connection.cursor() as cursor:
        for name in ("person", "refugee"):
            cursor.execute("SELECT count(*) FROM audit_entry WHERE person_id = %s", [marked.ids[name]])
            found[name, "audit_entry"] = cursor.fetchone()[0]
    return found
