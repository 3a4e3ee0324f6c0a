"""Persons and what belongs to them. A record belongs to the organisation that registered it; others see it by a live Share."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q

from corridor.access.models import Organisation
from corridor.audit.models import Row, one_of
from corridor.kernel import clock
from corridor.kernel.actor import Actor
from corridor.places.models import Site

from . import words


def live(prefix: str = "") -> Q:
    """Rows with since/until moments that hold now."""
    moment = clock.now()
    return Q(**{f"{prefix}since__lte": moment}) & (Q(**{f"{prefix}until__isnull": True}) | Q(**{f"{prefix}until__gt": moment}))


class Shielded(Func):
    """Asks the database, because a consulate may not even see that a shield exists."""

    function = "authz.shielded"
    output_field = BooleanField()


def opened(actor: Actor, category: str) -> Q:
    """Rows about a person that ownership, or this category of a live share, opens to the actor: `of_person` in Python."""
    if actor.organisation_id is None:
        return Q(pk__in=[])
    shared = Exists(
        Share.objects.filter(
            live(), person=OuterRef("person_id"), organisation_id=actor.organisation_id, categories__contains=[category]
        )
    )
    rows = Q(person__organisation_id=actor.organisation_id) | Q(shared)
    return rows & ~Q(Shielded(F("person_id"))) if actor.organisation_kind in ("consulate", "government") else rows


class PersonQuerySet(models.QuerySet):
    """The first wall, in Python. The database's row security says the same again."""

    def visible_to(self, actor: Actor) -> "PersonQuerySet":
        """Own records, and those a live share opens; for a consulate never a shielded person (INV-05). Each person once: not a
        record that was joined into another."""
        if actor.organisation_id is None:
            return self.none()
        shared = Exists(Share.objects.filter(live(), person=OuterRef("pk"), organisation_id=actor.organisation_id))
        rows = self.filter(Q(organisation_id=actor.organisation_id) | shared, joined_into__isnull=True)
        return rows.filter(~Shielded(F("pk"))) if actor.organisation_kind in ("consulate", "government") else rows


class Person(Row):
    reference = models.CharField(max_length=20, unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    sex = models.CharField(max_length=8, default="unknown")
    birth_date = models.DateField(null=True)  # first day of what is known; with precision
    birth_precision = models.CharField(max_length=9, default="unknown")
    age_disputed = models.BooleanField(default=False)  # then treated as a child (INV-09)
    nationality = models.CharField(max_length=2, blank=True)  # as claimed, ISO 3166-1; empty = not known
    nationality_confirmed = models.CharField(max_length=2, blank=True)
    nationality_confirmed_by = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    nationality_confirmed_on = models.DateField(null=True)
    languages = ArrayField(models.CharField(max_length=12), default=list)
    interpreter_needed = models.CharField(max_length=12, blank=True)
    name = models.CharField(max_length=200)  # main name in Latin script or as given; a copy of the main PersonName
    synthetic = models.BooleanField(default=False)
    registered_on = models.DateField()
    joined_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")  # everything hangs there now
    version = models.PositiveIntegerField(default=1)

    objects = PersonQuerySet.as_manager()

    class Meta:
        constraints = [
            one_of("sex", words.Sex, "people_person"),
            one_of("birth_precision", words.BirthPrecision, "people_person"),
            models.CheckConstraint(
                condition=Q(birth_precision="unknown", birth_date__isnull=True)
                | ~Q(birth_precision="unknown") & Q(birth_date__isnull=False),
                name="people_person_unknown_birth_has_no_date",
            ),
            models.CheckConstraint(
                condition=Q(birth_date__isnull=True) | Q(birth_date__gt="1900-01-01"), name="people_person_born_after_1900"
            ),
            models.CheckConstraint(
                condition=Q(nationality_confirmed="")
                | Q(nationality_confirmed_by__isnull=False, nationality_confirmed_on__isnull=False),
                name="people_person_confirmation_says_by_whom",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "-id"], name="people_person_of_organisation")]


class PersonName(Row):
    """A name as spoken and written, in one script. `keys` and `folded` come from engines.names."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="names")
    kind = models.CharField(max_length=10, default="main")
    script = models.CharField(max_length=4)  # ISO 15924, lower case
    full = models.CharField(max_length=200)
    given = models.CharField(max_length=100, blank=True)
    father = models.CharField(max_length=100, blank=True)
    family = models.CharField(max_length=100, blank=True)
    folded = models.CharField(max_length=200)
    keys = ArrayField(models.CharField(max_length=60), default=list)

    class Meta:
        constraints = [
            one_of("kind", words.NameKind, "people_personname"),
            models.UniqueConstraint(fields=["person", "kind", "full"], name="people_personname_once"),
            models.CheckConstraint(condition=~Q(full=""), name="people_personname_not_empty"),
        ]
        indexes = [
            GinIndex(fields=["folded"], opclasses=["gin_trgm_ops"], name="people_personname_trigrams"),
            GinIndex(fields=["keys"], name="people_personname_keys"),
        ]


class Phone(Row):
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="phones")
    number = models.CharField(max_length=20)  # E.164
    note = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "number"], name="people_phone_once")]
        indexes = [models.Index(fields=["number"], name="people_phone_number")]


class Document(Row):
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=30)
    number = models.CharField(max_length=60, blank=True)
    number_key = models.CharField(max_length=60, blank=True)  # upper case letters and digits only
    issuing_state = models.CharField(max_length=2, blank=True)
    issued_on = models.DateField(null=True)
    expires_on = models.DateField(null=True)

    class Meta:
        constraints = [
            one_of("kind", words.DocumentKind, "people_document"),
            models.CheckConstraint(
                condition=Q(issued_on__isnull=True) | Q(expires_on__isnull=True) | Q(expires_on__gte=F("issued_on")),
                name="people_document_expires_after_issue",
            ),
        ]
        indexes = [models.Index(fields=["number_key"], name="people_document_number")]


class Photo(Row):
    """Re-encoded, without EXIF, at most 320 px; a table of its own because few may see it."""

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="photo")
    jpeg = models.BinaryField()
    taken_on = models.DateField()


class Registration(Row):
    """That an organisation knows this person under its own number."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="registrations")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    external_id = models.CharField(max_length=60)
    registered_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "external_id"], name="people_registration_number_once")]


