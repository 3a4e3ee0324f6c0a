"""Taking apart: a name goes back to its record and its kind in one step.

A record may have the same words as its main name and as an alias. Joined, one of the two moved and became an alias; sent back as an
alias it would have met the one that had stayed behind.
"""

from django.db import migrations

APART = """
CREATE OR REPLACE FUNCTION authz.join_parts(merge_ uuid, moment timestamptz, because_ text) RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE m duplicates_merge; one record; owners uuid[]; k people_person;
BEGIN
  SELECT * INTO m FROM duplicates_merge WHERE id = merge_ FOR UPDATE;
  owners := ARRAY(SELECT DISTINCT organisation_id FROM people_person WHERE id IN (m.keeper_id, m.other_id));
  PERFORM 1 FROM people_person WHERE id IN (m.keeper_id, m.other_id) ORDER BY id FOR UPDATE;
  SELECT * INTO k FROM people_person WHERE id = m.keeper_id;
  IF authz.staff() IS NULL OR NOT authz.org() = ANY (owners) OR m.status <> 'joined' THEN PERFORM authz.join_refuse(ARRAY['joined']); END IF;
  IF k.joined_into_id IS NOT NULL OR EXISTS (SELECT 1 FROM duplicates_merge x WHERE x.keeper_id = m.keeper_id AND x.status = 'joined'
      AND x.id <> m.id AND (x.joined_at, x.id) > (m.joined_at, m.id)) THEN PERFORM authz.join_refuse(ARRAY['later']); END IF;
  PERFORM authz.join_deferred(true);
  PERFORM set_config('corridor.carrying', 'on', true);
  UPDATE duplicates_merge SET carrying = true WHERE id = merge_;
  UPDATE people_person SET joined_into_id = NULL, version = version + 1 WHERE id = m.other_id;
  FOR one IN SELECT "table" AS tab, row_id FROM duplicates_move WHERE merge_id = merge_ AND made LOOP
    EXECUTE format('DELETE FROM %s WHERE id = $1', one.tab::regclass) USING one.row_id;
  END LOOP;
  UPDATE people_personname t SET person_id = (v.was ->> 'person_id')::uuid, kind = v.was ->> 'kind' FROM duplicates_move v
   WHERE v.merge_id = merge_ AND v."table" = 'people_personname' AND v.row_id = t.id AND v.columns @> ARRAY['person_id', 'kind']::varchar[]
     AND t.person_id = (v.became ->> 'person_id')::uuid AND t.kind = v.became ->> 'kind';
  FOR one IN SELECT p.tab, p.col FROM authz.person_columns() p JOIN duplicates_move v ON v.merge_id = merge_ AND v."table" = p.tab::text
    AND p.col = ANY (v.columns) GROUP BY 1, 2 LOOP
    EXECUTE format('UPDATE %1$s t SET %2$I = (v.was ->> %2$L)::uuid FROM duplicates_move v WHERE v.merge_id = $1 AND v."table" = %1$L AND v.row_id = t.id'
      ' AND %2$L = ANY (v.columns) AND t.%2$I = (v.became ->> %2$L)::uuid', one.tab, one.col) USING merge_;
  END LOOP;
  PERFORM authz.join_set_back(merge_);
  PERFORM authz.join_write(k.id, (SELECT coalesce(jsonb_object_agg(key, m.fields -> 'was' -> key), '{}') FROM jsonb_each(m.fields -> 'became')
    WHERE value = to_jsonb(k) -> key));  -- what was corrected since then stays corrected
  UPDATE duplicates_merge SET carrying = false, status = 'taken_apart', undone_at = moment, undone_by_id = authz.staff(), undone_because = because_,
    version = version + 1 WHERE id = merge_;
  PERFORM set_config('corridor.carrying', '', true);
  PERFORM authz.join_refuse(authz.join_torn(ARRAY[m.keeper_id, m.other_id]) || ARRAY(
    SELECT 'torn:since' FROM unnest(authz.join_faults(m.keeper_id) || authz.join_faults(m.other_id)) c WHERE c = 'journey' LIMIT 1));
  PERFORM authz.join_deferred(false);
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("duplicates", "0013_joining_tells_less")]
    operations = [migrations.RunSQL([APART])]
