"""A pair waits for a decision and can be opened again; a join is proposed, done, and can be taken apart. Never by a score."""

from enum import StrEnum

from corridor.kernel.lifecycle import Lifecycle, Step
from corridor.kernel.refusals import N_

from .words import MergeStatus, PairStatus

M, P = MergeStatus, PairStatus
_WAITING: frozenset[StrEnum] = frozenset({P.OPEN, P.BLIND, P.UNSURE})

PAIR = Lifecycle(
    "duplicates.pair",
    PairStatus,
    {
        "same": Step(_WAITING, P.SAME, label=N_("Say: the same person")),
        "different": Step(_WAITING, P.DIFFERENT, label=N_("Say: two different people")),
        "unsure": Step({P.OPEN, P.BLIND}, P.UNSURE, label=N_("Ask a supervisor")),
        "second": Step({P.OPEN}, P.BLIND, label=N_("Ask for a second decision")),
        "reopen": Step({P.SAME, P.DIFFERENT, P.UNSURE}, P.OPEN, label=N_("Open again")),
    },
    P.OPEN,
)

MERGE = Lifecycle(
    "duplicates.merge",
    MergeStatus,
    {
        "join": Step({M.PROPOSED}, M.JOINED, label=N_("Join")),
        "decline": Step({M.PROPOSED}, M.DECLINED, label=N_("Do not join")),
        "take_apart": Step({M.JOINED}, M.TAKEN_APART, label=N_("Take apart")),
    },
    M.PROPOSED,
    frozenset({M.DECLINED, M.TAKEN_APART}),
)
