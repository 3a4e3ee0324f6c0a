"""A record joined into another stays as a sign to it: its reference finds the person, nothing hangs on it, nothing is added."""

import django.db.models.deletion
from django.db import migrations, models

# Judged at the end of the transaction, just after the foreign key itself (its trigger's name comes first): that one has locked the
# person's row, and so has waited for whoever joins the record. Whoever writes about somebody meanwhile is refused, never lost.
NOTHING_HANGS_ON_IT = """
CREATE FUNCTION people_person_is_joined() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE about uuid;
BEGIN
  IF TG_ARGV[0] = 'person_id' THEN about := NEW.person_id; ELSE about := (to_jsonb(NEW) ->> TG_ARGV[0])::uuid; END IF;
  IF EXISTS (SELECT 1 FROM people_person p WHERE p.id = about AND p.joined_into_id IS NOT NULL) THEN
    RAISE EXCEPTION 'this record was joined into another' USING ERRCODE = 'check_violation', CONSTRAINT = 'people_person_is_joined';
  END IF;
  RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0011_matching")]
    operations = [
        migrations.AddField(
            "person",
            "joined_into",
            models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"),
        ),
        migrations.RunSQL([NOTHING_HANGS_ON_IT]),
    ]
