"""What tests of planning screens do again and again: run the background, make a plan, read a page."""

from django.db import connection
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from corridor.movements import jobs, queries


def worked():
    """What was asked of the background, done as the worker does it, once each."""
    for job_id, task, args in list(ProcrastinateJob.objects.order_by("id").values_list("id", "task_name", "args")):
        getattr(jobs, task.removeprefix("movements."))(**args)
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_jobs WHERE id = %s", [job_id])


def made(client, mover):
    client.post(reverse("movements.make_plan"))
    worked()
    return queries.plan(mover).head.id


def text(answer):
    return answer.content.decode()


def page(client):
    return text(client.get(reverse("movements.planning")))
