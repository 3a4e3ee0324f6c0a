"""Sends the actor to PostgreSQL as the first statement of every transaction; row-level security reads it.

Without a transaction or without an actor nothing is set, and the policies show nothing: it fails closed.
"""

from typing import Any

from django.db import connections
from django.db.backends.postgresql import base

from corridor.kernel import actor

SET = (
    "SELECT set_config('app.org', %s, true), set_config('app.staff', %s, true),"
    " set_config('app.kind', %s, true), set_config('app.purpose', %s, true)"
)


def send(connection: Any) -> None:
    who = actor.current()
    values = [str(who.organisation_id or ""), str(who.staff_id or ""), who.organisation_kind, who.purpose] if who else [""] * 4
    with connection.connection.cursor() as cursor:  # the driver's own cursor: no query log
        cursor.execute(SET, values)


def resend() -> None:
    for connection in connections.all(initialized_only=True):
        ours = isinstance(connection, DatabaseWrapper) and connection.connection is not None
        if ours and connection.in_atomic_block and not connection.needs_rollback:
            send(connection)


class DatabaseWrapper(base.DatabaseWrapper):
    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        connection = super().get_new_connection(conn_params)
        connection.prepared_max = 400  # the screens' statements, and room for lists of several lengths
        return connection

    def set_autocommit(self, autocommit: bool, force_begin_transaction_with_broken_autocommit: bool = False) -> None:
        super().set_autocommit(autocommit, force_begin_transaction_with_broken_autocommit)
        if not autocommit:
            send(self)


actor.watchers.append(resend)
