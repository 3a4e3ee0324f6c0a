"""Whether every row of the match store was sealed with this key: asked at start, because with another one the check finds nobody."""

from django.db import migrations

SEALED = """
CREATE FUNCTION authz.match_sealed(sign text) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$ SELECT NOT EXISTS (SELECT 1 FROM people_match m WHERE m.version NOT LIKE '%.' || sign) $$;
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0023_who_checks")]
    operations = [migrations.RunSQL([SEALED])]
