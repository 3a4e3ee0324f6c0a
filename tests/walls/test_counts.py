"""What an outsider counts does not move when a protected person is added: queues, searches, figures, home, API lists."""

from datetime import timedelta

import pytest

from corridor.kernel import clock
from tests.returns.ground import Ground
from tests.walls import ground
from tests.walls.requests import asks, plain


def looks(client):
    """Everything such a login can open without naming anybody, and searches for what is later recorded."""
    seen = {ask.name: plain(ask.send(client, {}), {}) for ask in asks() if ask.method == "GET" and not ask.names}
    for text in (*ground.WORDS, "LBY-2611-00002", "00002"):
        seen["search", text] = plain(client.post("/people/", {"q": text}), {})
        seen["api search", text] = plain(client.post("/api/people/search", {"text": text}, content_type="application/json"), {})
    typed = {"names": [ground.NAME], "nationality": "NG", "documents": ["ZQ7788991"], "phones": ["+218917788991"]}
    seen["likely"] = plain(client.post("/api/people/likely", typed, content_type="application/json"), {})
    return seen


@pytest.mark.parametrize("code", ["CON-NGA", "GOV-NGA"])
def test_nothing_a_state_counts_moves_when_a_protected_person_is_added(world, strongest, code):
    Ground(world).asked()
    client = strongest(code)
    soon = clock.now() + timedelta(minutes=30)  # pages print the minute: both looks happen in the same one
    with clock.at(soon):
        before = looks(client)

    ground.build(world)
    with clock.at(soon):
        after = looks(client)

    assert [name for name in before if before[name] != after[name]] == []


def test_the_queue_holds_the_other_request_and_no_more(world, strongest):
    Ground(world).asked()
    ground.build(world)

    rows = strongest("CON-NGA").get("/api/returns/requests").json()

    assert [row["name"] for row in rows] == ["Invented Person 1"]
