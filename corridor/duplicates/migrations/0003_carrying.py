"""Which columns point to a person, by the catalog; and a door through the guards for the one function that joins records.

Some tables are never edited and some guards hold a row to its person. They stay as they are for everybody. While the database's
own function carries rows from one record to another, and only then, they let its statements pass: the setting is the quick
question, the row of duplicates_merge that says `carrying` the proof, which the application cannot write (docs/decisions/0014).
"""

from django.db import migrations, models
from django.db.models import Q

MARK = """
CREATE FUNCTION authz.carrying() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$ SELECT EXISTS (SELECT 1 FROM duplicates_merge WHERE carrying) $$;
"""

# What never moves, as in duplicates.rules.joining.STAYS. A table that a later context adds moves without being named here.
COLUMNS = """
CREATE FUNCTION authz.person_columns() RETURNS TABLE (tab regclass, col name) LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT c.conrelid::regclass, a.attname FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
  WHERE c.contype = 'f' AND c.confrelid = 'public.people_person'::regclass AND cardinality(c.conkey) = 1
    AND c.conrelid::regclass::text || '.' || a.attname NOT IN (
      'duplicates_pair.first_id', 'duplicates_pair.second_id', 'duplicates_merge.keeper_id', 'duplicates_merge.other_id',
      'people_match.person_id', 'people_notsame.first_id', 'people_notsame.second_id')
  ORDER BY 1, 2
$$;
"""

# Run by the owner after every migration (corridor.config.apps), so that no table of a later context is forgotten.
# Guards that speak before a change, and the door of seats, let carrying pass; what keeps books afterwards stays on.
GUARDED = """
CREATE FUNCTION authz.guard_joined() RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE one record; written text; passes text := '(current_setting(''corridor.carrying'', true) IS DISTINCT FROM ''on'' OR NOT authz.carrying())';
BEGIN
  FOR one IN SELECT t.tgname, pg_get_triggerdef(t.oid) AS def FROM pg_trigger t
    WHERE t.tgrelid IN (SELECT tab FROM authz.person_columns()) AND NOT t.tgisinternal AND t.tgconstraint = 0
      AND t.tgtype & 17 = 17 AND (t.tgtype & 2 = 2 OR t.tgname = 'movements_seat_door') AND pg_get_triggerdef(t.oid) NOT LIKE '%authz.carrying%'
  LOOP
    written := replace(one.def, 'CREATE TRIGGER', 'CREATE OR REPLACE TRIGGER');
    IF written LIKE '% WHEN (%' THEN
      written := regexp_replace(written, ' WHEN \\((.*)\\) EXECUTE FUNCTION ', ' WHEN (' || passes || ' AND (\\1)) EXECUTE FUNCTION ');
    ELSE
      written := replace(written, ' EXECUTE FUNCTION ', ' WHEN (' || passes || ') EXECUTE FUNCTION ');
    END IF;
    EXECUTE written;
  END LOOP;
  FOR one IN SELECT c.conrelid::regclass AS tab, c.conname FROM pg_constraint c
    JOIN authz.person_columns() p ON p.tab = c.conrelid JOIN pg_attribute a ON a.attrelid = p.tab AND a.attname = p.col
    WHERE c.contype = 'f' AND cardinality(c.conkey) > 1 AND a.attnum = ANY (c.conkey) AND NOT c.condeferrable
  LOOP
    EXECUTE format('ALTER TABLE %s ALTER CONSTRAINT %I DEFERRABLE INITIALLY IMMEDIATE', one.tab, one.conname);
  END LOOP;
  FOR one IN SELECT p.tab, p.col, left(p.tab::text || '_' || p.col, 50) || '_not_joined' AS name FROM authz.person_columns() p LOOP
    CONTINUE WHEN EXISTS (SELECT 1 FROM pg_trigger t WHERE t.tgrelid = one.tab AND t.tgname = one.name);
    EXECUTE format('CREATE CONSTRAINT TRIGGER %I AFTER INSERT OR UPDATE OF %I ON %s DEFERRABLE INITIALLY DEFERRED FOR EACH ROW'
      ' EXECUTE FUNCTION people_person_is_joined(%L)', one.name, one.col, one.tab, one.col);
  END LOOP;
END $$;
"""

# Joined and taken apart is what the owner's functions say. The application proposes, agrees and declines.
MERGE = """
CREATE FUNCTION duplicates_merge_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_user = (SELECT pg_get_userbyid(c.relowner) FROM pg_class c WHERE c.oid = TG_RELID) THEN RETURN NEW; END IF;
  IF TG_OP = 'INSERT' AND NEW.carrying OR TG_OP = 'UPDATE' AND (
      NEW.carrying OR OLD.status <> 'proposed' OR NEW.status NOT IN ('proposed', 'declined')
      OR (OLD.pair_id, OLD.keeper_id, OLD.other_id, OLD.by_id, OLD.organisation_id, OLD.at, OLD.agreement, OLD.fields, OLD.because)
        IS DISTINCT FROM (NEW.pair_id, NEW.keeper_id, NEW.other_id, NEW.by_id, NEW.organisation_id, NEW.at, NEW.agreement, NEW.fields, NEW.because)
      OR NEW.agreed_by_id IS DISTINCT FROM OLD.agreed_by_id AND NEW.agreed_by_id IS DISTINCT FROM authz.staff()) THEN
    RAISE EXCEPTION 'joined and taken apart by its own function only' USING ERRCODE = 'check_violation', CONSTRAINT = 'duplicates_merge_by_its_function';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER duplicates_merge_guard BEFORE INSERT OR UPDATE ON duplicates_merge FOR EACH ROW EXECUTE FUNCTION duplicates_merge_guard();
"""

# A record becomes a sign to another by joining only. Like every guard before a change it lets carrying pass (guard_joined).
SIGN = """
CREATE FUNCTION people_person_joined_by_function() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' AND NEW.joined_into_id IS NOT NULL OR TG_OP = 'UPDATE' AND NEW.joined_into_id IS DISTINCT FROM OLD.joined_into_id THEN
    RAISE EXCEPTION 'joined by its own function only' USING ERRCODE = 'check_violation', CONSTRAINT = 'people_person_joined_by_its_function';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER people_person_joined_by_function BEFORE INSERT OR UPDATE OF joined_into_id ON people_person
  FOR EACH ROW EXECUTE FUNCTION people_person_joined_by_function();
"""


class Migration(migrations.Migration):
    dependencies = [("duplicates", "0002_walls"), ("people", "0020_joined_into")]
    operations = [
        migrations.AddField("merge", "carrying", models.BooleanField(default=False)),
        migrations.AddIndex(
            "merge", models.Index(fields=["id"], condition=Q(("carrying", True)), name="duplicates_merge_carrying")
        ),
        *[migrations.RunSQL([part]) for part in (MARK, COLUMNS, GUARDED, MERGE, SIGN)],
    ]
