"""Protection content is its own category; a fear of return and an open referral always have a shield (INV-05)."""

from django.db import migrations

from corridor.kernel.walls import append_only, of_person

SHIELDED = """
CREATE FUNCTION protection_needs_shield() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE needed boolean; kind_ text;
BEGIN
  IF TG_TABLE_NAME = 'protection_fearanswer' THEN
    kind_ := 'fear';
    needed := (SELECT answer IN ('fear', 'unsure') FROM protection_fearanswer WHERE person_id = NEW.person_id ORDER BY at DESC, id DESC LIMIT 1);
  ELSE
    kind_ := 'referral';
    needed := EXISTS (SELECT 1 FROM protection_referral WHERE id = NEW.id AND closed_at IS NULL);
  END IF;
  IF needed AND NOT EXISTS (SELECT 1 FROM people_shield WHERE person_id = NEW.person_id AND kind = kind_ AND (until IS NULL OR until > now())) THEN
    RAISE EXCEPTION 'no shield' USING ERRCODE = 'check_violation', CONSTRAINT = TG_TABLE_NAME || '_is_shielded';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER protection_fearanswer_is_shielded AFTER INSERT ON protection_fearanswer
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION protection_needs_shield();
CREATE CONSTRAINT TRIGGER protection_referral_is_shielded AFTER INSERT OR UPDATE ON protection_referral
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION protection_needs_shield();
ALTER TABLE protection_pathwaydecision ADD CONSTRAINT protection_pathwaydecision_chosen_was_offered
  CHECK (chosen = ANY(offered) OR chosen = 'undecided');
"""

CONTENT = ["screening", "fearanswer", "signoff", "override", "bestinterests", "childcare", "traffickingassessment"]
MINE = "protection_referral.receiver_id = (SELECT authz.org()) OR protection_referral.sender_id = (SELECT authz.org())"


class Migration(migrations.Migration):
    dependencies = [("protection", "0001_initial"), ("people", "0002_walls")]
    operations = [
        *[migrations.RunSQL(of_person(f"protection_{table}", "protection")) for table in CONTENT],
        *[
            migrations.RunSQL(append_only(f"protection_{table}"))
            for table in [*CONTENT, "pathwaydecision"]
            if table != "override"
        ],
        migrations.RunSQL(of_person("protection_pathwaydecision", "case")),
        migrations.RunSQL(
            [
                "ALTER TABLE protection_referral ENABLE ROW LEVEL SECURITY",
                f"CREATE POLICY parties ON protection_referral FOR ALL USING ({MINE}) WITH CHECK ({MINE})",
                SHIELDED,
            ]
        ),
    ]
