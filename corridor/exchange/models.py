"""Uploaded lists and their rows. A row remembers its cells, its faults and the person it became."""

from django.db import models
from django.db.models import Q

from corridor.access.models import Organisation, Staff
from corridor.audit.models import Row, one_of
from corridor.people.models import Person

from .lifecycle import Upload


class PeopleList(Row):
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    uploaded_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    uploaded_at = models.DateTimeField()
    kind = models.CharField(max_length=8)  # xlsx or csv
    content = models.BinaryField(null=True)  # kept until imported, then dropped
    sha256 = models.CharField(max_length=64)
    columns = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    header_signature = models.CharField(max_length=64, blank=True)
    status = models.CharField(max_length=12, default="received")
    rows = models.PositiveIntegerField(default=0)
    good = models.PositiveIntegerField(default=0)
    bad = models.PositiveIntegerField(default=0)
    imported = models.PositiveIntegerField(default=0)
    already_known = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            one_of("status", Upload, "exchange_peoplelist"),
            models.UniqueConstraint(
                fields=["organisation", "sha256"], condition=~Q(status__in=["abandoned", "refused"]), name="exchange_peoplelist_same_file_once"
            ),
        ]


class ListRow(Row):
    people_list = models.ForeignKey(PeopleList, on_delete=models.PROTECT, related_name="list_rows")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()  # as in the file, counted from 1
    cells = models.JSONField()
    faults = models.JSONField(default=list)  # [{field, code, params}]
    fingerprint = models.CharField(max_length=64, blank=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["people_list", "number"], name="exchange_listrow_number_once")]
        indexes = [models.Index(fields=["organisation", "fingerprint"], name="exchange_listrow_fingerprint")]
