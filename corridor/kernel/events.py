"""News for the contexts above, in the same transaction: `announce(ConsentWithdrawn(...))`, `@on(ConsentWithdrawn)`.

No safety rule may rest on an event: boarding re-checks consent itself.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

Listener = Callable[[Any], None]
_listeners: dict[type, list[Listener]] = defaultdict(list)


def on(event_type: type) -> Callable[[Listener], Listener]:
    def register(listener: Listener) -> Listener:
        if listener not in _listeners[event_type]:
            _listeners[event_type].append(listener)
        return listener

    return register


def announce(event: Any) -> None:
    for listener in _listeners.get(type(event), ()):
        listener(event)


def registry() -> dict[type, list[Listener]]:
    """For the generated docs/events.md."""
    return dict(_listeners)
