"""The table has the last word on capacity: a flight, a stop, each special place, a transit site (INV-13, INV-14).

Whoever adds load first locks the flight's row, so that two desks count one after the other. `movements_people_staying` is
a place for evacuation's migration to say who lives at a transit site: it replaces the function, nothing here changes.
"""

from django.db import migrations

LOAD = """
CREATE FUNCTION movements_load(flights uuid[])
RETURNS TABLE (flight_id uuid, people int, seats int, infants int, escorts int, medical_escorts int, wheelchair int, stretcher int,
  medical_escort int, child_escort int, women int, men int, children int, standby int, held int, confirmed int, boarded int,
  departed int, arrived int, no_show int, withdrew int, offloaded int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT f.id, s.people, s.seats + e.n, s.infants, e.n, e.medical, s.wheelchair, s.stretcher, s.medical_escort, s.child_escort,
    s.women, s.men, s.children, s.standby, s.held, s.confirmed, s.boarded, s.departed, s.arrived, s.no_show, s.withdrew, s.offloaded
  FROM movements_flight f
  CROSS JOIN LATERAL (SELECT count(*)::int AS n, count(*) FILTER (WHERE kind = 'medical')::int AS medical
    FROM movements_escort WHERE movements_escort.flight_id = f.id) e
  CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE t.on_it)::int AS people,
      count(*) FILTER (WHERE t.on_it AND NOT lap_infant)::int AS seats,
      count(*) FILTER (WHERE t.on_it AND lap_infant)::int AS infants,
      count(*) FILTER (WHERE t.on_it AND service = 'wheelchair')::int AS wheelchair,
      count(*) FILTER (WHERE t.on_it AND service = 'stretcher')::int AS stretcher,
      count(*) FILTER (WHERE t.on_it AND service = 'medical_escort')::int AS medical_escort,
      count(*) FILTER (WHERE t.on_it AND service = 'child_escort')::int AS child_escort,
      count(*) FILTER (WHERE t.on_it AND NOT t.young AND p.sex = 'female')::int AS women,
      count(*) FILTER (WHERE t.on_it AND NOT t.young AND p.sex = 'male')::int AS men,
      count(*) FILTER (WHERE t.on_it AND t.young AND NOT lap_infant)::int AS children,
      count(*) FILTER (WHERE status = 'standby')::int AS standby,
      count(*) FILTER (WHERE status = 'held')::int AS held,
      count(*) FILTER (WHERE status = 'confirmed')::int AS confirmed,
      count(*) FILTER (WHERE status = 'boarded')::int AS boarded,
      count(*) FILTER (WHERE status = 'departed')::int AS departed,
      count(*) FILTER (WHERE status = 'arrived')::int AS arrived,
      count(*) FILTER (WHERE status = 'no_show')::int AS no_show,
      count(*) FILTER (WHERE status = 'withdrew')::int AS withdrew,
      count(*) FILTER (WHERE status = 'offloaded')::int AS offloaded
    FROM movements_seat
    JOIN people_person p ON p.id = person_id
    CROSS JOIN LATERAL (SELECT status IN ('held', 'confirmed', 'boarded', 'departed', 'arrived') AS on_it,
      coalesce(p.birth_date > departs_on - interval '18 years', false) OR p.age_disputed AS young) t
    WHERE movements_seat.flight_id = f.id
  ) s
  WHERE f.id = ANY(flights)
$$;

CREATE FUNCTION movements_stop_load(flight uuid) RETURNS TABLE (stop_id uuid, people int, seats int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT st.id, count(s.id)::int, count(s.id) FILTER (WHERE NOT s.lap_infant)::int
  FROM movements_stop st LEFT JOIN movements_seat s
    ON s.stop_id = st.id AND s.status IN ('held', 'confirmed', 'boarded', 'departed', 'arrived')
  WHERE st.flight_id = flight GROUP BY st.id
$$;
"""

