"""Protection tables: each in its own category, so that who may read what is a matter of rows, not of masks."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from corridor.access.models import Organisation, Staff
from corridor.audit.models import Row, one_of
from corridor.people.models import Person

from . import words
from .lifecycle import Referral as ReferralStatus


class Matter(Row):
    """What every protection row says: about whom, by whom, when."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    officer = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        abstract = True


class Screening(Matter):
    """Determinants of migrant vulnerability on four levels; any red flag makes the band critical (domain notes 3.1)."""

    individual = models.CharField(max_length=8)
    household = models.CharField(max_length=8)
    community = models.CharField(max_length=8)
    structural = models.CharField(max_length=8)
    risk_factors = ArrayField(models.CharField(max_length=40), default=list)  # direction is said per screening, not per factor
    protective_factors = ArrayField(models.CharField(max_length=40), default=list)
    red_flags = ArrayField(models.CharField(max_length=24), default=list)
    band = models.CharField(max_length=8)
    note = models.TextField(blank=True)

    class Meta:
        constraints = [
            *[
                one_of(level, words.Band, "protection_screening")
                for level in ("individual", "household", "community", "structural", "band")
            ],
            models.CheckConstraint(
                condition=Q(red_flags__len=0) | Q(band="critical"), name="protection_screening_red_flag_is_critical"
            ),
        ]
        indexes = [models.Index(fields=["person", "-at"], name="protection_screening_of_person")]


class FearAnswer(Matter):
    """The person key of the non-refoulement check: asked in private, in a language understood. The newest counts."""

    answer = models.CharField(max_length=10)
    private = models.BooleanField()
    language = models.CharField(max_length=12)
    note = models.TextField(blank=True)

    class Meta:
        constraints = [
            one_of("answer", words.Fear, "protection_fearanswer"),
            models.CheckConstraint(
                condition=~Q(answer="no_fear") | Q(private=True), name="protection_fearanswer_no_fear_only_in_private"
            ),
            models.CheckConstraint(condition=~Q(language=""), name="protection_fearanswer_says_language"),
        ]
        indexes = [models.Index(fields=["person", "-at"], name="protection_fear_of_person")]


class Advisory(Row):
    """The country key: dated advice about return to a country. Not about any person."""

    country = models.CharField(max_length=2)
    level = models.CharField(max_length=10)
    source = models.CharField(max_length=200)
    since = models.DateField()
    until = models.DateField(null=True)
    recorded_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [one_of("level", words.AdvisoryLevel, "protection_advisory")]
        indexes = [models.Index(fields=["country", "since"], name="protection_advisory_country")]


class SignOff(Matter):
    """The head of protection's word on a return under a CAUTION advisory."""

    advisory = models.ForeignKey(Advisory, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()


class Override(Row):
    """Two named persons, a written reason, and the person's own informed insistence (INV-04). Nothing less opens a hard stop."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    requested_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    person_insists = models.BooleanField()
    reason = models.TextField()
    approved_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    valid_until = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("requested_by")), name="protection_override_two_persons"
            ),
            models.CheckConstraint(condition=Q(person_insists=True) & ~Q(reason=""), name="protection_override_person_insists"),
        ]


class BestInterests(Matter):
    """Assessment by a caseworker, determination by a panel (domain notes 2.6)."""

    kind = models.CharField(max_length=14)
    solution = models.CharField(max_length=12, blank=True)
    finding = models.CharField(max_length=10)
    childs_views = models.TextField(blank=True)
    panel = models.CharField(max_length=300, blank=True)
    emergency = models.BooleanField(default=False)  # the recorded emergency procedure
    valid_until = models.DateField()

    class Meta:
        constraints = [
            one_of("kind", words.BestInterestsKind, "protection_bestinterests"),
            one_of("solution", words.Solution, "protection_bestinterests"),
            one_of("finding", words.Finding, "protection_bestinterests"),
            models.CheckConstraint(
                condition=~Q(kind="determination") | ~Q(solution="") & ~Q(panel=""),
                name="protection_bestinterests_panel_and_solution",
            ),
        ]


class ChildCare(Matter):
    """Guardian, tracing, escort and receiver of a child alone (INV-08). The newest counts."""

    guardian = models.CharField(max_length=120)
    tracing = models.CharField(max_length=12)
    escort = models.CharField(max_length=120, blank=True)
    receiver = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [one_of("tracing", words.Tracing, "protection_childcare")]


class TraffickingAssessment(Matter):
    """The newest counts. A presumed or confirmed victim returns only after risk assessment and reception plan (INV-11)."""

    state = models.CharField(max_length=16)
    risk_assessed_on = models.DateField(null=True)
    reception_planned_on = models.DateField(null=True)

    class Meta:
        constraints = [one_of("state", words.Trafficking, "protection_traffickingassessment")]


class Referral(Row):
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    sender = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    receiver = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=16)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    urgent = models.BooleanField(default=False)
    sent_at = models.DateTimeField(null=True)
    answer_due = models.DateField(null=True)
    answered_at = models.DateTimeField(null=True)
    answer_reason = models.CharField(max_length=300, blank=True)
    outcome = models.CharField(
        max_length=16, blank=True, db_default=""
    )  # what was answered stays known after the matter is closed
    own_request = models.BooleanField(default=False, db_default=False)  # back from UNHCR only when the person asks for it
    closed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            one_of("status", ReferralStatus, "protection_referral"),
            models.CheckConstraint(condition=~Q(sender=F("receiver")), name="protection_referral_between_two"),
            models.UniqueConstraint(
                fields=["person", "receiver"], condition=Q(closed_at__isnull=True), name="protection_referral_one_open"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["declined", "closed"], closed_at__isnull=False)
                | ~Q(status__in=["declined", "closed"]) & Q(closed_at__isnull=True),
                name="protection_referral_closed_has_moment",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["rejected", "not_registrable"]) | ~Q(answer_reason=""),
                name="protection_referral_refusal_has_reason",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["sent", "received", "accepted", "rejected", "not_registrable"])
                | Q(sent_at__isnull=False, answer_due__isnull=False),
                name="protection_referral_sent_has_due_date",
            ),
        ]


class PathwayDecision(Matter):
    """A named human decides; every option offered and the person's choice are recorded (INV-17). The newest counts."""

    offered = ArrayField(models.CharField(max_length=12))
    chosen = models.CharField(max_length=12)
    persons_words = models.TextField(blank=True)

    class Meta:
        constraints = [
            one_of("chosen", words.PathwayChoice, "protection_pathwaydecision"),
            models.CheckConstraint(condition=Q(offered__len__gte=2), name="protection_pathwaydecision_offers_a_choice"),
            models.CheckConstraint(
                condition=Q(offered__contains=["asylum"]), name="protection_pathwaydecision_always_offers_asylum"
            ),
        ]
        indexes = [models.Index(fields=["person", "-at"], name="protection_pathway_of_person")]
