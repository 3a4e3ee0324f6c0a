"""A plan has a state: worked out and put in force in the background, in rounds, one plan of an organisation at a time."""

from django.db import migrations, models
from django.db.models import F, Q

STATES = ["failed", "making", "proposed", "published", "publishing"]
IN_FORCE = "UPDATE movements_plan SET state = CASE WHEN published_at IS NULL THEN 'proposed' ELSE 'published' END"


class Migration(migrations.Migration):
    dependencies = [("movements", "0005_boarding")]
    operations = [
        migrations.AddField("plan", "state", models.CharField(default="making", max_length=12)),
        migrations.AddField("plan", "days", models.PositiveSmallIntegerField(default=28)),
        migrations.AddField("plan", "rounds", models.PositiveIntegerField(default=0)),
        migrations.AddField("plan", "done", models.PositiveIntegerField(default=0)),
        migrations.AddField("plan", "whole", models.PositiveIntegerField(default=0)),
        migrations.AddField("plan", "result", models.JSONField(default=dict)),
        migrations.AlterField("plan", "problem", models.JSONField(default=dict)),
        migrations.AlterField("plan", "plan", models.JSONField(default=dict)),
        migrations.RunSQL([IN_FORCE]),
        migrations.AddConstraint(
            "plan", models.CheckConstraint(condition=Q(state__in=STATES), name="movements_plan_state_known")
        ),
        migrations.AddConstraint(
            "plan",
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(state__in=["making", "publishing"]), name="movements_plan_one_at_work"
            ),
        ),
        migrations.AddConstraint(
            "plan",
            models.CheckConstraint(
                condition=Q(state__in=["making", "failed"]) | ~Q(plan={}), name="movements_plan_proposed_is_worked_out"
            ),
        ),
        migrations.AddConstraint(
            "plan",
            models.CheckConstraint(
                condition=Q(state="published", published_at__isnull=False, published_by__isnull=False)
                | (~Q(state="published") & Q(published_at__isnull=True, published_by__isnull=True)),
                name="movements_plan_in_force_by_a_person",
            ),
        ),
        migrations.AddConstraint(
            "plan", models.CheckConstraint(condition=Q(done__lte=F("whole")), name="movements_plan_done_of_whole")
        ),
    ]
