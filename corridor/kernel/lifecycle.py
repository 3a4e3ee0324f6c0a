"""Lifecycles are data: statuses, and the only steps between them.

A context declares `STEPS = Lifecycle("movements.seat", Seat, {"board": Step({Seat.CONFIRMED}, Seat.BOARDED, guards)})`.
Actions ask `STEPS.check(verb, status, facts)`; screens ask `STEPS.open_to(status, facts)` and show refused steps with reasons.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from .refusals import N_, Reason, Refused

Guard = Callable[[Any], bool]


@dataclass(frozen=True)
class Step:
    """From any of `source` to `target` when every guard holds; a guard's key is the reason for refusing."""

    source: frozenset[StrEnum] | set[StrEnum]
    target: StrEnum
    guards: Mapping[Reason, Guard] = field(default_factory=dict)
    label: str = ""


@dataclass(frozen=True)
class Lifecycle:
    """All steps of one kind of thing. `name` is `context.thing`; verbs are permissions and audit lines `context.thing.verb`."""

    name: str
    statuses: type[StrEnum]
    steps: Mapping[str, Step]
    initial: StrEnum
    final: frozenset[StrEnum] = frozenset()

    def reasons(self, verb: str, status: str, facts: Any = None) -> list[Reason]:
        """Why `verb` may not happen now; empty when it may."""
        step = self.steps[verb]
        if status not in step.source:
            text = N_("This step cannot be taken from the present status.")
            return [Reason(f"{self.name}.status", text, {"status": str(status), "verb": verb})]
        return [reason for reason, holds in step.guards.items() if not holds(facts)]

    def check(self, verb: str, status: str, facts: Any = None) -> StrEnum:
        """The status after `verb`, or `Refused` with all reasons."""
        if reasons := self.reasons(verb, status, facts):
            raise Refused(*reasons)
        return self.steps[verb].target

    def open_to(self, status: str, facts: Any = None) -> dict[str, list[Reason]]:
        """Steps whose source fits, each with its reasons for refusing (empty list: may be taken)."""
        return {verb: self.reasons(verb, status, facts) for verb, step in self.steps.items() if status in step.source}

    def mermaid(self) -> str:
        """The diagram for docs/lifecycles.md."""
        lines = ["stateDiagram-v2", f"    [*] --> {self.initial}"]
        for verb, step in self.steps.items():
            lines += [f"    {source} --> {step.target}: {verb}" for source in sorted(step.source)]
        return "\n".join(lines + [f"    {status} --> [*]" for status in sorted(self.final)])
