"""Sites and their dated capacities. No coordinates of places of detention or shelters are kept here at all (INV-31)."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models

from corridor.audit.models import Row, one_of

from .words import SiteKind


class Site(Row):
    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=24)
    country = models.CharField(max_length=2)
    area = models.CharField(max_length=120, blank=True)
    iata = models.CharField(max_length=3, blank=True)
    is_open = models.BooleanField(default=True)

    class Meta:
        constraints = [one_of("kind", SiteKind, "places_site")]


class SiteName(Row):
    """How others spell it: lists and maps say 'Trig al Seka', 'Tariq Al Sekka', 'طريق السكة'."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="names")
    name = models.CharField(max_length=120)
    key = models.CharField(max_length=120)  # engines.names.fold(name)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "key"], name="places_sitename_once")]
        indexes = [models.Index(fields=["key"], name="places_sitename_key")]


class Capacity(Row):
    """At most this many people at any time in these days, under this agreement (INV-14). Ranges of one site never overlap."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="capacities")
    days = DateRangeField()
    persons = models.PositiveIntegerField()
    because = models.CharField(max_length=200)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="places_capacity_of_one_day_once",
                expressions=[("site", RangeOperators.EQUAL), ("days", RangeOperators.OVERLAPS)],
            )
        ]
