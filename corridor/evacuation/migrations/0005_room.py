"""Free places at a site from a day on: those of its fullest day, so that nobody is booked into a day that is full already."""

from django.db import migrations

ROOM = """
CREATE FUNCTION evacuation_room(site uuid, from_day date) RETURNS integer
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH sums AS MATERIALIZED (SELECT day, staying + booked AS people, lag(staying + booked, 1, 0::bigint) OVER (ORDER BY day) AS before FROM evacuation_changes(site)),
  days AS (SELECT from_day AS day UNION SELECT day FROM sums WHERE people > before AND day > from_day
    UNION SELECT lower(days) FROM places_capacity WHERE site_id = site AND lower(days) > from_day)
  SELECT CASE WHEN EXISTS (SELECT 1 FROM places_capacity c WHERE c.site_id = site AND c.days @> from_day) THEN (
    SELECT min(coalesce((SELECT c.persons FROM places_capacity c WHERE c.site_id = site AND c.days @> d.day), 0)
      - coalesce((SELECT people FROM sums WHERE sums.day <= d.day ORDER BY sums.day DESC LIMIT 1), 0))::integer FROM days d) END
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("evacuation", "0004_capacity_and_one_way")]
    operations = [migrations.RunSQL([ROOM])]
