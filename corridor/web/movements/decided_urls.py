"""Addresses of what people decide about plans, and of how fair they came out."""

from corridor.access.roles import Permission as P
from corridor.web.shell.routing import page

from . import fairness, limits, policy

READERS = (P.PLAN_MAKE, P.POLICY_PROPOSE, P.POLICY_APPROVE)
POLICY = "planning/policy/<uuid:policy_id>/"

urlpatterns = [
    page("planning/policy/", policy.policies, "movements.policies", needs=READERS),
    page("planning/policy/new/", policy.propose, "movements.propose_policy", needs=P.POLICY_PROPOSE),
    page(POLICY, policy.policy, "movements.policy", needs=READERS),
    page(f"{POLICY}approve/", policy.approve, "movements.approve_policy", needs=P.POLICY_APPROVE),
    page(f"{POLICY}refuse/", policy.refuse, "movements.refuse_policy", needs=(P.POLICY_PROPOSE, P.POLICY_APPROVE)),
    page("planning/limits/", limits.limits, "movements.limits", needs=P.PLAN_MAKE),
    page("planning/limits/<uuid:limit_id>/end/", limits.end_limit, "movements.end_limit", needs=P.LIMITS_MANAGE),
    page("planning/funds/new/", limits.add_fund, "movements.add_fund", needs=P.LIMITS_MANAGE),
    page("planning/funds/<uuid:fund_id>/", limits.change_fund, "movements.change_fund", needs=P.LIMITS_MANAGE),
    page("planning/fairness/", fairness.fairness, "movements.fairness", needs=P.FAIRNESS_READ),
    page("planning/fairness/table.<slug:form>", fairness.download, "movements.fairness_file", needs=P.FAIRNESS_READ),
]
