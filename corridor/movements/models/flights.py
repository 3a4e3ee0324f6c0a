"""Flights and seats. What must never happen is refused here by name; migrations 0002 to 0006 add what a CHECK cannot see."""

from django.db import models
from django.db.models import F, Q

from corridor.access.models import Organisation, Staff
from corridor.audit.models import Row, one_of
from corridor.consent.models import Consent
from corridor.consent.words import Pathway
from corridor.movements import lifecycle, words
from corridor.people.models import Person
from corridor.places.models import Site


class Flight(Row):
    code = models.CharField(max_length=20, unique=True)
    pathway = models.CharField(max_length=12)
    operator = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")  # who runs the movement
    carriage = models.CharField(max_length=12)
    carrier = models.CharField(max_length=60)
    aircraft = models.CharField(max_length=40, blank=True)
    embarkation = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    departs_at = models.DateTimeField()
    departs_on = models.DateField()  # local day at the airport
    capacity = models.PositiveIntegerField()  # seats; an infant on a lap takes none
    wheelchair_slots = models.PositiveIntegerField(default=0)
    stretcher_slots = models.PositiveIntegerField(default=0)
    medical_escort_slots = models.PositiveIntegerField(default=0)
    child_escort_slots = models.PositiveIntegerField(default=0)
    fund = models.CharField(max_length=40, blank=True)
    cost = models.PositiveIntegerField(default=0)  # EUR
    cut_to = models.PositiveIntegerField(null=True)  # seats announced as left, until a plan has said who gives theirs back
    status = models.CharField(max_length=12, default="planned")
    synthetic = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            one_of("pathway", [word for word in Pathway if word], "movements_flight"),
            one_of("carriage", words.Carriage, "movements_flight"),
            one_of("status", lifecycle.Flight, "movements_flight"),
            models.CheckConstraint(
                condition=Q(capacity__gte=1) & Q(capacity__lte=600), name="movements_flight_capacity_sensible"
            ),
            models.CheckConstraint(
                condition=Q(cut_to__isnull=True) | Q(cut_to__lt=F("capacity")), name="movements_flight_cut_is_less"
            ),
            models.UniqueConstraint(fields=["id", "departs_on", "pathway"], name="movements_flight_copied_truly"),
        ]
        indexes = [models.Index(fields=["departs_on"], name="movements_flight_day")]


class Stop(Row):
    flight = models.ForeignKey(Flight, on_delete=models.PROTECT, related_name="stops")
    order = models.PositiveSmallIntegerField()
    destination = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    seats = models.PositiveIntegerField(null=True)  # at most, for this stop

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["flight", "order"], name="movements_stop_order_once"),
            models.UniqueConstraint(fields=["flight", "destination"], name="movements_stop_destination_once"),
        ]


class Clearance(Row):
    """Nothing moves without landing, over-flight and slot (INV-13)."""

    flight = models.ForeignKey(Flight, on_delete=models.PROTECT, related_name="clearances")
    kind = models.CharField(max_length=12)
    authority = models.CharField(max_length=120)
    state = models.CharField(max_length=10)
    reference = models.CharField(max_length=60, blank=True)
    asked_on = models.DateField()
    answered_on = models.DateField(null=True)

    class Meta:
        constraints = [
            one_of("kind", words.ClearanceKind, "movements_clearance"),
            one_of("state", words.ClearanceState, "movements_clearance"),
            models.UniqueConstraint(fields=["flight", "kind", "authority"], name="movements_clearance_once"),
        ]


class TravelParty(Row):
    """Who travels together: never split. Not a family, not a case."""

    reference = models.CharField(max_length=24, unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    pathway = models.CharField(max_length=12)
    destination = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    tier = models.PositiveSmallIntegerField(default=1)  # 2 = life-saving or time-critical
    weight = models.PositiveIntegerField(default=0)  # needs and waiting; never nationality, never detention (INV-18)
    ready_from = models.DateField(null=True)
    since = models.DateField()
    ended_on = models.DateField(null=True)
    split_agreed = models.BooleanField(
        default=False
    )  # part of a family: each adult agreed, each child's interests were looked at
    split_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            one_of("pathway", [word for word in Pathway if word], "movements_travelparty"),
            models.CheckConstraint(
                condition=Q(split_agreed=False) | ~Q(split_reason=""), name="movements_travelparty_split_has_reason"
            ),
            models.CheckConstraint(condition=Q(tier__in=[1, 2]), name="movements_travelparty_tier_known"),
        ]


class PartyMember(Row):
    party = models.ForeignKey(TravelParty, on_delete=models.PROTECT, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="parties")
    until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(until__isnull=True), name="movements_partymember_one_party")
        ]


