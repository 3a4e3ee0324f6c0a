"""What many tests of a file begin with, made once: in a transaction round all of them; each is rolled back to that point.

    @pytest.fixture
    def base(beginning):
        return beginning(_base)

`_base()` acts for itself and returns what it made; every test gets a copy of that. Made anew when the day changes.
"""

from collections.abc import Callable
from copy import deepcopy
from datetime import date
from typing import Any

from django.db import transaction

from corridor.kernel import clock

_open: list["Beginning"] = []


class Beginning:
    def __init__(self, blocker: Any) -> None:
        self.blocker = blocker
        self.build: Callable[[], Any] | None = None
        self.made: Any = None
        self.day: date | None = None
        self.round: transaction.Atomic | None = None

    def __call__(self, build: Callable[[], Any]) -> Any:
        if build is not self.build or clock.today() != self.day:
            self.end()
            self._make(build)
        return deepcopy(self.made)

    def _make(self, build: Callable[[], Any]) -> None:
        with self.blocker.unblock():
            self.round = transaction.atomic()
            self.round.__enter__()
            _open.append(self)
            try:
                self.made = build()
            except BaseException:
                self.end()
                raise
        self.build, self.day = build, clock.today()

    def end(self) -> None:
        if self.round:
            with self.blocker.unblock():
                transaction.set_rollback(True)
                self.round.__exit__(None, None, None)
            _open.remove(self)
        self.build = self.made = self.day = self.round = None


def end_all() -> None:
    """Before a test with transactions of its own."""
    for one in list(_open):
        one.end()
