"""INV-34: a store is synthetic or real from its first person or flight on; the other kind is refused by the table."""

from django.db import migrations

STORE = """
CREATE TABLE reporting_store (one boolean PRIMARY KEY DEFAULT true, synthetic boolean NOT NULL,
  CONSTRAINT reporting_store_has_one_row CHECK (one));
CREATE FUNCTION reporting_one_kind_of_store() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO reporting_store (synthetic) VALUES (NEW.synthetic) ON CONFLICT DO NOTHING;
  IF NEW.synthetic IS DISTINCT FROM (SELECT synthetic FROM reporting_store) THEN
    RAISE EXCEPTION 'synthetic and real people never share a store'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_TABLE_NAME || '_one_kind_of_store';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER people_person_one_kind BEFORE INSERT OR UPDATE OF synthetic ON people_person
  FOR EACH ROW EXECUTE FUNCTION reporting_one_kind_of_store();
CREATE TRIGGER movements_flight_one_kind BEFORE INSERT OR UPDATE OF synthetic ON movements_flight
  FOR EACH ROW EXECUTE FUNCTION reporting_one_kind_of_store();
"""
GONE = "DROP TRIGGER people_person_one_kind ON people_person; DROP TRIGGER movements_flight_one_kind ON movements_flight; DROP FUNCTION reporting_one_kind_of_store(); DROP TABLE reporting_store"


class Migration(migrations.Migration):
    dependencies = [("reporting", "0001_figures"), ("people", "0002_walls"), ("movements", "0002_walls")]
    operations = [migrations.RunSQL([STORE], [GONE])]
