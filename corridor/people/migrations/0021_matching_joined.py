"""A record joined into another is no longer compared with anybody; taken apart again, it is missing until it is written anew."""

from django.db import migrations

FORGET = """
CREATE FUNCTION people_match_joined() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE old_ people_match;
BEGIN
  DELETE FROM people_match m WHERE m.person_id = NEW.id RETURNING * INTO old_;
  DELETE FROM people_matchkey h WHERE h.person_id = NEW.id AND h.k = ANY (old_.keys || old_.offers);
  RETURN NULL;
END $$;
CREATE TRIGGER people_person_match_joined AFTER UPDATE OF joined_into_id ON people_person FOR EACH ROW
  WHEN (NEW.joined_into_id IS NOT NULL AND OLD.joined_into_id IS NULL) EXECUTE FUNCTION people_match_joined();
"""

# Of which records the store lacks something: of one's own organisation. A joined record lacks nothing.
BEHIND = """
CREATE FUNCTION authz.match_behind(version_ text, most integer) RETURNS SETOF uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT p.id FROM people_person p LEFT JOIN people_match m ON m.person_id = p.id
  WHERE p.organisation_id = authz.org() AND p.joined_into_id IS NULL AND (m.person_id IS NULL OR m.behind > 0 OR m.version <> version_)
  ORDER BY p.id LIMIT most $$;
DROP FUNCTION authz.people_likely(text, varchar[], varchar[], varchar[], varchar[], varchar[], date, text, uuid, integer);
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0020_joined_into")]
    operations = [migrations.RunSQL([FORGET]), migrations.RunSQL([BEHIND])]
