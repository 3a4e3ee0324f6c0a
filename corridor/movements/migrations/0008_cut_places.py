"""Places announced as lost are not given away again: until a plan says who gives theirs back, nobody is added above the cut."""

from django.db import migrations

CUT = """
CREATE FUNCTION movements_seat_within_cut() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE flights uuid[];
BEGIN
  IF TG_OP = 'INSERT' THEN
    SELECT array_agg(DISTINCT n.flight_id) INTO flights FROM added n JOIN movements_flight f ON f.id = n.flight_id
     WHERE f.cut_to IS NOT NULL AND NOT n.lap_infant AND n.status IN ('held', 'confirmed', 'boarded', 'departed', 'arrived');
  ELSE
    SELECT array_agg(DISTINCT n.flight_id) INTO flights FROM added n JOIN gone o ON o.id = n.id JOIN movements_flight f ON f.id = n.flight_id
     WHERE f.cut_to IS NOT NULL AND NOT n.lap_infant AND n.status IN ('held', 'confirmed', 'boarded', 'departed', 'arrived')
       AND (o.status NOT IN ('held', 'confirmed', 'boarded', 'departed', 'arrived') OR o.lap_infant OR o.flight_id <> n.flight_id);
  END IF;
  IF EXISTS (SELECT 1 FROM movements_load(coalesce(flights, '{}')) l JOIN movements_flight f ON f.id = l.flight_id WHERE l.seats > f.cut_to) THEN
    RAISE EXCEPTION 'the flight has lost these places' USING ERRCODE = 'check_violation', CONSTRAINT = 'movements_seat_within_cut';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER movements_seat_within_cut_added AFTER INSERT ON movements_seat REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION movements_seat_within_cut();
CREATE TRIGGER movements_seat_within_cut_changed AFTER UPDATE ON movements_seat REFERENCING OLD TABLE AS gone NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION movements_seat_within_cut();
"""
UNDO = """
DROP TRIGGER movements_seat_within_cut_added ON movements_seat;
DROP TRIGGER movements_seat_within_cut_changed ON movements_seat;
DROP FUNCTION movements_seat_within_cut();
"""


class Migration(migrations.Migration):
    dependencies = [("movements", "0007_what_plans_are_made_from")]
    operations = [migrations.RunSQL([CUT], [UNDO])]
