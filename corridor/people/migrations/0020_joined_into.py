"""A record joined into another stays as a sign to it: its reference finds the person, nothing hangs on it, nothing is added."""

import django.db.models.deletion
from django.db import migrations, models

# Judged at the end of the transaction, under the same lock as a foreign key: whoever writes about somebody while the record is
# being joined waits for that, and is then refused.
NOTHING_HANGS_ON_IT = """
CREATE FUNCTION people_person_is_joined() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE about uuid := (to_jsonb(NEW) ->> TG_ARGV[0])::uuid;
BEGIN
  IF about IS NOT NULL THEN
    PERFORM 1 FROM people_person p WHERE p.id = about AND p.joined_into_id IS NULL FOR KEY SHARE;
    IF NOT FOUND AND EXISTS (SELECT 1 FROM people_person p WHERE p.id = about) THEN
      RAISE EXCEPTION 'this record was joined into another' USING ERRCODE = 'check_violation', CONSTRAINT = 'people_person_is_joined';
    END IF;
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
