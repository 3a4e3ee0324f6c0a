"""The consulate's wall: it reads open requests made to it and nothing else; a request stands on the consent to that contact.

A consulate writes nothing here: its answer is written down by the record's owner in the same transaction (returns.actions).
A withdrawal and a shield end the request in the database as well, whatever the code above forgot.
"""

from django.db import migrations

# An ended request is gone for the consulate: it cannot tell withdrawn from decided from never asked.
WALL = """
DROP POLICY parties ON returns_consularrequest;
CREATE POLICY asks ON returns_consularrequest FOR ALL
  USING (EXISTS (SELECT 1 FROM returns_returncase c WHERE c.id = case_id))
  WITH CHECK (EXISTS (SELECT 1 FROM returns_returncase c WHERE c.id = case_id));
CREATE POLICY answers ON returns_consularrequest FOR SELECT
  USING (consulate_id = (SELECT authz.org()) AND ended_at IS NULL AND EXISTS (SELECT 1 FROM people_person p WHERE p.id = person_id));
"""

# Of the identity that a share opens, a State sees names only: no documents, no registrations, and the photo only if agreed (INV-16).
FACTS = """
CREATE POLICY not_for_states ON people_document AS RESTRICTIVE FOR SELECT
  USING ((SELECT authz.kind()) NOT IN ('consulate', 'government'));
CREATE POLICY not_for_states ON people_registration AS RESTRICTIVE FOR SELECT
  USING ((SELECT authz.kind()) NOT IN ('consulate', 'government'));
CREATE POLICY agreed_for_states ON people_photo AS RESTRICTIVE FOR SELECT
  USING ((SELECT authz.kind()) NOT IN ('consulate', 'government') OR EXISTS (
    SELECT 1 FROM returns_consularrequest r WHERE r.person_id = people_photo.person_id AND r.photo_agreed AND r.ended_at IS NULL
      AND r.consulate_id = (SELECT authz.org())));
"""

GUARD = """
CREATE FUNCTION returns_consular_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE c consent_consent%ROWTYPE;
BEGIN
  SELECT * INTO c FROM consent_consent WHERE id = NEW.consent_id;
  IF c.person_id <> NEW.person_id OR c.purpose <> 'contact_consulate' OR c.recipient_id IS DISTINCT FROM NEW.consulate_id THEN
    RAISE EXCEPTION 'not this consent' USING ERRCODE = 'check_violation', CONSTRAINT = 'returns_consularrequest_consent_to_that_contact';
  END IF;
  IF NOT EXISTS (SELECT 1 FROM returns_returncase r WHERE r.id = NEW.case_id AND r.person_id = NEW.person_id) THEN
    RAISE EXCEPTION 'another person''s case' USING ERRCODE = 'check_violation', CONSTRAINT = 'returns_consularrequest_same_person';
  END IF;
  IF NOT EXISTS (SELECT 1 FROM access_organisation o WHERE o.id = NEW.consulate_id AND o.kind = 'consulate') THEN
    RAISE EXCEPTION 'not a consulate' USING ERRCODE = 'check_violation', CONSTRAINT = 'returns_consularrequest_to_a_consulate';
  END IF;
  IF TG_OP = 'UPDATE' AND (OLD.case_id, OLD.person_id, OLD.consulate_id, OLD.consent_id, OLD.asked_at, OLD.asked_by_id)
     IS DISTINCT FROM (NEW.case_id, NEW.person_id, NEW.consulate_id, NEW.consent_id, NEW.asked_at, NEW.asked_by_id) THEN
    RAISE EXCEPTION 'the question stays' USING ERRCODE = 'check_violation', CONSTRAINT = 'returns_consularrequest_question_stays';
  END IF;
  IF TG_OP = 'UPDATE' AND OLD.ended_at IS NOT NULL THEN
    RAISE EXCEPTION 'ended stays ended' USING ERRCODE = 'check_violation', CONSTRAINT = 'returns_consularrequest_ended_stays_ended';
  END IF;
  IF NEW.status = 'ended' OR NEW.ended_at IS NOT NULL AND TG_OP = 'INSERT' THEN
    RETURN NEW;  -- ending is always possible, and history may be written down
  END IF;
  PERFORM 1 FROM consent_consent WHERE id = NEW.consent_id FOR NO KEY UPDATE;  -- a withdrawal at the same moment waits, or is seen
  IF EXISTS (SELECT 1 FROM consent_withdrawal w WHERE w.consent_id = NEW.consent_id) OR TG_OP = 'INSERT' AND c.valid_until < NEW.asked_at::date THEN
    RAISE EXCEPTION 'no consent in force' USING ERRCODE = 'check_violation', CONSTRAINT = 'returns_consularrequest_consent_in_force';
  END IF;
  IF authz.shielded(NEW.person_id) THEN
    RAISE EXCEPTION 'shielded' USING ERRCODE = 'check_violation', CONSTRAINT = 'returns_consularrequest_never_shielded';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER returns_consular_guard BEFORE INSERT OR UPDATE ON returns_consularrequest FOR EACH ROW EXECUTE FUNCTION returns_consular_guard();
"""

# At the end of the transaction, so that the action above speaks first and leaves its line in the record of deeds.
ENDING = """
CREATE FUNCTION returns_consular_ends() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_TABLE_NAME = 'consent_withdrawal' THEN
    PERFORM 1 FROM consent_consent WHERE id = NEW.consent_id FOR NO KEY UPDATE;
    UPDATE returns_consularrequest SET status = 'ended', ended_at = NEW.at, version = version + 1 WHERE consent_id = NEW.consent_id AND ended_at IS NULL;
    UPDATE people_share SET until = now() WHERE because_id = NEW.consent_id AND purpose = 'consular' AND (until IS NULL OR until > now());
  ELSE
    UPDATE returns_consularrequest SET status = 'ended', ended_at = NEW.since, version = version + 1 WHERE person_id = NEW.person_id AND ended_at IS NULL;
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER returns_withdrawal_ends_request AFTER INSERT ON consent_withdrawal
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION returns_consular_ends();
CREATE CONSTRAINT TRIGGER returns_shield_ends_request AFTER INSERT ON people_shield
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION returns_consular_ends();
"""


class Migration(migrations.Migration):
    dependencies = [("returns", "0003_consular_facts"), ("people", "0003_doors_in_the_walls"), ("consent", "0002_walls")]
    operations = [migrations.RunSQL([part]) for part in (WALL, FACTS, GUARD, ENDING)]
