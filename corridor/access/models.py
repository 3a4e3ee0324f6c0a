"""Organisations, their offices and staff, and the roles staff hold. No person under the programme's care is in these tables."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from corridor.audit.models import Row, one_of

from .roles import Role
from .words import Language, OrganisationKind, Theme


class Organisation(Row):
    """A partner: a mission, an operation, a consulate of a State. Records belong to organisations, not to people in them."""

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20)
    state = models.CharField(max_length=2, blank=True)  # ISO 3166-1: the State a consulate or government acts for
    colour = models.CharField(max_length=20, default="petrol-600")  # a design token
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            one_of("kind", OrganisationKind, "access_organisation"),
            models.CheckConstraint(
                condition=~Q(kind__in=["consulate", "government"]) | ~Q(state=""), name="access_organisation_names_its_state"
            ),
        ]


class Office(Row):
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="offices")
    name = models.CharField(max_length=120)
    time_zone = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="access_office_name_once")]


class StaffManager(BaseUserManager["Staff"]):
    def get_by_natural_key(self, username: str) -> "Staff":
        return self.get(login__iexact=username)


class Staff(Row, AbstractBaseUser):
    """Someone who works for an organisation. There is no superuser in operation."""

    login = models.CharField(max_length=80, unique=True)
    name = models.CharField(max_length=120)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="staff")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, null=True, related_name="staff")
    language = models.CharField(max_length=2, default="en")
    theme = models.CharField(max_length=5, default="light")
    single_keys = models.BooleanField(default=True)  # single-letter shortcuts can be turned off (WCAG 2.1.4)
    unlock_hash = models.CharField(max_length=128, blank=True)  # quick unlock after idling: a PIN, hashed like a password
    is_active = models.BooleanField(default=True)
    synthetic = models.BooleanField(default=False)

    objects = StaffManager()
    USERNAME_FIELD = "login"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [one_of("language", Language, "access_staff"), one_of("theme", Theme, "access_staff")]


class Grant(Row):
    """A role that somebody holds from one day to another, given by a named person."""

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=30)
    since = models.DateField()
    until = models.DateField(null=True)
    given_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            one_of("role", Role, "access_grant"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=models.F("since")), name="access_grant_ends_after_it_starts"
            ),
        ]


class ApiToken(Row):
    """Lets a machine act as a member of staff; only the digest is kept."""

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    until = models.DateField()
