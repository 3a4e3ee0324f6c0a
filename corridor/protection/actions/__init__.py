"""Writing about protection: one verb, one function, one transaction, one line in the record."""

from corridor.protection.rules import NewBestInterests

from .assessing import ask_fear, assess_trafficking, record_best_interests, record_screening, set_child_care
from .deciding import approve_override, decide_pathway, end_advisory, request_override, set_advisory, sign_off
from .referring import accept, close, consent, decline, not_registrable, propose_referral, receive, reject, send

__all__ = [
    "NewBestInterests",
    "accept",
    "approve_override",
    "ask_fear",
    "assess_trafficking",
    "close",
    "consent",
    "decide_pathway",
    "decline",
    "end_advisory",
    "not_registrable",
    "propose_referral",
    "receive",
    "record_best_interests",
    "record_screening",
    "reject",
    "request_override",
    "send",
    "set_advisory",
    "set_child_care",
    "sign_off",
]
