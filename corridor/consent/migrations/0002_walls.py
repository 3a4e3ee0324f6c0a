"""Consents are seen with the person, never edited, reconfirmed by somebody else."""

from django.db import migrations

from corridor.kernel.walls import append_only, of_person

TRUE_COPIES = """
CREATE FUNCTION consent_row_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE c consent_consent%ROWTYPE;
BEGIN
  SELECT * INTO c FROM consent_consent WHERE id = NEW.consent_id;
  IF c.person_id <> NEW.person_id THEN
    RAISE EXCEPTION 'another person''s consent' USING ERRCODE = 'check_violation', CONSTRAINT = TG_TABLE_NAME || '_same_person';
  END IF;
  IF TG_TABLE_NAME = 'consent_reconfirmation' THEN
    IF c.officer_id = NEW.officer_id THEN
      RAISE EXCEPTION 'reconfirmed by the same officer' USING ERRCODE = 'check_violation', CONSTRAINT = 'consent_reconfirmation_by_another_officer';
    END IF;
    IF EXISTS (SELECT 1 FROM consent_withdrawal w WHERE w.consent_id = c.id) THEN
      RAISE EXCEPTION 'the consent was withdrawn' USING ERRCODE = 'check_violation', CONSTRAINT = 'consent_reconfirmation_of_live_consent';
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER consent_withdrawal_guard BEFORE INSERT ON consent_withdrawal FOR EACH ROW EXECUTE FUNCTION consent_row_guard();
CREATE TRIGGER consent_reconfirmation_guard BEFORE INSERT ON consent_reconfirmation FOR EACH ROW EXECUTE FUNCTION consent_row_guard();
"""


class Migration(migrations.Migration):
    dependencies = [("consent", "0001_initial"), ("people", "0002_walls")]
    operations = [
        migrations.RunSQL(statements)
        for statements in (
            of_person("consent_consent", "consent"),
            of_person("consent_withdrawal", "consent"),
            of_person("consent_reconfirmation", "consent"),
            append_only("consent_consent"),
            append_only("consent_withdrawal"),
            append_only("consent_reconfirmation"),
            append_only("consent_consenttext"),
            [TRUE_COPIES],
        )
    ]
