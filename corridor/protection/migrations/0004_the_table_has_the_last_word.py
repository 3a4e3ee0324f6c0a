"""Contact with a consulate waits for the private answer; shields stand while their cause does; referrals take known steps only."""

from django.db import migrations

from corridor.kernel.walls import LIVE

# Deferred, so that a load may bring answers and consents in any order; actions ask for it at once.
CONSULATE = """
CREATE FUNCTION protection_consular_contact() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM people_shield s WHERE s.person_id = NEW.person_id AND s.since <= NEW.given_at AND (s.until IS NULL OR s.until > NEW.given_at)) THEN
    RAISE EXCEPTION 'shielded' USING ERRCODE = 'check_violation', CONSTRAINT = 'consent_consent_consulate_never_past_a_shield';
  END IF;
  IF NOT coalesce((SELECT f.answer = 'no_fear' AND f.private FROM protection_fearanswer f
                   WHERE f.person_id = NEW.person_id AND f.at <= NEW.given_at ORDER BY f.at DESC, f.id DESC LIMIT 1), false) THEN
    RAISE EXCEPTION 'not asked in private' USING ERRCODE = 'check_violation', CONSTRAINT = 'consent_consent_consulate_after_no_fear';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER consent_consent_consular_contact AFTER INSERT ON consent_consent
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.purpose = 'contact_consulate') EXECUTE FUNCTION protection_consular_contact();
"""

SHIELDS = """
CREATE FUNCTION protection_shield_stands() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM people_shield s WHERE s.person_id = OLD.person_id AND s.kind = OLD.kind AND (s.until IS NULL OR s.until > now())) THEN
    RETURN NULL;
  END IF;
  IF OLD.kind = 'fear' AND (SELECT answer IN ('fear', 'unsure') FROM protection_fearanswer WHERE person_id = OLD.person_id ORDER BY at DESC, id DESC LIMIT 1)
     OR OLD.kind = 'referral' AND EXISTS (SELECT 1 FROM protection_referral WHERE person_id = OLD.person_id AND closed_at IS NULL) THEN
    RAISE EXCEPTION 'the cause of the shield stands' USING ERRCODE = 'check_violation', CONSTRAINT = 'people_shield_stands_while_its_cause_does';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER people_shield_stands AFTER UPDATE OR DELETE ON people_shield
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.kind IN ('fear', 'referral')) EXECUTE FUNCTION protection_shield_stands();
"""

# The receiver learns of a referral when it is sent, not while the person still thinks about it.
REFERRALS = """
DROP POLICY parties ON protection_referral;
CREATE POLICY sees ON protection_referral FOR SELECT USING (
  sender_id = (SELECT authz.org()) OR (receiver_id = (SELECT authz.org()) AND sent_at IS NOT NULL));
CREATE POLICY proposes ON protection_referral FOR INSERT WITH CHECK (
  sender_id = (SELECT authz.org()) AND EXISTS (SELECT 1 FROM people_person p WHERE p.id = person_id));
CREATE POLICY answers ON protection_referral FOR UPDATE
  USING (sender_id = (SELECT authz.org()) OR (receiver_id = (SELECT authz.org()) AND sent_at IS NOT NULL))
  WITH CHECK (sender_id = (SELECT authz.org()) OR receiver_id = (SELECT authz.org()));

CREATE FUNCTION protection_referral_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NOT NEW.own_request AND EXISTS (SELECT 1 FROM access_organisation o WHERE o.id = NEW.sender_id AND o.kind = 'unhcr_operation')
       AND EXISTS (SELECT 1 FROM access_organisation o WHERE o.id = NEW.receiver_id AND o.kind = 'iom_mission') THEN
      RAISE EXCEPTION 'only the person asks for this' USING ERRCODE = 'check_violation', CONSTRAINT = 'protection_referral_back_on_own_request';
    END IF;
    RETURN NEW;
  END IF;
  IF (OLD.person_id, OLD.sender_id, OLD.receiver_id, OLD.opened_at, OLD.opened_by_id, OLD.own_request)
     IS DISTINCT FROM (NEW.person_id, NEW.sender_id, NEW.receiver_id, NEW.opened_at, NEW.opened_by_id, NEW.own_request) THEN
    RAISE EXCEPTION 'a referral keeps its parties' USING ERRCODE = 'check_violation', CONSTRAINT = 'protection_referral_keeps_its_parties';
  END IF;
  IF OLD.status <> NEW.status AND (OLD.status || '>' || NEW.status) NOT IN (
    'proposed>consented', 'proposed>declined', 'consented>declined', 'sent>declined', 'received>declined', 'consented>sent', 'sent>received',
    'received>accepted', 'received>rejected', 'received>not_registrable', 'accepted>closed', 'rejected>closed', 'not_registrable>closed') THEN
    RAISE EXCEPTION 'no such step' USING ERRCODE = 'check_violation', CONSTRAINT = 'protection_referral_takes_known_steps';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER protection_referral_guard BEFORE INSERT OR UPDATE ON protection_referral FOR EACH ROW EXECUTE FUNCTION protection_referral_guard();
"""