FAULTS = """
CREATE FUNCTION movements_capacity_faults(flight uuid) RETURNS text[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT array_remove(ARRAY[
    CASE WHEN l.seats > f.capacity THEN 'SEATS' END,
    CASE WHEN l.wheelchair > f.wheelchair_slots THEN 'WHEELCHAIR' END,
    CASE WHEN l.stretcher > f.stretcher_slots THEN 'STRETCHER' END,
    CASE WHEN l.medical_escort > f.medical_escort_slots THEN 'MEDICAL_ESCORT' END,
    CASE WHEN l.child_escort > f.child_escort_slots THEN 'CHILD_ESCORT' END,
    CASE WHEN EXISTS (SELECT 1 FROM movements_stop_load(flight) t JOIN movements_stop st ON st.id = t.stop_id WHERE t.seats > st.seats)
         THEN 'STOP_SEATS' END], NULL)
  FROM movements_flight f, movements_load(ARRAY[flight]) l WHERE f.id = flight
$$;
"""

TRANSIT = """
CREATE FUNCTION movements_people_staying(site uuid, day date) RETURNS integer LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$ SELECT 0 $$;

CREATE FUNCTION movements_people_coming(site uuid, day date) RETURNS integer LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT count(*)::int FROM movements_seat s JOIN movements_stop st ON st.id = s.stop_id
  WHERE st.destination_id = site AND s.departs_on <= day AND s.status IN ('held', 'confirmed', 'boarded', 'departed')
    AND NOT EXISTS (SELECT 1 FROM movements_reception r WHERE r.seat_id = s.id)
$$;

-- The days on which a transit site would hold more people than its agreement allows, if all who are booked came and nobody left.
CREATE FUNCTION movements_transit_overflow(site uuid, since date) RETURNS SETOF date
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH days AS (
    SELECT since AS day
    UNION SELECT s.departs_on FROM movements_seat s JOIN movements_stop st ON st.id = s.stop_id
      WHERE st.destination_id = site AND s.departs_on > since AND s.status IN ('held', 'confirmed', 'boarded')
    UNION SELECT lower(c.days) FROM places_capacity c WHERE c.site_id = site AND lower(c.days) > since
      AND lower(c.days) <= (SELECT max(s.departs_on) FROM movements_seat s JOIN movements_stop st ON st.id = s.stop_id
        WHERE st.destination_id = site AND s.status IN ('held', 'confirmed', 'boarded'))
  )
  SELECT day FROM days
  WHERE movements_people_staying(site, day) + movements_people_coming(site, day)
    > coalesce((SELECT c.persons FROM places_capacity c WHERE c.site_id = site AND c.days @> day), 0)
  ORDER BY day
$$;
"""

