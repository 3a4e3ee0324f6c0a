"""Evacuation cases and stays at transit and gathering sites."""

from django.db import models
from django.db.models import F, Q

from corridor.access.models import Organisation, Staff
from corridor.audit.models import Row, one_of
from corridor.consent.models import Consent
from corridor.people.models import Person
from corridor.places.models import Site

from .lifecycle import Evacuation


class EvacuationCase(Row):
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="evacuation_cases")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    caseworker = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    status = models.CharField(max_length=16, default="identified")
    identified_on = models.DateField()
    agreement = models.ForeignKey(Consent, on_delete=models.PROTECT, null=True, related_name="+")
    transit_site = models.ForeignKey(Site, on_delete=models.PROTECT, null=True, related_name="+")
    status_since = models.DateTimeField()
    closed_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            one_of("status", Evacuation, "evacuation_evacuationcase"),
            models.UniqueConstraint(
                fields=["person"], condition=Q(closed_on__isnull=True), name="evacuation_evacuationcase_one_open"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["identified", "declined", "closed"]) | Q(agreement__isnull=False),
                name="evacuation_evacuationcase_agreement_first",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "status"], name="evacuation_case_status"),
            models.Index(fields=["identified_on", "id"], name="evacuation_case_waiting"),
        ]


class Stay(Row):
    """One person at one gathering or transit site, from one day to another."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="stays")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(until__isnull=True), name="evacuation_stay_one_at_a_time"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="evacuation_stay_ends_after_it_starts"
            ),
        ]
        indexes = [models.Index(fields=["site", "since"], name="evacuation_stay_site")]
