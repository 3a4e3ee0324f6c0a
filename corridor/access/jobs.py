"""What the background jobs of all contexts share: those of a worker that was killed wait again."""

from collections.abc import Collection

from procrastinate.contrib.django import app


async def wait_again(tasks: Collection[str]) -> None:
    """What the job works on knows itself where to go on."""
    for job in await app.job_manager.get_stalled_jobs():
        if job.task_name in tasks:
            await app.job_manager.retry_job(job)
