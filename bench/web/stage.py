"""The stage of `bench.web`: people, flights that may be boarded now, and what each measured user does.

`python -m bench.web.stage PERSONS` loads the database named in the environment.
"""

import itertools
import os
import sys
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import timedelta

NAMES = (
    "Ibrahim Musa",
    "Fatoumata Diallo",
    "محمد أحمد",
    "Blessing Imasuen",
    "Mamadou Barry",
    "Yonas Tekle",
    "Moussa Traore",
    "Lamin Jallow",
)


@dataclass
class Scene:
    """One measured deed: who does it, and what is asked each time."""

    name: str
    login: str
    requests: Iterable
    ask: Callable
    good: tuple[int, ...] = (200,)
    begin: Callable = field(default=lambda user: None)

    def __post_init__(self) -> None:
        self._rest, self._lock = iter(self.requests), threading.Lock()

    def next(self):
        with self._lock:
            return next(self._rest, None)


def load(persons: int) -> None:
    """The synthetic caseload without its history up to the wished number, and five flights whose people may be boarded today."""
    import django

    django.setup()
    from random import Random

    from django.db import transaction

    from corridor.kernel import clock
    from corridor.synthetic import live, stagehands
    from corridor.synthetic import load as loading

    with transaction.atomic():
        stage = stagehands.build(Random(7), clock.today())
    live.write(stage)
    ahead: live.Ahead = {}
    for number in range(8):
        code = f"BENCH-{number}"
        for stop in ("LOS", "BKO", "CKY"):
            live._flight(stage, ahead, f"{code}-{stop}", "vhr", live.IOM, 1, "MJI", [stop], 400)
    for _group in range(2600):
        live._return_group(stage, "booked", ahead)
    while stage.rows.persons() < persons:
        loading.more(stage)
    loading.copy(stage.rows)
    _open_gates()


def _open_gates() -> None:
    from django.db import transaction

    from corridor.access import queries as access
    from corridor.access.models import Staff
    from corridor.kernel import clock
    from corridor.kernel.actor import acting
    from corridor.movements import actions, queries

    actor = access.actor_for(Staff.objects.get(login="movement2"))
    with acting(actor), transaction.atomic():
        for row in queries.flights(actor, since=clock.today(), until=clock.today() + timedelta(days=2), limit=100):
            if row.code.startswith("BENCH"):
                actions.open_gate(actor, row.id)


def scenes(environment: dict[str, str]) -> list[Scene]:
    os.environ.update(environment)
    import django

    django.setup()
    people, seats = _ids()
    serial = itertools.count()
    search = [{"q": name} for name in NAMES]

    def register(user, number):
        name = NAMES[number % len(NAMES)].split()
        fields = {
            "given": name[0],
            "family": f"{name[-1]}{number}",
            "sex": "male",
            "birth_year": "1994",
            "nationality": "NG",
            "languages": "en",
        }
        status, _body = user.post("/people/new/likely/", fields)
        again, body = user.post("/people/new/", fields)
        return (again if status == 200 else status), body

    def board(user, seat):
        return user.post(f"/flights/{seat[0]}/gate/{seat[1]}/board/", {"key": f"bench-{seat[1]}"})

    return [
        Scene("home", "caseworker", itertools.repeat("/"), lambda user, path: user.get(path)),
        Scene(
            "list of returns",
            "caseworker",
            itertools.cycle(["/returns/", "/returns/?status=consented"]),
            lambda user, path: user.get(path),
        ),
        Scene("search by name", "caseworker", itertools.cycle(search), lambda user, fields: user.post("/people/", fields)),
        Scene("a person's page", "caseworker", itertools.cycle(people), lambda user, one: user.get(f"/people/{one}/")),
        Scene("registration, duplicates checked", "registrar", serial, register, good=(302,)),
        Scene("boarding a seat", "movement2", seats, board, good=(200, 302)),
    ]


def _ids() -> tuple[list[str], list[tuple[str, str]]]:
    """People with a case, and seats that are ready; read as the owner."""
    import psycopg
    from django.conf import settings

    with psycopg.connect(settings.DATABASE_OWNER_URL) as owner:
        people = [
            str(row[0]) for row in owner.execute("SELECT person_id FROM returns_returncase ORDER BY md5(id::text) LIMIT 2000")
        ]
        ready = (
            "SELECT s.flight_id, s.id FROM movements_seat s JOIN movements_flight f ON f.id = s.flight_id JOIN consent_consent c ON c.id = s.consent_id"
            " WHERE f.code LIKE 'BENCH%%' AND s.status IN ('held', 'confirmed') AND NOT c.in_detention AND NOT c.guards_present"
            " AND movements_boarding_faults(s.id, now()) = '{}' ORDER BY md5(s.id::text)"
        )
        return people, [(str(flight), str(seat)) for flight, seat in owner.execute(ready)]


if __name__ == "__main__":
    load(int(sys.argv[1]))
