"""Uploaded lists and their rows. A row remembers its cells until it has become a person, its faults, and whom it became."""

from django.db import models
from django.db.models import Q

from corridor.access.models import Organisation, Staff
from corridor.audit.models import Row, one_of
from corridor.people.models import Person

from .lifecycle import Upload
from .words import RowState


class PeopleList(Row):
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    uploaded_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    uploaded_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    kind = models.CharField(max_length=8)  # xlsx or csv
    content = models.BinaryField(null=True)  # kept until every row is read, then dropped
    sha256 = models.CharField(max_length=64)
    columns = models.JSONField(default=list)  # the labels of the header
    sample = models.JSONField(default=list)  # the first rows, to show while columns are matched; dropped when imported
    reading = models.JSONField(default=dict)  # encoding, separator, sheet, header row
    mapping = models.JSONField(default=dict)  # field -> index of its column
    settings = models.JSONField(default=dict)  # what 03/04/1990 and 1 January mean in this file
    header_signature = models.CharField(max_length=64, blank=True)
    status = models.CharField(max_length=12, default="received")
    read_whole = models.BooleanField(default=False)
    round = models.PositiveIntegerField(default=0)  # how often the columns were matched; rows are judged once in each round
    rows = models.PositiveIntegerField(default=0)
    good = models.PositiveIntegerField(default=0)
    bad = models.PositiveIntegerField(default=0)
    twice = models.PositiveIntegerField(default=0)
    already_known = models.PositiveIntegerField(default=0)
    imported = models.PositiveIntegerField(default=0)
    likely = models.PositiveIntegerField(default=0)  # rows that resemble somebody registered; they do not wait for that
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            one_of("status", Upload, "exchange_peoplelist"),
            models.UniqueConstraint(
                fields=["organisation", "sha256"],
                condition=~Q(status__in=["abandoned", "refused"]),
                name="exchange_peoplelist_same_file_once",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "-id"], name="exchange_peoplelist_newest")]

    @property
    def judged(self) -> int:
        return self.good + self.bad + self.twice + self.already_known + self.imported


class ListRow(Row):
    people_list = models.ForeignKey(PeopleList, on_delete=models.PROTECT, related_name="list_rows")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()  # as in the file, counted from 1
    cells = models.JSONField()
    faults = models.JSONField(default=list)  # [{column, code, text, params}]
    state = models.CharField(max_length=8, default="read")
    round = models.PositiveIntegerField(default=0)
    fingerprint = models.CharField(max_length=64, blank=True)
    likely = models.PositiveSmallIntegerField(null=True)  # how many records resemble it; empty while nobody has looked
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            one_of("state", RowState, "exchange_listrow"),
            models.UniqueConstraint(fields=["people_list", "number"], name="exchange_listrow_number_once"),
            models.UniqueConstraint(
                fields=["organisation", "fingerprint"], condition=Q(state="imported"), name="exchange_listrow_imported_once"
            ),
            models.CheckConstraint(
                condition=~Q(state="imported") | Q(person__isnull=False) & ~Q(fingerprint=""),
                name="exchange_listrow_imported_names_person",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "fingerprint"], name="exchange_listrow_fingerprint"),
            models.Index(fields=["people_list", "state", "number"], name="exchange_listrow_by_state"),
            models.Index(fields=["people_list", "fingerprint"], name="exchange_listrow_in_its_list"),
        ]
