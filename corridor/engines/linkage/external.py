"""The seam for an outside biometric service: an interface and one more comparison. No biometrics are stored or compared here.

What comes back is an opaque reference: two records under one reference weigh `external.same` of the model, one line of evidence
like any other, visible, set by policy, and never a merge. Enrolment needs the person's consent for that purpose, recorded by
the caller before it calls; withdrawing it means `delete` and an empty `Person.external`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Hit:
    """One answer of the service: whose reference, how sure in its own terms, by which modality, under which threshold version."""

    subject: str
    score: float
    modality: str
    threshold_version: str


class BiometricMatcher(Protocol):
    """What an adapter to a service offers. Subjects, templates and probes are references into the service, never the data."""

    def enrol(self, subject: str, template: str, consent: str) -> str:
        """Hands a template over under a consent's reference; returns the service's request reference (answers come later)."""

    def delete(self, subject: str) -> None:
        """Takes a subject out for good."""

    def identify(self, probe: str, gallery: Sequence[str], limit: int) -> Sequence[Hit]:
        """The likeliest subjects of a gallery; a hit refers to a person who decides."""

    def verify(self, one: str, other: str) -> Hit | None:
        """Whether two subjects are one person, None when the service does not say."""
