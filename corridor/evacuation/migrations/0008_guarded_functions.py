"""What reads or writes past the walls asks who calls, also when it is called in raw SQL.

Each function keeps its name as a guarded door; the work moves to `<name>_unasked`, which only the owner and other functions
call. A trigger (its depth) and the owner (`current_user` is the login) pass: the table has the last word for every session.
A comment 'internal' keeps a function from the application role (corridor/config/apps.py grants the rest after migrating).
"""

from django.db import migrations

WHO = """
-- The session works for an organisation that cares for people: never a State's, a donor's, a carrier's, the taskforce's.
CREATE FUNCTION authz.in_casework() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM access_organisation o WHERE o.id = authz.org()
    AND o.kind NOT IN ('consulate', 'government', 'donor', 'carrier', 'taskforce'))
$$;
CREATE FUNCTION authz.knows(person uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT authz.in_casework() AND EXISTS (SELECT 1 FROM people_person p WHERE p.id = person AND authz.opens(p.id, p.organisation_id, ''))
$$;
-- A flight's own desk knows the seats on it; everybody else those of people they know.
CREATE FUNCTION authz.knows_seat(seat uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT authz.in_casework() AND EXISTS (SELECT 1 FROM movements_seat s JOIN movements_flight f ON f.id = s.flight_id
    WHERE s.id = seat AND (f.operator_id = authz.org() OR authz.knows(s.person_id)))
$$;
"""

# name, arguments as declared, one row or many, who may
READING = (
    ("movements_load", "uuid[]", "many", "authz.in_casework()"),
    ("movements_stop_load", "uuid", "many", "authz.in_casework()"),
    ("movements_people_staying", "uuid, date", "one", "authz.in_casework()"),
    ("movements_people_coming", "uuid, date", "one", "authz.in_casework()"),
    ("movements_boarding_faults", "uuid, timestamptz", "one", "authz.knows_seat($1)"),
    ("evacuation_occupancy", "uuid, date, date", "many", "authz.in_casework()"),
    ("evacuation_room", "uuid, date", "one", "authz.in_casework()"),
)
PASSES = "pg_trigger_depth() > 0 OR current_user = session_user"


def door(name: str, arguments: str, how: str, may: str) -> str:
    """The function under its name again, with the same arguments and columns, asking first."""
    call = f"{name}_unasked({', '.join(f'${number}' for number, _ in enumerate(arguments.split(','), 1))})"
    many = f"SELECT * FROM {call} WHERE {PASSES} OR {may}"  # noqa: S608 names of ours
    body = many if how == "many" else f"SELECT CASE WHEN {PASSES} OR {may} THEN {call} END"
    return f"""
DO $door$ BEGIN
  ALTER FUNCTION {name}({arguments}) RENAME TO {name}_unasked;
  EXECUTE (SELECT format('CREATE FUNCTION {name}(%s) RETURNS %s LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $f$ {body} $f$',
    pg_get_function_arguments(oid), pg_get_function_result(oid)) FROM pg_proc WHERE oid = '{name}_unasked({arguments})'::regprocedure);
END $door$;
"""


WRITING = """
ALTER FUNCTION movements_end_seats(uuid) RENAME TO movements_end_seats_unasked;
CREATE FUNCTION movements_end_seats(person uuid) RETURNS TABLE (seat uuid, flight uuid, pathway text, status text, because text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF pg_trigger_depth() = 0 AND current_user <> session_user AND NOT authz.knows(person) THEN RETURN; END IF;
  RETURN QUERY SELECT * FROM movements_end_seats_unasked(person);
END $$;
"""

INTERNAL = (
    *(f"{name}_unasked({arguments})" for name, arguments, *_ in READING),
    "movements_end_seats_unasked(uuid)",
    "movements_capacity_faults(uuid)",
    "movements_transit_overflow(uuid, date)",
    "movements_refuse_capacity(uuid)",
    "movements_child_alone(uuid)",
    "movements_splits_family(uuid)",
    "movements_faults_of_all()",
    "evacuation_changes(uuid)",
    "evacuation_overfull(uuid, date)",
)
KEPT = "".join(f"COMMENT ON FUNCTION {name} IS 'internal'; REVOKE EXECUTE ON FUNCTION {name} FROM PUBLIC;\n" for name in INTERNAL)


class Migration(migrations.Migration):
    dependencies = [
        ("evacuation", "0007_wall_row_by_row"),
        ("movements", "0012_what_people_decided"),
        ("people", "0009_states_learn_nothing"),
    ]
    operations = [migrations.RunSQL([statement]) for statement in (WHO, *(door(*one) for one in READING), WRITING, KEPT)]
