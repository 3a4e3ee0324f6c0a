"""Pairs of records, what reviewers said, and merges with every row they moved. No name is kept here, only ids, codes, numbers."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from corridor.access.models import Organisation, Staff
from corridor.audit.models import Row, one_of
from corridor.people.models import Person

from . import words


class Pair(Row):
    """Two records that may be one person. Ordered, once."""

    first = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    weight = models.FloatField()  # log2 of the odds that the model gives this evidence
    model_version = models.CharField(max_length=40)
    evidence = models.JSONField(default=list)  # [{"field", "level", "weight"}]: codes and numbers
    source = models.CharField(max_length=12)
    risk = models.PositiveSmallIntegerField(default=0)  # of harm when nobody looks; orders the queue
    travels_on = models.DateField(null=True)  # the sooner of their flights: told by movements, which lie above
    household = models.BooleanField(default=False)  # both on one roster: never joined by a score
    status = models.CharField(max_length=12, default="open")
    round = models.PositiveSmallIntegerField(default=1)  # one more each time new evidence opens it again
    opened_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            one_of("source", words.Source, "duplicates_pair"),
            one_of("status", words.PairStatus, "duplicates_pair"),
            models.UniqueConstraint(fields=["first", "second"], name="duplicates_pair_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="duplicates_pair_ordered"),
        ]
        indexes = [
            models.Index(
                F("status"), F("risk").desc(), F("travels_on").asc(nulls_last=True), F("weight").desc(), F("id"),
                name="duplicates_pair_queue",
            ),
            models.Index(fields=["second"], name="duplicates_pair_of_second"),
        ]  # fmt: skip


class Decision(Row):
    """What one reviewer said about a pair, and what she or he could see then. Never changed."""

    pair = models.ForeignKey(Pair, on_delete=models.PROTECT, related_name="decisions")
    round = models.PositiveSmallIntegerField(default=1)
    answer = models.CharField(max_length=12)
    why = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    blind = models.BooleanField(default=False)  # without seeing what another reviewer said
    weight_seen = models.FloatField()
    model_version = models.CharField(max_length=40)

    class Meta:
        constraints = [
            one_of("answer", words.Answer, "duplicates_decision"),
            models.UniqueConstraint(fields=["pair", "round", "by"], name="duplicates_decision_once"),
        ]


class Merge(Row):
    """One record carried into another. `fields`: what each field was, and which side it was taken from, so that it can go back."""

    pair = models.ForeignKey(Pair, on_delete=models.PROTECT, related_name="merges")
    keeper = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=12, default="proposed")
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    because = models.CharField(max_length=500, blank=True)
    agreement = models.CharField(max_length=12, blank=True)  # who must agree
    agreed_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    agreed_at = models.DateTimeField(null=True)
    fields = models.JSONField(default=dict)
    joined_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    undone_because = models.CharField(max_length=500, blank=True)
    carrying = models.BooleanField(default=False)  # true only while the database's own function moves rows, never committed
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            one_of("status", words.MergeStatus, "duplicates_merge"),
            one_of("agreement", words.Agreement, "duplicates_merge"),
            models.CheckConstraint(condition=~Q(keeper=F("other")), name="duplicates_merge_of_two"),
            models.CheckConstraint(condition=~Q(agreed_by=F("by")), name="duplicates_merge_agreed_by_another"),
            models.CheckConstraint(
                condition=Q(agreement="") | ~Q(status__in=["joined", "taken_apart"]) | Q(agreed_by__isnull=False),
                name="duplicates_merge_waits_for_the_second_person",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["joined", "taken_apart"]) | Q(joined_at__isnull=False),
                name="duplicates_merge_has_its_moment",
            ),
            models.CheckConstraint(
                condition=~Q(status="taken_apart") | Q(undone_at__isnull=False, undone_by__isnull=False) & ~Q(undone_because=""),
                name="duplicates_merge_taken_apart_says_why",
            ),
            models.UniqueConstraint(
                fields=["other"], condition=Q(status__in=["proposed", "joined"]), name="duplicates_merge_one_live_for_each"
            ),
        ]
        indexes = [
            models.Index(fields=["keeper", "-joined_at"], name="duplicates_merge_of_keeper"),
            models.Index(fields=["id"], condition=Q(carrying=True), name="duplicates_merge_carrying"),
        ]


class Move(Row):
    """One row that a merge pointed at the keeper or changed: its values before and after, so that it can go back exactly."""

    merge = models.ForeignKey(Merge, on_delete=models.PROTECT, related_name="moves")
    table = models.CharField(max_length=63)
    row_id = models.UUIDField()
    made = models.BooleanField(default=False)  # the merge added this row itself
    columns = ArrayField(models.CharField(max_length=63), default=list)
    was = models.JSONField(default=dict)
    became = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["merge", "table", "row_id"], name="duplicates_move_once")]


class Linking(Row):
    """One comparison of many records with the whole store, in the background: how far it is and what it found."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    list_id = models.UUIDField(null=True)  # the partner's list whose people are compared; empty: all records of the organisation
    asked_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    status = models.CharField(max_length=8, default="running")
    model_version = models.CharField(max_length=40, blank=True)
    whole = models.PositiveIntegerField(default=0)  # records to compare
    done = models.PositiveIntegerField(default=0)
    last = models.UUIDField(null=True)  # the last record compared: the work goes on after it
    opened = models.PositiveIntegerField(default=0)  # pairs that were not known before
    known = models.PositiveIntegerField(default=0)  # pairs that were
    stopped = models.JSONField(default=dict)  # why it stopped: {code, text}
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            one_of("status", words.LinkingStatus, "duplicates_linking"),
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(status="running"), name="duplicates_linking_one_at_a_time"
            ),
        ]
        indexes = [models.Index(fields=["organisation", "-id"], name="duplicates_linking_newest")]


class Ask(Row):
    """One organisation asks another to open a record for comparing. It names the pair, which neither sees before the answer is yes."""

    pair = models.ForeignKey(Pair, on_delete=models.PROTECT, related_name="asks")
    asker = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    status = models.CharField(max_length=8, default="waiting")
    answered_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    because = models.CharField(max_length=300, blank=True)  # why not, in words the asker reads
    until = models.DateTimeField(null=True)  # the record is open for comparing until then
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            one_of("status", words.AskStatus, "duplicates_ask"),
            models.CheckConstraint(condition=~Q(asker=F("owner")), name="duplicates_ask_of_another"),
            models.UniqueConstraint(fields=["pair", "asker"], condition=Q(status="waiting"), name="duplicates_ask_waits_once"),
            models.CheckConstraint(
                condition=Q(status="waiting") | Q(answered_by__isnull=False, answered_at__isnull=False),
                name="duplicates_ask_answered_by_somebody",
            ),
        ]
