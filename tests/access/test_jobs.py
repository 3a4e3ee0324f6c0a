"""A job whose worker was killed waits again; one of another task is left to its own."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from corridor.access.jobs import wait_again

IDS = {"linking_id": "1", "staff_id": "2"}


@pytest.mark.slow
def test_a_job_whose_worker_was_killed_waits_again(transactional_db):
    killed, other = app.configure_task("duplicates.link").defer(**IDS), app.configure_task("duplicates.link").defer(**IDS)
    with connection.cursor() as cursor:  # taken by a worker that is not there any more
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE id IN (%s, %s)", [killed, other])
        cursor.execute("UPDATE procrastinate_jobs SET task_name = 'movements.make_plan' WHERE id = %s", [other])

    with ThreadPoolExecutor(1) as thread:  # the browser driver may have a loop of its own in this one
        thread.submit(lambda: asyncio.run(wait_again({"duplicates.link"}))).result()

    states = dict(ProcrastinateJob.objects.values_list("id", "status"))
    assert (states[killed], states[other]) == ("todo", "doing")