class Family(Row):
    """A registration group: not a process case, not a travel party."""

    reference = models.CharField(max_length=20, unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")


class FamilyMember(Row):
    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20)
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        constraints = [
            one_of("role", words.FamilyRole, "people_familymember"),
            models.UniqueConstraint(fields=["person"], condition=Q(until__isnull=True), name="people_familymember_in_one_family"),
            models.UniqueConstraint(
                fields=["family"], condition=Q(until__isnull=True, role="principal"), name="people_familymember_one_principal"
            ),
        ]


class ChildStatus(Row):
    """A child travelling or living without parents (UASC)."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="child_statuses")
    kind = models.CharField(max_length=20)
    caregiver = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        constraints = [
            one_of("kind", words.ChildAlone, "people_childstatus"),
            models.UniqueConstraint(fields=["person"], condition=Q(until__isnull=True), name="people_childstatus_one_at_a_time"),
        ]


class SpecificNeed(Row):
    """`code` is the field's code; `service` is what others may be told is needed (never why)."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="specific_needs")
    code = models.CharField(max_length=8)
    service = models.CharField(max_length=20, blank=True)
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "code"], condition=Q(until__isnull=True), name="people_specificneed_once")
        ]


class Location(Row):
    """Where somebody is, from one day to another."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="locations")
    kind = models.CharField(max_length=16)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, null=True, related_name="+")
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        constraints = [
            one_of("kind", words.LocationKind, "people_location"),
            models.UniqueConstraint(fields=["person"], condition=Q(until__isnull=True), name="people_location_one_at_a_time"),
        ]


class Outcome(Row):
    """Death, disappearance, re-detention: never closed as 'departed' (INV-33)."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="outcomes")
    kind = models.CharField(max_length=16)
    on = models.DateField()
    source = models.CharField(max_length=120)

    class Meta:
        constraints = [one_of("kind", words.OutcomeKind, "people_outcome")]


class Share(Row):
    """Opens a person's record to another organisation: for a purpose, some categories, from, until, because."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="shares")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    granted_by = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=20)
    categories = ArrayField(models.CharField(max_length=12))
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    because = models.CharField(max_length=60)  # what opened it: consent, referral, seat…
    because_id = models.UUIDField(null=True)

    class Meta:
        constraints = [one_of("purpose", words.SharePurpose, "people_share")]
        indexes = [
            models.Index(fields=["person", "organisation"], name="people_share_of_person"),
            models.Index(fields=["organisation", "person"], name="people_share_to_organisation"),
            models.Index(fields=["because_id"], name="people_share_because"),
        ]


class Shield(Row):
    """Shuts the record to every consulate and country of origin, while it lives (INV-05). Opened by higher contexts."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="shields")
    kind = models.CharField(max_length=20)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    because_id = models.UUIDField(null=True)

    class Meta:
        constraints = [one_of("kind", words.ShieldKind, "people_shield")]
        indexes = [models.Index(fields=["person"], condition=Q(until__isnull=True), name="people_shield_live")]


class NotSame(Row):
    """'Not the same person', said by somebody and remembered. The pair is ordered."""

    first = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="people_notsame_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="people_notsame_ordered"),
        ]


class Match(models.Model):
    """A record as the duplicate check compares it: numbers and hashed keys, no text. Nobody reads this table: functions of the
    database look into it, with the walls inside them (migration 0011)."""

    person = models.OneToOneField(Person, on_delete=models.PROTECT, primary_key=True, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    version = models.CharField(max_length=40)  # of the model whose table of rarity was used
    features = models.BinaryField()  # queries.projection
    phones = ArrayField(models.BigIntegerField())
    documents = ArrayField(models.BigIntegerField())
    keys = ArrayField(models.BigIntegerField())  # under which it looks for others and is found
    offers = ArrayField(models.BigIntegerField())  # under which it is only found
    behind = models.PositiveIntegerField(default=0)  # changes not taken up yet: counted by triggers, 0 once written anew

    class Meta:
        indexes = [models.Index(fields=["person"], condition=Q(behind__gt=0), name="people_match_behind")]


class MatchKey(models.Model):
    """One key of one record; what a lookup walks. Written with `Match` by the database's own function, never by hand."""

    pk = models.CompositePrimaryKey("k", "person_id", "asks")
    k = models.BigIntegerField()
    person_id = models.UUIDField()  # no foreign key: some fifteen rows a person, which come and go with Match
    asks = models.BooleanField()
