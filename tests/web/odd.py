"""What nobody means to send: nothing, too much, figures without end, Arabic figures, somebody else's id, a letter NUL, a day long ago."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.test import Client
from django.urls import reverse

VALUES = ("", "x" * 20_000, "٧", "9" * 5_000, str(uuid4()), "a\x00b", "0001-01-01")


def sent_odd(client: Client, name: str, *args: Any, form: Mapping[str, Any], method: str = "post") -> list[int]:
    """Statuses of the page when the form comes without any field, then with the same odd value in every field but one, then in all.

    Each leaves nothing behind. A fault of ours is raised by the client and fails the test where it stands.
    """
    sendings: list[dict[str, Any]] = [{}]
    for value in VALUES:
        sendings.append({**form, list(form)[-1]: value})
        sendings.append(dict.fromkeys(form, value))
    found = []
    for sending in sendings:
        mark = transaction.savepoint()
        found.append(getattr(client, method)(reverse(name, args=args), sending).status_code)
        transaction.savepoint_rollback(mark)
    return found