class Seat(Row):
    """A place on a flight for one person. Facts that a CHECK must see are copied here, and foreign keys keep the copies true."""

    flight = models.ForeignKey(Flight, on_delete=models.PROTECT, related_name="seats")
    stop = models.ForeignKey(Stop, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="seats")
    party = models.ForeignKey(TravelParty, on_delete=models.PROTECT, null=True, related_name="seats")
    pathway = models.CharField(max_length=12)
    departs_on = models.DateField()
    status = models.CharField(max_length=12, default="held")
    lap_infant = models.BooleanField(default=False)
    service = models.CharField(max_length=20, blank=True)
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, null=True, related_name="+")
    consent_valid_until = models.DateField(null=True)
    token = models.CharField(max_length=32, unique=True)  # opaque, in the QR code of the boarding pass
    told_at = models.DateTimeField(null=True)
    told_day = models.DateField(null=True)  # the day that was told; another than departs_on: somebody must call again
    boarded_at = models.DateTimeField(null=True)
    boarded_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    board_key = models.CharField(max_length=64, blank=True)  # of the press that boarded: the same press again does nothing
    ended_because = models.CharField(max_length=16, blank=True)
    standby_rank = models.PositiveIntegerField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            one_of("status", lifecycle.Seat, "movements_seat"),
            one_of("service", words.Service, "movements_seat"),
            models.CheckConstraint(
                condition=~Q(status__in=["boarded", "departed", "arrived"])
                | Q(
                    consent__isnull=False,
                    consent_valid_until__isnull=False,
                    consent_valid_until__gte=F("departs_on"),
                    boarded_at__isnull=False,
                ),
                name="movements_seat_boarded_only_with_valid_consent",
            ),
            models.UniqueConstraint(
                fields=["flight", "person"],
                condition=Q(status__in=["standby", "held", "confirmed", "boarded", "departed", "arrived"]),
                name="movements_seat_one_for_a_person",
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(status__in=["held", "confirmed", "boarded"]),
                name="movements_seat_one_flight_at_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["flight", "status"], name="movements_seat_of_flight"),
            models.Index(fields=["person", "-departs_on"], name="movements_seat_of_person"),
            models.Index(fields=["status", "departs_on"], name="movements_seat_departures"),
        ]


class Escort(Row):
    """Staff who travel along; they take a seat and are named on the manifest."""

    flight = models.ForeignKey(Flight, on_delete=models.PROTECT, related_name="escorts")
    kind = models.CharField(max_length=12)
    name = models.CharField(max_length=120)

    class Meta:
        constraints = [one_of("kind", words.EscortKind, "movements_escort")]


class ExitClearance(Row):
    """The authorities' leave to depart, for one person, in a batch."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="exit_clearances")
    state = models.CharField(max_length=10)
    batch = models.CharField(max_length=30, blank=True)
    number = models.CharField(max_length=40, blank=True)
    asked_on = models.DateField()
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)

    class Meta:
        constraints = [
            one_of("state", words.ExitState, "movements_exitclearance"),
            models.CheckConstraint(
                condition=~Q(state="granted") | Q(valid_from__isnull=False, valid_until__gte=F("valid_from")),
                name="movements_exitclearance_granted_has_days",
            ),
        ]


class FitToTravel(Row):
    """The result anybody planning travel may know: category, until when, which service. The newest counts (INV-12)."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="fitness")
    category = models.CharField(max_length=20)
    service = models.CharField(max_length=20, blank=True)
    checked_at = models.DateTimeField()
    valid_until = models.DateTimeField()
    officer = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            one_of("category", words.Fitness, "movements_fittotravel"),
            one_of("service", words.Service, "movements_fittotravel"),
            models.CheckConstraint(condition=Q(valid_until__gt=F("checked_at")), name="movements_fittotravel_ends_after_check"),
        ]
        indexes = [models.Index(fields=["person", "-checked_at"], name="movements_fitness_of_person")]


class HealthNote(Row):
    """The medical reason behind a fitness category: medical officers only (INV-15)."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    fitness = models.OneToOneField(FitToTravel, on_delete=models.PROTECT, related_name="note")
    note = models.TextField()


class Assistance(Row):
    """Given before departure. Never conditional on returning or on anything said (INV-29)."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="assistance")
    kind = models.CharField(max_length=16)
    given_on = models.DateField()
    given_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            one_of("kind", words.AssistanceKind, "movements_assistance"),
            models.UniqueConstraint(fields=["person", "kind", "given_on"], name="movements_assistance_once_a_day"),
        ]


class Manifest(Row):
    """One state of a flight's list of people: draft, validated at departure, reconciled on arrival. Never edited."""

    flight = models.ForeignKey(Flight, on_delete=models.PROTECT, related_name="manifests")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            one_of("state", words.ManifestState, "movements_manifest"),
            models.UniqueConstraint(fields=["flight", "number"], name="movements_manifest_number_once"),
        ]


class ManifestLine(Row):
    manifest = models.ForeignKey(Manifest, on_delete=models.PROTECT, related_name="lines")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=12)
    service = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["manifest", "person"], name="movements_manifestline_once")]


class Reception(Row):
    """Who was received on arrival, and who was not."""

    seat = models.OneToOneField(Seat, on_delete=models.PROTECT, related_name="reception")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    received = models.BooleanField()
    at = models.DateTimeField()
    officer = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    needs_now = models.CharField(max_length=20, blank=True)  # a service, not a diagnosis
    onward = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [one_of("needs_now", words.Service, "movements_reception")]
