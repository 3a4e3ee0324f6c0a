"""Donors, governments, carriers and the taskforce see figures, never a record; a consulate sees one for a travel document only."""

from django.db import migrations

RECEIVERS = """
CREATE FUNCTION people_share_receiver() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE receiver text;
BEGIN
  SELECT kind INTO receiver FROM access_organisation WHERE id = NEW.organisation_id;
  IF receiver IN ('government', 'donor', 'carrier', 'taskforce') OR (receiver = 'consulate') <> (NEW.purpose = 'consular') THEN
    RAISE EXCEPTION 'this organisation receives no such share' USING ERRCODE = 'check_violation', CONSTRAINT = 'people_share_to_whom_it_may_concern';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER people_share_receiver BEFORE INSERT ON people_share FOR EACH ROW EXECUTE FUNCTION people_share_receiver();
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0004_finding")]
    operations = [migrations.RunSQL([RECEIVERS])]
