"""Counts for the joint figures. The function sees every organisation's seats and gives back numbers only.

Each person counts once per indicator, on the first departure (INV-19); return and evacuation are never added. Unknown is
a class of its own. Ages are those on the day of departure, in UNHCR's bands.
"""

from django.db import migrations

FIGURES = """
CREATE FUNCTION reporting_departures(since date, as_of date)
RETURNS TABLE (pathway text, dimension text, cell text, persons bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH first AS (
    SELECT DISTINCT ON (s.pathway, s.person_id) s.pathway, s.person_id, s.departs_on, s.flight_id, s.stop_id, s.consent_id, s.status
    FROM movements_seat s
    WHERE s.status IN ('departed', 'arrived') AND s.departs_on >= since AND s.departs_on <= as_of
    ORDER BY s.pathway, s.person_id, s.departs_on
  ), facts AS (
    SELECT f.pathway,
      to_char(f.departs_on, 'YYYY-MM') AS month,
      to_char(f.departs_on, 'YYYY') AS year,
      coalesce(nullif(p.nationality_confirmed, ''), nullif(p.nationality, ''), 'unknown') AS nationality,
      p.sex AS sex,
      CASE WHEN p.birth_date IS NULL THEN 'unknown'
           WHEN age(f.departs_on, p.birth_date) < interval '5 years' THEN '0-4'
           WHEN age(f.departs_on, p.birth_date) < interval '12 years' THEN '5-11'
           WHEN age(f.departs_on, p.birth_date) < interval '18 years' THEN '12-17'
           WHEN age(f.departs_on, p.birth_date) < interval '60 years' THEN '18-59'
           ELSE '60+' END AS age_group,
      e.code AS embarkation, d.country AS destination, coalesce(c.confidence, 'unknown') AS confidence, f.status AS status, fl.carriage AS carriage
    FROM first f
    JOIN people_person p ON p.id = f.person_id
    JOIN movements_flight fl ON fl.id = f.flight_id
    JOIN places_site e ON e.id = fl.embarkation_id
    JOIN movements_stop st ON st.id = f.stop_id
    JOIN places_site d ON d.id = st.destination_id
    LEFT JOIN consent_consent c ON c.id = f.consent_id
  )
  SELECT g.pathway,
    CASE WHEN g.month IS NOT NULL THEN 'month' WHEN g.year IS NOT NULL THEN 'year' WHEN g.nationality IS NOT NULL THEN 'nationality'
         WHEN g.sex IS NOT NULL THEN 'sex' WHEN g.age_group IS NOT NULL THEN 'age_group' WHEN g.embarkation IS NOT NULL THEN 'embarkation'
         WHEN g.destination IS NOT NULL THEN 'destination' WHEN g.confidence IS NOT NULL THEN 'confidence'
         WHEN g.carriage IS NOT NULL THEN 'carriage' WHEN g.status IS NOT NULL THEN 'status' ELSE 'total' END,
    coalesce(g.month, g.year, g.nationality, g.sex, g.age_group, g.embarkation, g.destination, g.confidence, g.carriage, g.status, ''),
    g.n
  FROM (
    SELECT facts.pathway, month, year, nationality, sex, age_group, embarkation, destination, confidence, carriage, status, count(*) AS n
    FROM facts
    GROUP BY facts.pathway, GROUPING SETS ((), (month), (year), (nationality), (sex), (age_group), (embarkation), (destination), (confidence), (carriage), (status))
  ) g
$$;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = [("movements", "0002_walls"), ("consent", "0002_walls")]
    operations = [migrations.RunSQL([FIGURES], "DROP FUNCTION reporting_departures(date, date)")]
