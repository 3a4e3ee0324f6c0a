"""The record's tables. Rows are only ever added; the digest is computed by the database (migration 0002)."""

from django.db import models
from django.db.models import Q

from corridor.kernel.ids import new_id


class Row(models.Model):
    """Every row of ours has an id that grows with time and carries no meaning."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)

    class Meta:
        abstract = True


def one_of(field: str, words: type, table: str) -> models.CheckConstraint:
    """The named constraint that a status or word is one we know."""
    values = sorted(str(word) for word in words)  # type: ignore[attr-defined]
    return models.CheckConstraint(condition=Q(**{f"{field}__in": values}), name=f"{table}_{field}_known")


class Entry(models.Model):
    """One deed or one reading. `detail` is canonical JSON of ids and codes, never personal data."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    organisation_id = models.UUIDField(null=True)
    staff_id = models.UUIDField(null=True)
    job = models.CharField(max_length=60, blank=True)
    verb = models.CharField(max_length=80)
    thing_id = models.UUIDField(null=True)
    person_id = models.UUIDField(null=True)
    category = models.CharField(max_length=20, default="general")
    reason = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=20)
    purpose = models.CharField(max_length=40)
    detail = models.TextField(default="{}")
    xid = models.BigIntegerField(null=True, editable=False)
    digest = models.BinaryField(null=True, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(staff_id__isnull=False) | ~Q(job=""),
                name="audit_entry_has_an_actor",
                violation_error_message="no actor",
            )
        ]
        indexes = [
            models.Index(fields=["person_id", "-id"], name="audit_entry_person"),
            models.Index(fields=["thing_id", "-id"], name="audit_entry_thing"),
            models.Index(fields=["organisation_id", "-id"], name="audit_entry_organisation"),
        ]


class Block(models.Model):
    """A seal over all entries up to `last`: hash over the previous hash and each digest in order."""

    id = models.BigAutoField(primary_key=True)
    sealed_at = models.DateTimeField()
    entries = models.IntegerField()
    previous = models.BinaryField()
    hash = models.BinaryField()


class Sealed(models.Model):
    """Which block holds which entry; a table of its own so that entries are never updated."""

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, primary_key=True, related_name="seal")
    block = models.ForeignKey(Block, on_delete=models.PROTECT, related_name="members")
