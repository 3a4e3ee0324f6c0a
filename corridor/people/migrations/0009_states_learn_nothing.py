"""A State that asks the database itself learns nothing either: not whether somebody is protected, not which shares have ended."""

from django.db import migrations

from corridor.kernel.walls import LIVE

# For a State everybody is as good as protected who is not shared with it now: so asking about an id tells nothing.
SHIELDED = f"""
CREATE OR REPLACE FUNCTION authz.shielded(person uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$ SELECT EXISTS (SELECT 1 FROM people_shield s WHERE s.person_id = person AND (s.until IS NULL OR s.until > now()))
    OR authz.kind() IN ('consulate', 'government') AND NOT EXISTS (
      SELECT 1 FROM people_share s WHERE s.person_id = person AND s.organisation_id = authz.org() AND {LIVE}) $$;
"""

# A share that ended is gone for a State: it cannot tell withdrawn from decided from never asked.
ENDED = f"""
CREATE POLICY live_for_states ON people_share AS RESTRICTIVE FOR SELECT
  USING ((SELECT authz.kind()) NOT IN ('consulate', 'government') OR {LIVE.replace("s.", "people_share.")});
"""  # noqa: S608


class Migration(migrations.Migration):
    dependencies = [("people", "0008_no_emergency_access_yet")]
    operations = [migrations.RunSQL([statement]) for statement in (SHIELDED, ENDED)]
