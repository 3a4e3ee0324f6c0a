"""The table has the last word at the door: nobody boards against the constitution, whatever the code above forgot.

`movements_boarding_faults(seat, moment)` judges one seat on what was recorded until that moment (the newest record counts)
and for the day of departure; it is asked by the trigger and, over all boarded seats, by `bin/corridor invariants`.
A seat boards or departs only without faults, and no seat stays live against a withdrawal (INV-02).
"""

from django.db import migrations

INDEXES = """
CREATE INDEX movements_exit_of_person ON movements_exitclearance (person_id, asked_on DESC);
"""

FAULTS = """
CREATE FUNCTION movements_boarding_faults(seat uuid, moment timestamptz) RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  s movements_seat%ROWTYPE; f movements_flight%ROWTYPE; p people_person%ROWTYPE; c consent_consent%ROWTYPE;
  fit movements_fittotravel%ROWTYPE; care protection_childcare%ROWTYPE; vot protection_traffickingassessment%ROWTYPE; adv protection_advisory%ROWTYPE;
  codes text[] := '{}'; exit_state text; fear text; overridden boolean; young boolean; state_since timestamptz := least(moment, now());
BEGIN
  SELECT * INTO s FROM movements_seat WHERE id = seat;
  SELECT * INTO f FROM movements_flight WHERE id = s.flight_id;
  SELECT * INTO p FROM people_person WHERE id = s.person_id;
  SELECT * INTO c FROM consent_consent WHERE id = s.consent_id;

  -- Consent to this journey, as copied on the seat.
  IF c.id IS NULL OR c.purpose <> 'travel' OR c.pathway <> s.pathway OR c.person_id <> s.person_id OR c.given_at > moment
     OR c.valid_until < s.departs_on THEN codes := codes || 'INV-01'::text; END IF;
  IF EXISTS (SELECT 1 FROM consent_withdrawal w JOIN consent_consent k ON k.id = w.consent_id WHERE w.person_id = s.person_id AND w.at <= moment
     AND k.purpose = 'travel' AND k.pathway = s.pathway AND (k.id = c.id OR k.given_at >= c.given_at)) THEN codes := codes || 'INV-02'::text; END IF;
  IF (c.in_detention OR c.guards_present) AND NOT EXISTS (
     SELECT 1 FROM consent_reconfirmation r WHERE r.consent_id = c.id AND r.private AND r.setting <> 'detention' AND r.officer_id <> c.officer_id
       AND r.at <= moment AND r.at >= f.departs_at - interval '72 hours' AND r.at <= greatest(f.departs_at, s.boarded_at))
  THEN codes := codes || 'INV-03'::text; END IF;

  -- Return only: both keys of the non-refoulement check, and trafficking.
  IF s.pathway = 'vhr' THEN
    overridden := EXISTS (SELECT 1 FROM protection_override o WHERE o.person_id = s.person_id AND o.approved_by_id IS NOT NULL
      AND o.approved_by_id <> o.requested_by_id AND o.approved_at <= moment AND o.valid_until >= s.departs_on);
    SELECT answer INTO fear FROM protection_fearanswer a WHERE a.person_id = s.person_id AND a.at <= moment ORDER BY a.at DESC, a.id DESC LIMIT 1;
    SELECT * INTO adv FROM protection_advisory a WHERE a.country = coalesce(nullif(p.nationality_confirmed, ''), p.nationality)
      AND a.since <= s.departs_on AND (a.until IS NULL OR a.until >= s.departs_on) ORDER BY a.since DESC, a.id DESC LIMIT 1;
    IF NOT overridden AND (
      fear IS DISTINCT FROM 'no_fear' OR adv.level = 'no_return'
      OR EXISTS (SELECT 1 FROM protection_referral r WHERE r.person_id = s.person_id AND r.opened_at <= moment AND (r.closed_at IS NULL OR r.closed_at > state_since))
      OR EXISTS (SELECT 1 FROM people_shield h WHERE h.person_id = s.person_id AND h.kind IN ('asylum', 'unhcr_registration')
           AND h.since <= moment AND (h.until IS NULL OR h.until > state_since))
      OR adv.level = 'caution' AND NOT EXISTS (SELECT 1 FROM protection_signoff g WHERE g.person_id = s.person_id AND g.advisory_id = adv.id AND g.at <= moment))
    THEN codes := codes || 'INV-04'::text; END IF;
    SELECT * INTO vot FROM protection_traffickingassessment t WHERE t.person_id = s.person_id AND t.at <= moment ORDER BY t.at DESC, t.id DESC LIMIT 1;
    IF vot.state IN ('presumed', 'confirmed') AND (vot.risk_assessed_on IS NULL OR vot.reception_planned_on IS NULL)
    THEN codes := codes || 'INV-11'::text; END IF;
  END IF;

  -- A child alone; in doubt about the age, a child; without a grown-up of the family on the flight, alone.
  young := coalesce(movements_latest_birth(p.birth_date, p.birth_precision) > s.departs_on - interval '18 years', false);
  IF (young OR p.age_disputed) AND movements_child_alone(s.id) THEN
    SELECT * INTO care FROM protection_childcare k WHERE k.person_id = s.person_id AND k.at <= moment ORDER BY k.at DESC, k.id DESC LIMIT 1;
    IF NOT coalesce((SELECT b.valid_until >= s.departs_on FROM protection_bestinterests b WHERE b.person_id = s.person_id AND b.kind = 'assessment'
           AND b.at <= moment ORDER BY b.at DESC, b.id DESC LIMIT 1), false)
       OR NOT coalesce((SELECT (b.finding = 'positive' OR b.emergency AND b.finding <> 'negative') AND b.valid_until >= s.departs_on
           FROM protection_bestinterests b WHERE b.person_id = s.person_id AND b.kind = 'determination' AND b.solution = s.pathway
           AND b.at <= moment ORDER BY b.at DESC, b.id DESC LIMIT 1), false)
       OR coalesce(care.guardian, '') = '' OR coalesce(care.escort, '') = '' OR coalesce(care.receiver, '') = ''
       OR coalesce(care.tracing, 'not_started') = 'not_started'
    THEN codes := codes || CASE WHEN young THEN 'INV-08' ELSE 'INV-09' END; END IF;
  END IF;

  IF movements_splits_family(s.id) THEN codes := codes || 'INV-10'::text; END IF;

  -- Fit on the day, with whom it takes; cleared to leave, on a flight that is cleared.
  SELECT * INTO fit FROM movements_fittotravel t WHERE t.person_id = s.person_id AND t.checked_at <= moment ORDER BY t.checked_at DESC, t.id DESC LIMIT 1;
  IF fit.id IS NULL OR fit.category NOT IN ('fit', 'fit_with_assistance', 'fit_with_escort') OR fit.valid_until < f.departs_at
     OR fit.category = 'fit_with_escort' AND NOT EXISTS (SELECT 1 FROM movements_escort e WHERE e.flight_id = f.id AND e.kind = 'medical')
  THEN codes := codes || 'INV-12'::text; END IF;
  SELECT CASE WHEN x.state = 'granted' AND s.departs_on BETWEEN x.valid_from AND x.valid_until THEN 'holds' ELSE x.state END INTO exit_state
    FROM movements_exitclearance x WHERE x.person_id = s.person_id AND x.asked_on <= s.departs_on AND x.state <> 'requested'
    ORDER BY x.asked_on DESC, x.id DESC LIMIT 1;
  IF exit_state IS DISTINCT FROM 'holds'
     OR EXISTS (SELECT 1 FROM movements_clearance k WHERE k.flight_id = f.id AND k.state <> 'granted')
     OR (SELECT count(DISTINCT k.kind) FROM movements_clearance k WHERE k.flight_id = f.id AND k.kind IN ('landing', 'slot')) < 2
  THEN codes := codes || 'INV-13'::text; END IF;

  IF EXISTS (SELECT 1 FROM people_outcome o WHERE o.person_id = s.person_id AND o.kind = 'deceased' AND o."on" <= s.departs_on)
  THEN codes := codes || 'INV-33'::text; END IF;
  RETURN codes;
END $$;
"""