OVERRIDES = """
CREATE FUNCTION protection_override_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD.approved_by_id IS NOT NULL
     OR (OLD.person_id, OLD.requested_by_id, OLD.requested_at, OLD.person_insists, OLD.reason, OLD.valid_until)
        IS DISTINCT FROM (NEW.person_id, NEW.requested_by_id, NEW.requested_at, NEW.person_insists, NEW.reason, NEW.valid_until) THEN
    RAISE EXCEPTION 'an override is approved once and never edited' USING ERRCODE = 'check_violation', CONSTRAINT = 'protection_override_approved_once';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER protection_override_guard BEFORE UPDATE OR DELETE ON protection_override FOR EACH ROW EXECUTE FUNCTION protection_override_guard();
ALTER TABLE protection_override ADD CONSTRAINT protection_override_approval_has_moment CHECK ((approved_by_id IS NULL) = (approved_at IS NULL));
"""

# What everybody who sees the person may know, whatever the category: that something stands in the way, never what was said.
FACTS = f"""
ALTER TABLE protection_screening ALTER risk_factors SET DEFAULT '{{}}', ALTER protective_factors SET DEFAULT '{{}}';
CREATE FUNCTION authz.protection_facts(ids uuid[], day date) RETURNS TABLE (
  person uuid, fear text, fear_private boolean, referral text, advisory text, signed_off boolean, override boolean, assessment_valid boolean,
  determination jsonb, emergency boolean, guardian boolean, tracing text, escort boolean, receiver boolean, trafficking text,
  risk_assessed boolean, reception_planned boolean, pathway text, band text, asylum boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT p.id, f.answer, f.private, r.status, a.level,
    a.id IS NOT NULL AND EXISTS (SELECT 1 FROM protection_signoff x WHERE x.person_id = p.id AND x.advisory_id = a.id),
    EXISTS (SELECT 1 FROM protection_override o WHERE o.person_id = p.id AND o.approved_by_id IS NOT NULL AND o.valid_until >= day),
    EXISTS (SELECT 1 FROM protection_bestinterests b WHERE b.person_id = p.id AND b.valid_until >= day),
    (SELECT jsonb_object_agg(d.solution, d.finding) FROM (
       SELECT DISTINCT ON (b.solution) b.solution, b.finding, b.valid_until FROM protection_bestinterests b
       WHERE b.person_id = p.id AND b.kind = 'determination' ORDER BY b.solution, b.at DESC, b.id DESC) d WHERE d.valid_until >= day),
    EXISTS (SELECT 1 FROM protection_bestinterests b WHERE b.person_id = p.id AND b.emergency AND b.valid_until >= day),
    c.guardian <> '', c.tracing, c.escort <> '', c.receiver <> '', t.state, t.risk_assessed_on IS NOT NULL, t.reception_planned_on IS NOT NULL,
    w.chosen, s.band,
    EXISTS (SELECT 1 FROM people_shield h WHERE h.person_id = p.id AND h.kind IN ('asylum', 'unhcr_registration') AND (h.until IS NULL OR h.until > now()))
  FROM people_person p
  LEFT JOIN LATERAL (SELECT answer, private FROM protection_fearanswer x WHERE x.person_id = p.id ORDER BY x.at DESC, x.id DESC LIMIT 1) f ON true
  LEFT JOIN LATERAL (SELECT status FROM protection_referral x WHERE x.person_id = p.id AND x.closed_at IS NULL AND NOT x.own_request
                     ORDER BY x.opened_at DESC, x.id DESC LIMIT 1) r ON true
  LEFT JOIN LATERAL (SELECT id, level FROM protection_advisory x WHERE x.country = coalesce(nullif(p.nationality_confirmed, ''), p.nationality)
                     AND x.since <= day AND (x.until IS NULL OR x.until >= day) ORDER BY x.since DESC, x.id DESC LIMIT 1) a ON true
  LEFT JOIN LATERAL (SELECT * FROM protection_childcare x WHERE x.person_id = p.id ORDER BY x.at DESC, x.id DESC LIMIT 1) c ON true
  LEFT JOIN LATERAL (SELECT * FROM protection_traffickingassessment x WHERE x.person_id = p.id ORDER BY x.at DESC, x.id DESC LIMIT 1) t ON true
  LEFT JOIN LATERAL (SELECT chosen FROM protection_pathwaydecision x WHERE x.person_id = p.id ORDER BY x.at DESC, x.id DESC LIMIT 1) w ON true
  LEFT JOIN LATERAL (SELECT band FROM protection_screening x WHERE x.person_id = p.id ORDER BY x.at DESC, x.id DESC LIMIT 1) s ON true
  WHERE p.id = ANY (ids) AND authz.kind() NOT IN ('consulate', 'government') AND (p.organisation_id = authz.org() OR EXISTS (
    SELECT 1 FROM people_share s WHERE s.person_id = p.id AND s.organisation_id = authz.org() AND {LIVE})) $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("protection", "0003_factors_outcomes_and_reasons"),
        ("consent", "0004_the_table_has_the_last_word"),
        ("people", "0002_walls"),
    ]
    operations = [migrations.RunSQL([statements]) for statements in (CONSULATE, SHIELDS, REFERRALS, OVERRIDES, FACTS)]
