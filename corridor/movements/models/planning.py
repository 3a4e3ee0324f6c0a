"""Plans and what they are made from: the policy people approved, money, limits, closed airports. No person is named here."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from corridor.access.models import Organisation, Staff
from corridor.audit.models import Row, one_of
from corridor.movements import lifecycle, words
from corridor.places.models import Site

DAYS = Func(F("first"), F("last"), Value("[]"), function="daterange", output_field=DateRangeField())


class Policy(Row):
    """What the programme decided and the planner only applies: a version, who wrote it, who else approved it.

    `weights` and `floors` are checked by rules.policy_faults; nothing in them can name a nationality or a detention site.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    state = models.CharField(max_length=12, default="draft")
    weights = models.JSONField()  # points by claim: base, waiting, band, service, age
    floors = models.JSONField(default=list)  # [{"group": town code, "persons": n}]
    timeliness_drop = models.PositiveSmallIntegerField(default=30)
    cases_per_escort = models.PositiveSmallIntegerField(default=1)
    shortfall_penalty = models.PositiveIntegerField(default=0)
    expiring_days = models.PositiveSmallIntegerField(default=14)
    freeze = models.CharField(max_length=4, default="told")
    freeze_days = models.PositiveSmallIntegerField(default=7)
    standby_depth = models.PositiveSmallIntegerField(default=10)
    least_fill = models.PositiveSmallIntegerField(default=0)  # per cent of its seats below which no charter is commissioned
    vehicle_seats = models.PositiveSmallIntegerField(default=0)  # 0: vehicles are not planned
    vehicle_cost = models.PositiveIntegerField(default=0)  # EUR
    vehicle_fund = models.CharField(max_length=40, blank=True)
    note = models.CharField(max_length=300)  # what changes and why
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            one_of("state", lifecycle.Policy, "movements_policy"),
            one_of("freeze", words.Freeze, "movements_policy"),
            models.UniqueConstraint(fields=["organisation", "version"], name="movements_policy_version_once"),
            models.UniqueConstraint(fields=["organisation"], condition=Q(state="in_force"), name="movements_policy_one_in_force"),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "refused"]) | Q(approved_at__isnull=False, approved_by__isnull=False),
                name="movements_policy_in_force_by_a_person",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("made_by")), name="movements_policy_approved_by_another"
            ),
            models.CheckConstraint(condition=Q(timeliness_drop__lte=100), name="movements_policy_drop_is_a_share"),
        ]


class Fund(Row):
    """Money for movements between two days, perhaps for some destinations or one pathway only."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    amount = models.PositiveIntegerField()  # EUR, all of it; what is contracted is taken off when a plan is made
    first = models.DateField()
    last = models.DateField()
    destinations = ArrayField(models.CharField(max_length=40), null=True)  # codes of sites; null = any
    pathways = ArrayField(models.CharField(max_length=12), null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "code"], name="movements_fund_code_once"),
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="movements_fund_ends_after_start"),
        ]


class Limit(Row):
    """How many people, or vehicles, a place can take on each day of a range (reception: in the whole range)."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    first = models.DateField()
    last = models.DateField()
    number = models.PositiveIntegerField()
    note = models.CharField(max_length=120, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            one_of("kind", words.LimitKind, "movements_limit"),
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="movements_limit_ends_after_start"),
            ExclusionConstraint(
                name="movements_limit_one_for_a_day",
                expressions=[
                    ("organisation", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    ("site", RangeOperators.EQUAL),
                    (DAYS, RangeOperators.OVERLAPS),
                ],
                condition=Q(ended_at__isnull=True),
            ),
        ]


class Closure(Row):
    """An airport that is closed from one day to another. Its flights are cancelled one by one; new plans leave it out."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    first = models.DateField()
    last = models.DateField()
    because = models.CharField(max_length=120)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="movements_closure_ends_after_start"),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True, lifted_by__isnull=True) | Q(lifted_at__isnull=False, lifted_by__isnull=False),
                name="movements_closure_lifted_by_a_person",
            ),
        ]


class Plan(Row):
    """A proposal of the planner, frozen with its problem; a named person publishes it.

    A scenario is a copy with edits, to be laid beside the plan it came from: it is never put in force itself.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, default="plan")
    version = models.PositiveIntegerField()  # of a scenario: which one beside its plan
    scenario_of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="scenarios")
    title = models.CharField(max_length=80, blank=True)
    edits = models.JSONField(default=list)  # of a scenario: what differs from the plan's problem
    because = models.CharField(max_length=200, blank=True)  # what happened, when a plan answers an event
    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=12, default="making")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    days = models.PositiveSmallIntegerField(default=28)  # how far it looks
    seconds = models.PositiveSmallIntegerField(default=60)  # how long it may search
    progress = models.JSONField(default=dict)  # while it is worked out: phase, objective, bound, gap, seconds
    stop_asked = models.BooleanField(default=False)  # the best plan so far is enough
    problem = models.JSONField(default=dict)  # frozen before the search, so that a killed job goes on with the same question
    plan = models.JSONField(default=dict)  # empty until it is worked out
    explanations = models.JSONField(default=dict)  # language → party → sentence: the reason of record
    prices = models.JSONField(default=dict)  # for the officer only, never for a family
    rounds = models.PositiveIntegerField(default=0)  # of publishing, done: where a job that was killed goes on
    done = models.PositiveIntegerField(default=0)  # parties looked at, of `whole`
    whole = models.PositiveIntegerField(default=0)
    result = models.JSONField(default=dict)  # what publishing did, and why it stopped
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            one_of("state", lifecycle.Plan, "movements_plan"),
            one_of("kind", words.PlanKind, "movements_plan"),
            models.UniqueConstraint(
                fields=["organisation", "version"], condition=~Q(kind="scenario"), name="movements_plan_version_once"
            ),
            models.UniqueConstraint(
                fields=["scenario_of", "version"], condition=Q(kind="scenario"), name="movements_plan_scenario_once"
            ),
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(state__in=["making", "publishing"]) & ~Q(kind="scenario"),
                name="movements_plan_one_at_work",
            ),
            models.CheckConstraint(
                condition=Q(kind="scenario", scenario_of__isnull=False) | (~Q(kind="scenario") & Q(scenario_of__isnull=True)),
                name="movements_plan_scenario_has_a_plan",
            ),
            models.CheckConstraint(
                condition=~Q(kind="scenario") | Q(state__in=["making", "proposed", "failed"]),
                name="movements_plan_scenario_never_in_force",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["making", "failed"]) | ~Q(plan={}), name="movements_plan_proposed_is_worked_out"
            ),
            models.CheckConstraint(
                condition=Q(state="published", published_at__isnull=False, published_by__isnull=False)
                | (~Q(state="published") & Q(published_at__isnull=True, published_by__isnull=True)),
                name="movements_plan_in_force_by_a_person",
            ),
            models.CheckConstraint(condition=Q(done__lte=F("whole")), name="movements_plan_done_of_whole"),
        ]
