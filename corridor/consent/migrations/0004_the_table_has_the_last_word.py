"""Withdrawal ends what a consent opened, whoever is told; who may consent for whom; texts and recipients fit the purpose."""

from django.db import migrations

# Whoever hears the withdrawal, also at another organisation: what this consent opened shuts in the same statement (INV-02).
WITHDRAWAL = """
CREATE FUNCTION consent_withdrawal_ends_shares() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE people_share SET until = greatest(now(), since) WHERE because_id = NEW.consent_id AND (until IS NULL OR until > now());
  RETURN NULL;
END $$;
CREATE TRIGGER consent_withdrawal_ends_shares AFTER INSERT ON consent_withdrawal
  FOR EACH ROW EXECUTE FUNCTION consent_withdrawal_ends_shares();
"""

# Age from the last possible day of birth, as people.rules says; unknown is neither child nor adult here.
GIVEN = """
CREATE FUNCTION consent_given_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE disputed boolean; adult_on date; kind_ text;
BEGIN
  IF NOT EXISTS (SELECT 1 FROM consent_consenttext t WHERE t.id = NEW.text_id AND t.purpose = NEW.purpose AND t.language <> '') THEN
    RAISE EXCEPTION 'a text of another purpose' USING ERRCODE = 'check_violation', CONSTRAINT = 'consent_consent_text_of_its_purpose';
  END IF;
  SELECT p.age_disputed, (CASE p.birth_precision
      WHEN 'year' THEN make_date(extract(year FROM p.birth_date)::int, 12, 31)
      WHEN 'month' THEN (date_trunc('month', p.birth_date) + interval '1 month - 1 day')::date
      ELSE p.birth_date END + interval '18 years')::date
    INTO disputed, adult_on FROM people_person p WHERE p.id = NEW.person_id;
  IF NEW.form <> 'proxy' AND (disputed OR adult_on > NEW.given_at::date) THEN
    RAISE EXCEPTION 'a child does not consent alone' USING ERRCODE = 'check_violation', CONSTRAINT = 'consent_consent_child_only_by_proxy';
  END IF;
  IF NEW.form = 'proxy' AND NEW.legal_basis NOT IN ('guardian', 'court') AND NOT disputed AND adult_on <= NEW.given_at::date THEN
    RAISE EXCEPTION 'an adult decides' USING ERRCODE = 'check_violation', CONSTRAINT = 'consent_consent_adult_only_by_guardian_or_court';
  END IF;
  SELECT o.kind INTO kind_ FROM access_organisation o WHERE o.id = NEW.recipient_id;
  IF (NEW.purpose = 'contact_consulate' AND kind_ <> 'consulate') OR (NEW.purpose = 'share' AND kind_ IN ('consulate', 'government', 'donor')) THEN
    RAISE EXCEPTION 'a recipient of another kind' USING ERRCODE = 'check_violation', CONSTRAINT = 'consent_consent_recipient_of_its_purpose';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER consent_given_guard BEFORE INSERT ON consent_consent FOR EACH ROW EXECUTE FUNCTION consent_given_guard();
"""


class Migration(migrations.Migration):
    dependencies = [("consent", "0003_reconfirmed_outside_detention"), ("people", "0002_walls")]
    operations = [migrations.RunSQL([WITHDRAWAL]), migrations.RunSQL([GIVEN])]
