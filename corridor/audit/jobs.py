"""Seals the record every minute. The seal runs in the database and needs nobody's rights but the function's."""

from procrastinate.contrib.django import app

from corridor.kernel.actor import acting, system

from . import actions


@app.periodic(cron="* * * * *")
@app.task(name="audit.seal", queueing_lock="audit.seal", pass_context=False)
def seal(timestamp: int) -> None:
    with acting(system("seal")):
        actions.seal()