FAMILY = """
CREATE FUNCTION movements_child_alone(seat uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM people_childstatus k WHERE k.person_id = s.person_id AND k.since <= s.departs_on AND (k.until IS NULL OR k.until > s.departs_on))
    OR NOT EXISTS (
      SELECT 1 FROM people_familymember me
      JOIN people_familymember kin ON kin.family_id = me.family_id AND kin.person_id <> me.person_id
      JOIN movements_seat t ON t.person_id = kin.person_id AND t.flight_id = s.flight_id
      JOIN people_person p ON p.id = kin.person_id
      WHERE me.person_id = s.person_id AND me.since <= s.departs_on AND (me.until IS NULL OR me.until > s.departs_on)
        AND kin.since <= s.departs_on AND (kin.until IS NULL OR kin.until > s.departs_on) AND kin.role <> 'unrelated'
        AND NOT p.age_disputed AND movements_latest_birth(p.birth_date, p.birth_precision) <= s.departs_on - interval '18 years'
        AND t.status = ANY(movements_travelling(s.status)))
  FROM movements_seat s WHERE s.id = seat
$$;

-- Family members who neither travel along nor have travelled before, without the family's recorded consent to part.
CREATE FUNCTION movements_splits_family(seat uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (
    SELECT 1 FROM people_familymember me
    JOIN people_familymember kin ON kin.family_id = me.family_id AND kin.person_id <> me.person_id
    WHERE me.person_id = s.person_id AND me.since <= s.departs_on AND (me.until IS NULL OR me.until > s.departs_on)
      AND kin.since <= s.departs_on AND (kin.until IS NULL OR kin.until > s.departs_on)
      AND NOT EXISTS (SELECT 1 FROM movements_seat t WHERE t.person_id = kin.person_id
        AND (t.flight_id = s.flight_id AND t.status = ANY(movements_travelling(s.status))
          OR t.departs_on <= s.departs_on AND t.flight_id <> s.flight_id AND t.status IN ('departed', 'arrived')))
      AND NOT EXISTS (SELECT 1 FROM people_outcome o WHERE o.person_id = kin.person_id AND o.kind IN ('deceased', 'disappeared') AND o."on" <= s.departs_on))
    AND NOT coalesce((SELECT y.split_agreed FROM movements_travelparty y WHERE y.id = s.party_id), false)
  FROM movements_seat s WHERE s.id = seat
$$;
"""

