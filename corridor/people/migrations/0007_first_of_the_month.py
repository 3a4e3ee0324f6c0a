"""The first registrations of a month may come at once: whoever is second takes the sequence the first has just made."""

from django.db import migrations

REFERENCES = """
CREATE OR REPLACE FUNCTION authz.next_reference(prefix text) RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE name text; number bigint; highest bigint;
BEGIN
  IF prefix !~ '^[A-Z0-9]{1,6}-F?[0-9]{4}-$' THEN RAISE EXCEPTION 'not a prefix of references'; END IF;
  name := 'people_reference_' || lower(replace(rtrim(prefix, '-'), '-', '_'));
  IF to_regclass(name) IS NULL THEN
    SELECT max(split_part(reference, '-', 3)::bigint) INTO highest FROM (
      SELECT reference FROM people_person WHERE reference LIKE prefix || '%' UNION ALL
      SELECT reference FROM people_family WHERE reference LIKE prefix || '%') known WHERE split_part(reference, '-', 3) ~ '^[0-9]{1,12}$';
    BEGIN
      EXECUTE format('CREATE SEQUENCE %I START WITH %s', name, coalesce(highest, 0) + 1);
    EXCEPTION WHEN duplicate_table OR unique_violation THEN
      NULL;  -- somebody else's has been committed while this waited
    END;
  END IF;
  EXECUTE format('SELECT nextval(%L)', name) INTO number;
  RETURN prefix || lpad(number::text, greatest(5, length(number::text)), '0');
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0006_finding_fast")]
    operations = [migrations.RunSQL([REFERENCES])]
