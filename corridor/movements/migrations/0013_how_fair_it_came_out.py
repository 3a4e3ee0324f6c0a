"""Waiting and travel counted by group, over all organisations or one of them. Only numbers leave the function.

Who asked to travel: whoever has a travel consent that stands for the pathway and did not leave yet, and whoever left in the days
asked about. Days run from registration. A centre or shelter counts for its town.
"""

from django.db import migrations

FAIRNESS = """
CREATE FUNCTION movements_fairness(way text, since date, day date, owner uuid)
RETURNS TABLE (dimension text, cell text, waiting int, travelled int, median int, p90 int, longest int, travel_median int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH gone AS (
    SELECT DISTINCT ON (s.person_id) s.person_id, s.departs_on FROM movements_seat s
    WHERE s.status IN ('departed', 'arrived') AND s.pathway = way
    ORDER BY s.person_id, s.departs_on
  ), asked AS (
    SELECT DISTINCT c.person_id FROM consent_consent c
    WHERE c.purpose = 'travel' AND c.pathway = way AND c.valid_until >= day
      AND NOT EXISTS (SELECT 1 FROM consent_withdrawal w WHERE w.consent_id = c.id)
      AND NOT EXISTS (SELECT 1 FROM gone g WHERE g.person_id = c.person_id)
      AND NOT EXISTS (SELECT 1 FROM people_outcome o WHERE o.person_id = c.person_id AND o.kind IN ('deceased', 'disappeared'))
  ), base AS (
    SELECT person_id, departs_on FROM gone WHERE departs_on >= since
    UNION ALL SELECT person_id, NULL FROM asked
  ), facts AS (
    SELECT b.departs_on IS NULL AS waits, coalesce(b.departs_on, day) - p.registered_on AS days,
      coalesce(nullif(p.nationality_confirmed, ''), nullif(p.nationality, ''), 'unknown') AS nationality, p.sex,
      CASE WHEN p.birth_date IS NULL THEN 'unknown'
           WHEN age(coalesce(b.departs_on, day), p.birth_date) < interval '5 years' THEN '0-4'
           WHEN age(coalesce(b.departs_on, day), p.birth_date) < interval '12 years' THEN '5-11'
           WHEN age(coalesce(b.departs_on, day), p.birth_date) < interval '18 years' THEN '12-17'
           WHEN age(coalesce(b.departs_on, day), p.birth_date) < interval '60 years' THEN '18-59'
           ELSE '60+' END AS age_group,
      coalesce(nullif(l.area, ''), CASE WHEN l.site_kind = 'urban' THEN l.name END, 'unknown') AS town,
      coalesce(l.kind, 'unknown') AS place,
      CASE WHEN f.service IS NULL THEN 'unknown' WHEN f.service = '' THEN 'none' ELSE f.service END AS need
    FROM base b JOIN people_person p ON p.id = b.person_id
    LEFT JOIN LATERAL (SELECT x.kind, s.area, s.name, s.kind AS site_kind FROM people_location x LEFT JOIN places_site s ON s.id = x.site_id
      WHERE x.person_id = p.id AND x.kind <> 'abroad' ORDER BY x.since DESC, x.id DESC LIMIT 1) l ON true
    LEFT JOIN LATERAL (SELECT t.service FROM movements_fittotravel t WHERE t.person_id = p.id ORDER BY t.checked_at DESC LIMIT 1) f ON true
    WHERE p.joined_into_id IS NULL AND (owner IS NULL OR p.organisation_id = owner)
  )
  SELECT v.dimension, v.cell, count(*) FILTER (WHERE waits)::int, count(*) FILTER (WHERE NOT waits)::int,
    (percentile_disc(0.5) WITHIN GROUP (ORDER BY days) FILTER (WHERE waits))::int,
    (percentile_disc(0.9) WITHIN GROUP (ORDER BY days) FILTER (WHERE waits))::int,
    (max(days) FILTER (WHERE waits))::int,
    (percentile_disc(0.5) WITHIN GROUP (ORDER BY days) FILTER (WHERE NOT waits))::int
  FROM facts CROSS JOIN LATERAL (VALUES ('total', ''), ('nationality', nationality), ('sex', sex), ('age_group', age_group),
    ('town', town), ('place', place), ('need', need)) v (dimension, cell)
  GROUP BY v.dimension, v.cell
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("movements", "0012_what_people_decided"), ("consent", "0002_walls"), ("people", "0020_joined_into")]
    operations = [migrations.RunSQL([FAIRNESS], "DROP FUNCTION movements_fairness(text, date, date, uuid)")]