# Counted from the last day possible: nobody becomes an adult by a missing month.
LATEST_BIRTH = """
CREATE FUNCTION movements_latest_birth(born date, "precision" text) RETURNS date LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE "precision" WHEN 'year' THEN make_date(extract(year FROM born)::int, 12, 31)
    WHEN 'month' THEN (date_trunc('month', born) + interval '1 month - 1 day')::date ELSE born END
$$;
"""

# At the door those still coming count as travelling along; once away, only those who are away too.
TRAVELLING = """
CREATE FUNCTION movements_travelling(status text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN status IN ('departed', 'arrived') THEN ARRAY['boarded', 'departed', 'arrived']
    ELSE ARRAY['held', 'confirmed', 'boarded', 'departed', 'arrived'] END
$$;
"""

DOOR = """
CREATE FUNCTION movements_seat_door() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE codes text[]; leaves timestamptz; moment timestamptz := 'infinity';
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF OLD.status IN ('departed', 'arrived') AND (OLD.person_id, OLD.flight_id, OLD.consent_id) IS DISTINCT FROM (NEW.person_id, NEW.flight_id, NEW.consent_id)
       OR OLD.status IN ('arrived', 'no_show', 'withdrew', 'offloaded', 'released') AND NEW.status <> OLD.status
       OR OLD.status = 'departed' AND NEW.status NOT IN ('departed', 'arrived') THEN
      RAISE EXCEPTION 'a seat that has ended stays as it ended' USING ERRCODE = 'check_violation', CONSTRAINT = 'movements_seat_ended_stays_ended';
    END IF;
    IF NEW.status NOT IN ('boarded', 'departed', 'arrived') OR OLD.status IN ('departed', 'arrived')
       OR (OLD.status, OLD.consent_id, OLD.person_id, OLD.flight_id) IS NOT DISTINCT FROM (NEW.status, NEW.consent_id, NEW.person_id, NEW.flight_id)
    THEN RETURN NULL; END IF;
  ELSE
    IF NEW.status NOT IN ('boarded', 'departed', 'arrived') THEN RETURN NULL; END IF;
    -- Only history may be written down afterwards; today's people go through the door.
    SELECT departs_at INTO leaves FROM movements_flight WHERE id = NEW.flight_id;
    IF NEW.departs_on >= CURRENT_DATE OR NEW.boarded_at NOT BETWEEN leaves - interval '36 hours' AND leaves + interval '36 hours' THEN
      RAISE EXCEPTION 'nobody starts aboard' USING ERRCODE = 'check_violation', CONSTRAINT = 'movements_seat_starts_before_boarding';
    END IF;
    moment := NEW.boarded_at;
  END IF;
  PERFORM 1 FROM consent_consent WHERE id = NEW.consent_id FOR NO KEY UPDATE;  -- a withdrawal at the same moment waits, or is seen
  codes := movements_boarding_faults(NEW.id, moment);
  IF cardinality(codes) > 0 THEN
    RAISE EXCEPTION 'may not board' USING ERRCODE = 'check_violation', CONSTRAINT = 'movements_seat_may_board', DETAIL = array_to_string(codes, ',');
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER movements_seat_door AFTER INSERT OR UPDATE ON movements_seat FOR EACH ROW EXECUTE FUNCTION movements_seat_door();
"""

