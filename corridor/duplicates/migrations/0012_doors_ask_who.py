"""The doors to joining ask who comes: a supervisor or head of protection of an organisation that holds one of the two records.

Whoever goes round the code meets the same rule as at the screen. What was joined is read by those organisations alone.
"""

from django.db import migrations

HELPERS = "(SELECT authz.kind()) NOT IN ('consulate', 'government', 'donor', 'carrier', 'taskforce')"

# From the grants themselves, not from what the session says of itself; a house test holds the lists against access.roles.
# A day's grace at both ends: grants are dated by the calendar of an office, the database has one clock.
ROLES = """
CREATE FUNCTION authz.holds_role(roles text[]) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM access_staff s JOIN access_organisation o ON o.id = s.organisation_id JOIN access_grant g ON g.staff_id = s.id
    WHERE s.id = authz.staff() AND o.id = authz.org() AND s.is_active AND o.is_active
      AND o.kind NOT IN ('consulate', 'government', 'donor', 'carrier', 'taskforce') AND g.role = ANY (roles)
      AND g.since <= current_date + 1 AND (g.until IS NULL OR g.until >= current_date - 1)) $$;
CREATE FUNCTION authz.may_join() RETURNS boolean LANGUAGE sql STABLE
  AS $$ SELECT authz.holds_role(ARRAY['supervisor', 'head_of_protection']) $$;
CREATE FUNCTION authz.may_supervise_pairs() RETURNS boolean LANGUAGE sql STABLE AS $$ SELECT authz.holds_role(ARRAY['supervisor']) $$;
"""

# Proposing, agreeing and declining are rows that the application writes: the table asks what the Python rule asks.
MERGE = """
CREATE OR REPLACE FUNCTION duplicates_merge_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE second boolean;
BEGIN
  IF current_user = (SELECT pg_get_userbyid(c.relowner) FROM pg_class c WHERE c.oid = TG_RELID) THEN RETURN NEW; END IF;
  IF TG_OP = 'INSERT' AND NEW.carrying OR TG_OP = 'UPDATE' AND (
      NEW.carrying OR OLD.status <> 'proposed' OR NEW.status NOT IN ('proposed', 'declined')
      OR (OLD.pair_id, OLD.keeper_id, OLD.other_id, OLD.by_id, OLD.organisation_id, OLD.at, OLD.agreement, OLD.fields, OLD.because)
        IS DISTINCT FROM (NEW.pair_id, NEW.keeper_id, NEW.other_id, NEW.by_id, NEW.organisation_id, NEW.at, NEW.agreement, NEW.fields, NEW.because)
      OR NEW.agreed_by_id IS DISTINCT FROM OLD.agreed_by_id AND NEW.agreed_by_id IS DISTINCT FROM authz.staff()) THEN
    RAISE EXCEPTION 'joined and taken apart by its own function only' USING ERRCODE = 'check_violation', CONSTRAINT = 'duplicates_merge_by_its_function';
  END IF;
  IF TG_OP = 'UPDATE' THEN  -- the second word: of another person, of the organisation that is asked for it
    second := authz.staff() IS DISTINCT FROM OLD.by_id AND CASE WHEN OLD.agreement = 'partner' THEN authz.org() <> OLD.organisation_id
      ELSE authz.org() = OLD.organisation_id END;
  END IF;
  IF NOT authz.may_join() OR NOT (authz.duplicates_holds(NEW.keeper_id) OR authz.duplicates_holds(NEW.other_id))
     OR TG_OP = 'UPDATE' AND NOT second AND (NEW.agreed_by_id IS DISTINCT FROM OLD.agreed_by_id
       OR NEW.status = 'declined' AND authz.staff() IS DISTINCT FROM OLD.by_id) THEN
    RAISE EXCEPTION 'for supervisors of an organisation that holds one of the records' USING ERRCODE = 'check_violation',
      CONSTRAINT = 'duplicates_merge_by_a_supervisor';
  END IF;
  RETURN NEW;
END $$;
"""

ASK = """
CREATE FUNCTION duplicates_ask_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_user = (SELECT pg_get_userbyid(c.relowner) FROM pg_class c WHERE c.oid = TG_RELID) THEN RETURN NEW; END IF;
  IF NOT authz.may_supervise_pairs() OR OLD.status <> 'waiting' OR NEW.answered_by_id IS DISTINCT FROM authz.staff()
     OR (OLD.id, OLD.pair_id, OLD.asker_id, OLD.owner_id, OLD.asked_by_id, OLD.asked_at)
       IS DISTINCT FROM (NEW.id, NEW.pair_id, NEW.asker_id, NEW.owner_id, NEW.asked_by_id, NEW.asked_at) THEN
    RAISE EXCEPTION 'answered once, by a supervisor' USING ERRCODE = 'check_violation', CONSTRAINT = 'duplicates_ask_by_a_supervisor';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER duplicates_ask_guard BEFORE UPDATE ON duplicates_ask FOR EACH ROW EXECUTE FUNCTION duplicates_ask_guard();
"""


def holds(column: str) -> str:
    return f"EXISTS (SELECT 1 FROM people_person p WHERE p.id = {column} AND p.organisation_id = (SELECT authz.org()))"


HOLDERS = f"{HELPERS} AND ({holds('keeper_id')} OR {holds('other_id')})"
# A third organisation that may see one of the persons does not learn that there were two records, nor what moved between them.
READERS = f"""
DROP POLICY either_seen ON duplicates_merge;
DROP POLICY answered ON duplicates_merge;
CREATE POLICY of_holders ON duplicates_merge FOR SELECT USING ({HOLDERS});
CREATE POLICY answered ON duplicates_merge FOR UPDATE USING ({HOLDERS}) WITH CHECK ({HOLDERS});
DROP POLICY with_merge ON duplicates_move;
CREATE POLICY nobody ON duplicates_move FOR ALL USING (false);
"""

# Written while the system looks for likely matches, never because somebody names two records: that would be asking whose they are.
NOTING = """
CREATE OR REPLACE FUNCTION authz.duplicates_note(one uuid, two uuid, weight double precision, model text, from_where text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE low uuid := least(one, two); high uuid := greatest(one, two);
BEGIN
  IF authz.kind() IS DISTINCT FROM 'system' OR one = two OR NOT (authz.duplicates_holds(one) OR authz.duplicates_holds(two)) THEN RETURN; END IF;
  IF EXISTS (SELECT 1 FROM people_notsame n WHERE n.first_id = low AND n.second_id = high)
     OR EXISTS (SELECT 1 FROM duplicates_merge m WHERE m.status = 'joined' AND m.other_id IN (low, high)) THEN RETURN; END IF;
  INSERT INTO duplicates_pair (id, first_id, second_id, weight, model_version, evidence, source, risk, household, status, round, opened_at, version)
  VALUES (gen_random_uuid(), low, high, weight, model, '[]', from_where, 0, false, 'open', 1, now(), 1) ON CONFLICT DO NOTHING;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("duplicates", "0011_doors"), ("people", "0022_for_comparing_only")]
    operations = [migrations.RunSQL([part]) for part in (ROLES, MERGE, ASK, READERS, NOTING)]