GUARDS = """
CREATE FUNCTION movements_refuse_capacity(flight uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE codes text[]; code text; site uuid; full_on date; day date;
BEGIN
  SELECT departs_on INTO day FROM movements_flight WHERE id = flight FOR NO KEY UPDATE;
  codes := movements_capacity_faults(flight);
  IF cardinality(codes) > 0 THEN
    RAISE EXCEPTION 'the flight cannot carry that' USING ERRCODE = 'check_violation', CONSTRAINT = 'movements_flight_capacity', DETAIL = array_to_string(codes, ',');
  END IF;
  FOR site IN SELECT d.id FROM places_site d JOIN movements_stop st ON st.destination_id = d.id
    WHERE st.flight_id = flight AND d.kind IN ('transit', 'gathering') ORDER BY d.id
  LOOP
    CONTINUE WHEN NOT EXISTS (SELECT 1 FROM movements_seat s JOIN movements_stop st ON st.id = s.stop_id
      WHERE s.flight_id = flight AND st.destination_id = site AND s.status IN ('held', 'confirmed', 'boarded'));
    PERFORM pg_advisory_xact_lock(hashtextextended(site::text, 4718));  -- the same lock as for whoever moves in
    SELECT o INTO full_on FROM movements_transit_overflow(site, day) o LIMIT 1;
    IF full_on IS NOT NULL THEN
      RAISE EXCEPTION 'the transit site is full' USING ERRCODE = 'check_violation', CONSTRAINT = 'movements_transit_capacity', DETAIL = 'TRANSIT';
    END IF;
  END LOOP;
END $$;

-- A count is only true when it sees what others committed while it waited for the lock: so never on an older snapshot.
CREATE FUNCTION movements_seat_capacity() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE flight uuid; flights uuid[];
BEGIN
  IF TG_OP = 'INSERT' THEN
    SELECT array_agg(DISTINCT n.flight_id) INTO flights FROM added n WHERE n.status IN ('held', 'confirmed', 'boarded', 'departed', 'arrived');
  ELSE
    SELECT array_agg(DISTINCT n.flight_id) INTO flights FROM added n JOIN gone o ON o.id = n.id
     WHERE n.status IN ('held', 'confirmed', 'boarded', 'departed', 'arrived')
       AND (o.status NOT IN ('held', 'confirmed', 'boarded', 'departed', 'arrived')
            OR (o.flight_id, o.stop_id, o.departs_on, o.lap_infant, o.service) IS DISTINCT FROM (n.flight_id, n.stop_id, n.departs_on, n.lap_infant, n.service));
  END IF;
  IF flights IS NULL THEN RETURN NULL; END IF;
  IF current_setting('transaction_isolation') <> 'read committed' THEN
    RAISE EXCEPTION 'seats are counted in read committed transactions only' USING ERRCODE = 'check_violation', CONSTRAINT = 'movements_seat_counted_truly';
  END IF;
  FOR flight IN SELECT u FROM unnest(flights) u ORDER BY u LOOP
    PERFORM movements_refuse_capacity(flight);
  END LOOP;
  RETURN NULL;
END $$;
CREATE TRIGGER movements_seat_capacity_added AFTER INSERT ON movements_seat REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION movements_seat_capacity();
CREATE TRIGGER movements_seat_capacity_changed AFTER UPDATE ON movements_seat REFERENCING OLD TABLE AS gone NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION movements_seat_capacity();

CREATE FUNCTION movements_flight_shrinks() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM movements_refuse_capacity(CASE TG_TABLE_NAME WHEN 'movements_flight' THEN NEW.id ELSE (to_jsonb(NEW) ->> 'flight_id')::uuid END);
  RETURN NULL;
END $$;
CREATE TRIGGER movements_flight_shrinks AFTER UPDATE OF capacity, wheelchair_slots, stretcher_slots, medical_escort_slots, child_escort_slots
  ON movements_flight FOR EACH ROW EXECUTE FUNCTION movements_flight_shrinks();
CREATE TRIGGER movements_stop_shrinks AFTER UPDATE ON movements_stop FOR EACH ROW EXECUTE FUNCTION movements_flight_shrinks();
CREATE TRIGGER movements_escort_takes_a_seat AFTER INSERT OR UPDATE ON movements_escort FOR EACH ROW EXECUTE FUNCTION movements_flight_shrinks();

CREATE FUNCTION movements_seat_place() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM movements_stop WHERE id = NEW.stop_id AND flight_id = NEW.flight_id) THEN
    RAISE EXCEPTION 'the flight has no such stop' USING ERRCODE = 'check_violation', CONSTRAINT = 'movements_seat_stop_of_its_flight';
  END IF;
  IF NEW.lap_infant AND NOT EXISTS (
    SELECT 1 FROM people_person p WHERE p.id = NEW.person_id AND p.birth_date > NEW.departs_on - interval '2 years') THEN
    RAISE EXCEPTION 'only an infant under two has no seat' USING ERRCODE = 'check_violation', CONSTRAINT = 'movements_seat_lap_only_under_two';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER movements_seat_place BEFORE INSERT OR UPDATE OF stop_id, flight_id, person_id, lap_infant ON movements_seat
  FOR EACH ROW EXECUTE FUNCTION movements_seat_place();
"""


class Migration(migrations.Migration):
    dependencies = [("movements", "0003_family_split_and_board_key"), ("places", "0001_initial"), ("people", "0002_walls")]
    operations = [migrations.RunSQL([part]) for part in (LOAD, FAULTS, TRANSIT, GUARDS)]
