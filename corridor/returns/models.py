"""Return cases and the requests to consulates that some of them need."""

from django.db import models
from django.db.models import Q

from corridor.access.models import Organisation, Staff
from corridor.audit.models import Row, one_of
from corridor.consent.models import Consent
from corridor.people.models import Document, Person
from corridor.places.models import Site

from .lifecycle import Consular, Return
from .words import InterviewMode


class ReturnCase(Row):
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="return_cases")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    caseworker = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    status = models.CharField(max_length=20, default="requested")
    requested_on = models.DateField()
    destination = models.ForeignKey(Site, on_delete=models.PROTECT, null=True, related_name="+")
    final_town = models.CharField(max_length=120, blank=True)
    status_since = models.DateTimeField()
    closed_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            one_of("status", Return, "returns_returncase"),
            models.UniqueConstraint(fields=["person"], condition=Q(closed_on__isnull=True), name="returns_returncase_one_open"),
            models.CheckConstraint(
                condition=Q(status__in=["arrived", "closed"], closed_on__isnull=False)
                | ~Q(status__in=["arrived", "closed"]) & Q(closed_on__isnull=True),
                name="returns_returncase_closed_has_day",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "status"], name="returns_returncase_status"),
            models.Index(fields=["requested_on", "id"], name="returns_returncase_waiting"),
        ]


class Counselling(Row):
    """Alone with the person, before any choice: all options were explained, without pressure."""

    case = models.ForeignKey(ReturnCase, on_delete=models.PROTECT, related_name="counsellings")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    officer = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    language = models.CharField(max_length=12)
    interpreter = models.CharField(max_length=60)
    private = models.BooleanField()
    asylum_explained = models.BooleanField()
    wishes_unhcr = models.BooleanField()  # everyone is asked

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(private=True, asylum_explained=True), name="returns_counselling_private_and_complete"
            ),
            models.CheckConstraint(condition=~Q(language="") & ~Q(interpreter=""), name="returns_counselling_says_language"),
        ]


class ConsularRequest(Row):
    """One question to one consulate, with the consent to that contact (INV-06)."""

    case = models.ForeignKey(ReturnCase, on_delete=models.PROTECT, related_name="consular_requests")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    consulate = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=16)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    interview_at = models.DateTimeField(null=True)
    interview_mode = models.CharField(max_length=12, blank=True)
    origin = models.CharField(max_length=120, blank=True)  # place of origin as the person tells it, for the consulate
    photo_agreed = models.BooleanField(default=False)  # the person agreed that this consulate sees the photo
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            one_of("status", Consular, "returns_consularrequest"),
            one_of("interview_mode", InterviewMode, "returns_consularrequest"),
            models.CheckConstraint(
                condition=Q(status__in=["issued", "not_confirmed", "ended"], ended_at__isnull=False)
                | ~Q(status__in=["issued", "not_confirmed", "ended"]) & Q(ended_at__isnull=True),
                name="returns_consularrequest_final_has_moment",
            ),
            models.UniqueConstraint(
                fields=["person", "consulate"], condition=Q(ended_at__isnull=True), name="returns_consularrequest_one_open"
            ),
        ]