WITHDRAWAL = """
CREATE FUNCTION movements_withdrawal_empties_seats() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM 1 FROM consent_consent WHERE id = NEW.consent_id FOR NO KEY UPDATE;
  IF EXISTS (SELECT 1 FROM consent_consent c JOIN movements_seat s ON s.person_id = c.person_id AND s.pathway = c.pathway
     WHERE c.id = NEW.consent_id AND c.purpose = 'travel' AND s.status IN ('standby', 'held', 'confirmed', 'boarded')
       AND (s.consent_id = c.id OR NOT EXISTS (SELECT 1 FROM consent_consent n WHERE n.person_id = c.person_id AND n.purpose = 'travel'
         AND n.pathway = c.pathway AND n.given_at >= c.given_at AND NOT EXISTS (SELECT 1 FROM consent_withdrawal w WHERE w.consent_id = n.id)))) THEN
    RAISE EXCEPTION 'a seat is still held' USING ERRCODE = 'check_violation', CONSTRAINT = 'consent_withdrawal_leaves_no_seat';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER consent_withdrawal_leaves_no_seat AFTER INSERT ON consent_withdrawal
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION movements_withdrawal_empties_seats();

-- Takes somebody's live seats away when the record says so, and only then: by withdrawal, or a return under a protection hold.
-- Runs past the walls because whoever a person tells must be able to act on it, seat seen or not (INV-02).
CREATE FUNCTION movements_end_seats(person uuid) RETURNS TABLE (seat uuid, flight uuid, pathway text, status text, because text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  UPDATE movements_seat s SET
    status = CASE WHEN v.withdrawn THEN 'withdrew' WHEN s.status = 'boarded' THEN 'offloaded' ELSE 'released' END,
    ended_because = CASE WHEN v.withdrawn THEN 'withdrew' ELSE 'protection' END, version = s.version + 1
  FROM movements_seat t
  CROSS JOIN LATERAL (
    SELECT EXISTS (SELECT 1 FROM consent_consent c JOIN consent_withdrawal w ON w.consent_id = c.id
        WHERE c.person_id = t.person_id AND c.purpose = 'travel' AND c.pathway = t.pathway)
      AND (EXISTS (SELECT 1 FROM consent_withdrawal w WHERE w.consent_id = t.consent_id)
        OR NOT EXISTS (SELECT 1 FROM consent_consent n WHERE n.person_id = t.person_id AND n.purpose = 'travel' AND n.pathway = t.pathway
          AND NOT EXISTS (SELECT 1 FROM consent_withdrawal w WHERE w.consent_id = n.id))) AS withdrawn,
    t.pathway = 'vhr' AND (
      (SELECT a.answer FROM protection_fearanswer a WHERE a.person_id = t.person_id ORDER BY a.at DESC, a.id DESC LIMIT 1) IN ('fear', 'unsure')
      OR EXISTS (SELECT 1 FROM protection_referral r WHERE r.person_id = t.person_id AND r.closed_at IS NULL))
      AND NOT EXISTS (SELECT 1 FROM protection_override o WHERE o.person_id = t.person_id AND o.approved_by_id IS NOT NULL AND o.valid_until >= t.departs_on) AS held
  ) v
  WHERE t.id = s.id AND s.person_id = person AND s.status IN ('standby', 'held', 'confirmed', 'boarded') AND (v.withdrawn OR v.held)
  RETURNING s.id, s.flight_id, s.pathway::text, s.status::text, s.ended_because::text;
END $$;

CREATE FUNCTION movements_faults_of_all() RETURNS TABLE (code text, seats bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT c, count(*) FROM movements_seat s CROSS JOIN LATERAL unnest(movements_boarding_faults(s.id, s.boarded_at)) c
  WHERE s.status IN ('boarded', 'departed', 'arrived') GROUP BY c
$$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("movements", "0004_capacity"),
        ("consent", "0002_walls"),
        ("protection", "0002_walls"),
        ("people", "0002_walls"),
    ]
    operations = [migrations.RunSQL([part]) for part in (INDEXES, LATEST_BIRTH, TRAVELLING, FAMILY, FAULTS, DOOR, WITHDRAWAL)]
