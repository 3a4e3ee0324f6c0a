"""Two connections at once: somebody writes about a record in the instant in which it is joined to another. A sentence, nothing lost."""

import threading
import time
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from corridor.duplicates import actions
from corridor.kernel.actor import acting
from corridor.kernel.refusals import Refused
from corridor.people import actions as people
from corridor.people import queries as registry
from corridor.people.actions import belonging
from tests.consent.giving import PLAIN
from tests.database import as_owner
from tests.duplicates.joining import count, said_same
from tests.duplicates.pairs import somebody
from tests.world import World

SENTENCE = "was just joined to another"


@dataclass
class Scene:
    world: World
    keeper: Any
    other: Any
    pair: Any

    def joined_meanwhile(self):
        boss = self.world.actor("supervisor")
        with acting(boss), transaction.atomic():
            actions.join(boss, self.pair, self.keeper, {})


@pytest.fixture
def scene(transactional_db):
    with transaction.atomic():
        world = World.build()
        boss, _desk = world.actor("supervisor"), world.someone("caseworker")
    with acting(boss), transaction.atomic():
        keeper, other = somebody(boss), somebody(boss, "Osarugue Imassuen Aigbe")
    with transaction.atomic():
        return Scene(world, keeper, other, said_same(boss, keeper, other))


def elsewhere(deed):
    """On another connection, to its end."""

    def runs():
        try:
            deed()
        finally:
            connection.close()

    thread = threading.Thread(target=runs)
    thread.start()
    thread.join(60)
    assert not thread.is_alive()


def just_before_the_end(monkeypatch, verb, deed):
    """The deed happens after everything was written and before it is committed."""
    record = belonging.audit.record

    def recorded(actor, said, *args, **more):
        record(actor, said, *args, **more)
        if said == verb:
            elsewhere(deed)

    monkeypatch.setattr(belonging.audit, "record", recorded)


def test_a_form_sent_in_that_instant_is_refused_with_a_sentence_and_can_be_sent_again(scene, monkeypatch):
    client = Client()
    client.force_login(scene.world.someone("caseworker"))
    form = {"location": "urban", "since_day": "1", "since_month": "11", "since_year": "2026"}
    just_before_the_end(monkeypatch, "people.location.set", scene.joined_meanwhile)

    answer = client.post(reverse("people.change", args=[scene.other, "location"]), form)

    assert answer.status_code == 409, answer.content.decode()[-800:]
    assert SENTENCE in answer.content.decode()
    desk = scene.world.actor("caseworker")
    with acting(desk), transaction.atomic():
        assert registry.locations(desk, [scene.keeper, scene.other]) == {}
    monkeypatch.undo()
    again = client.get(reverse("people.facts", args=[scene.other]))
    assert again.url == reverse("people.facts", args=[scene.keeper])
    assert client.post(reverse("people.change", args=[scene.keeper, "location"]), form).status_code == 302
    with acting(desk), transaction.atomic():
        assert registry.locations(desk, [scene.keeper])[scene.keeper].kind == "urban"


def test_a_saved_that_was_not_is_not_said_later(scene, monkeypatch):
    client = Client()
    client.force_login(scene.world.someone("caseworker"))
    just_before_the_end(monkeypatch, "people.location.set", scene.joined_meanwhile)

    answer = client.post(reverse("people.change", args=[scene.other, "location"]), {"location": "urban"})
    monkeypatch.undo()
    later = client.get(reverse("people.facts", args=[scene.keeper]))

    assert answer.status_code == 409
    assert [list(each.context["messages"]) for each in (answer, later)] == [[], []]


def test_a_machine_is_told_the_same_in_its_own_form(scene, monkeypatch):
    client = Client()
    client.force_login(scene.world.someone("caseworker"))
    just_before_the_end(monkeypatch, "consent.consent.give", scene.joined_meanwhile)

    answer = client.post(f"/api/consent/people/{scene.other}", PLAIN, content_type="application/json")

    assert answer.status_code == 409
    assert [one["code"] for one in answer.json()["reasons"]] == ["people.person.just_joined"]
    desk = scene.world.actor("caseworker")
    with acting(desk), transaction.atomic():
        assert [count(desk, "consent_consent", one) for one in (scene.keeper, scene.other)] == [0, 0]


def test_a_correction_that_waited_for_the_join_is_not_written_on_the_record_that_went(scene):
    """Facts of the record itself hang on nothing: whoever changes them holds its row, and looks again when it is free."""
    desk, said = scene.world.actor("caseworker"), []

    def corrects():
        try:
            with acting(desk):
                people.correct(desk, scene.other, {"sex": "female"}, None)
        except Refused as refusal:
            said.append(str(refusal))
        finally:
            connection.close()

    boss, writer = scene.world.actor("supervisor"), threading.Thread(target=corrects)
    with acting(boss), transaction.atomic():
        actions.join(boss, scene.pair, scene.keeper, {})
        writer.start()
        until_somebody_waits()
    writer.join(60)

    assert len(said) == 1
    assert SENTENCE in said[0]
    with acting(boss), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT sex FROM people_person WHERE id = ANY (%s)", [[scene.keeper, scene.other]])
        assert cursor.fetchall() == [("male",), ("male",)]


def until_somebody_waits():
    with as_owner() as owner:
        for _ in range(200):
            waiting = "SELECT 1 FROM pg_locks l JOIN pg_stat_activity a USING (pid) WHERE NOT l.granted AND a.datname = current_database()"
            if owner.execute(waiting).fetchone():
                return
            time.sleep(0.05)
    raise AssertionError("nobody waited")
