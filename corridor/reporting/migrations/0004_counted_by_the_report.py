"""Raw counts, small cells among them, come out for the report's own named job only; sessions get what the report publishes."""

from django.db import migrations

COUNTS = """
DO $door$ BEGIN
  ALTER FUNCTION reporting_departures(date, date) RENAME TO reporting_departures_unasked;
  EXECUTE (SELECT format('CREATE FUNCTION reporting_departures(%s) RETURNS %s LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp'
      ' AS $f$ SELECT * FROM reporting_departures_unasked($1, $2)'
      ' WHERE current_user = session_user OR authz.purpose() = ''system'' AND authz.org() IS NULL $f$',
    pg_get_function_arguments(oid), pg_get_function_result(oid)) FROM pg_proc WHERE oid = 'reporting_departures_unasked(date, date)'::regprocedure);
END $door$;
COMMENT ON FUNCTION reporting_departures_unasked(date, date) IS 'internal';
REVOKE EXECUTE ON FUNCTION reporting_departures_unasked(date, date) FROM PUBLIC;
"""


class Migration(migrations.Migration):
    dependencies = [("reporting", "0003_joined_people")]
    operations = [migrations.RunSQL([COUNTS])]
