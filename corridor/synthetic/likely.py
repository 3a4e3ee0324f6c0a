"""Records that may be one person, with the real actions: people registered twice, namesakes, twins, one person at two organisations.

Some pairs wait, some are decided (so that totals have a past), a few wait for a second word or a supervisor.
"""

from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.db import transaction

from corridor.access import queries as access
from corridor.access.models import Organisation, Staff
from corridor.duplicates import actions, queries
from corridor.duplicates.words import PairStatus
from corridor.kernel.actor import Actor, acting
from corridor.kernel.refusals import Refused
from corridor.people import actions as people
from corridor.people.rules import Birth, NewName, NewPerson

from . import names

SEED = 1982
NATIONALITIES = ("NG", "SD", "ML", "ER", "SO", "BD", "GM", "TD")
# How the same name is written by another officer: the first that fits, from a place drawn by lot.
SPELLINGS = (
    ("ou", "u"), ("oo", "u"), ("mm", "m"), ("ss", "s"), ("ee", "i"), ("kh", "k"), ("dh", "d"), ("ie", "i"), ("ei", "e"), ("f", "ff"),
    ("m", "mm"), ("s", "ss"), ("i", "ee"), ("k", "c"), ("u", "ou"), ("a", "ah"),
)  # fmt: skip
WAITING, DECIDED = 14, 38  # decided: enough that a band of totals has a past, whichever pairs are drawn for a second look
SAME_WHY = (
    "Same telephone, and both officers noted the scar on the left wrist",
    "Asked again: gave the same mother and the same village",
)
OTHER_WHY = ("Spoke with both on the telephone on one day", "One is a head taller and from another region; a common name")


def run(today: date) -> int:
    """Answers how many pairs wait for a reviewer; nothing is done twice."""
    desk = Desk(Random(SEED), today)
    with desk.acts("supervisor") as chief:
        if queries.count(chief) or queries.count(chief, queries.DECIDED):
            return queries.count(chief)
    desk.decided()
    desk.waiting()
    desk.twins()
    desk.across()
    with desk.acts("supervisor") as chief:
        return queries.count(chief)


class Desk:
    """Who registers and decides, and the lots that are drawn."""

    def __init__(self, random: Random, today: date) -> None:
        self.random, self.today = random, today

    @contextmanager
    def acts(self, login: str) -> Any:
        staff = Staff.objects.select_related("organisation").get(login=login)
        actor = access.actor_for(staff)
        with acting(actor), transaction.atomic():
            yield actor

    def person(self, **more: Any) -> NewPerson:
        """Somebody invented, born on a day that is known."""
        random = self.random
        nationality = random.choice(NATIONALITIES)
        female = random.random() < 0.3
        name = names.make(random, nationality, female)
        born = self.today - timedelta(days=365 * more.pop("age", random.randint(19, 44)) + random.randint(1, 360))
        both = (NewName(name.latin), *((NewName(name.own, kind="alias"),) if name.own else ()))
        new = NewPerson(names=both, sex="female" if female else "male", birth=Birth(born, "day"), nationality=nationality)
        return replace(new, languages=(name.language,), phones=(f"+21892{random.randint(1000000, 9999999)}",), **more)

    def again(self, new: NewPerson, **more: Any) -> NewPerson:
        """The same person as another officer wrote it: another spelling, often the year alone, sometimes no telephone."""
        random = self.random
        spelled = NewName(respelled(new.names[0].full, random))
        said = {"names": (spelled, *new.names[1:]) if random.random() < 0.6 else (spelled,)}
        if new.birth.first and random.random() < 0.4:
            said["birth"] = Birth(new.birth.first.replace(month=1, day=1), "year")  # type: ignore[assignment]
        if random.random() < 0.5:
            said["phones"] = ()  # type: ignore[assignment]
        return replace(new, child_alone="", location="", **{**said, **more})

    def namesake(self, new: NewPerson) -> NewPerson:
        """Another person of the same name and about the same age."""
        born = (new.birth.first or self.today) + timedelta(days=self.random.randint(400, 1200))
        return replace(new, names=new.names[:1], birth=Birth(born.replace(month=1, day=1), "year"), phones=())

    def registered(self, new: NewPerson, login: str = "registrar") -> UUID:
        with self.acts(login) as actor:
            return people.register(actor, new)

    def pair(self, one: UUID, other: UUID, login: str = "registrar") -> UUID:
        with self.acts(login) as actor:
            return actions.open_pair(actor, one, other, "registration")

    def decided(self) -> None:
        """What earlier weeks decided; of two minds and unsure among them."""
        for number in range(DECIDED):
            new = self.person()
            same = number % 3 != 0
            other = self.again(new) if same else self.namesake(new)
            pair = self.pair(self.registered(new), self.registered(other))
            answer, why = ("same", self.random.choice(SAME_WHY)) if same else ("different", self.random.choice(OTHER_WHY))
            if number % 13 == 5:
                answer, why = "unsure", "No photo in either record; she was not reached by telephone"
            with self.acts("caseworker") as actor:
                status = actions.decide(actor, pair, answer, why)
            if status == PairStatus.BLIND and number % 2:
                self._second(pair, answer, why)

    def _second(self, pair: UUID, answer: str, why: str) -> None:
        with self.acts("caseworker2") as actor:
            actions.decide_blind(actor, pair, answer, why)

    def waiting(self) -> None:
        """The queue of today: children alone, people in detention, everybody else."""
        kinds: tuple[dict[str, Any], ...] = (
            {}, {"location": "detention"}, {}, {"age": 15, "child_alone": "unaccompanied"}, {"age": 16}, {}, {"location": "detention"},
        )  # fmt: skip
        for number in range(WAITING):
            new = self.person(**kinds[number % len(kinds)])
            other = self.namesake(new) if number % 5 == 4 else self.again(new)
            self.pair(self.registered(new), self.registered(other))

    def twins(self) -> None:
        """Two brothers on one family's list: more alike than many duplicates, and two people."""
        father = self.registered(self.person(age=40))
        born = Birth(self.today - timedelta(days=365 * 9 + 40), "day")
        both = [
            self.registered(
                NewPerson(
                    names=(NewName(name),), sex="male", birth=born, nationality="SD", with_person_id=father, family_role="child"
                )
            )
            for name in ("Hassan Idris Bakri", "Hussein Idris Bakri")
        ]
        self.pair(*both)

    def across(self) -> None:
        """One person at two organisations: each learns only whom to ask, and one has asked."""
        for number in range(4):
            new = self.person()
            ours = self.registered(new)
            self.registered(self.again(new, phones=new.phones), "unhcr")
            if number == 0:
                with self.acts("caseworker") as actor:
                    self._asks(actor, ours)

    def _asks(self, actor: Actor, ours: UUID) -> None:
        try:
            actions.ask_to_compare(actor, ours, Organisation.objects.get(code="UNHCR-LBY").id)
        except Refused:  # pragma: no cover - the lots are the same each time
            return


def respelled(full: str, random: Random) -> str:
    """Another way of writing the same name."""
    words = full.split()
    at = random.randrange(len(words))
    word = words[at].lower()
    start = random.randrange(len(SPELLINGS))
    for number in range(len(SPELLINGS)):
        old, new = SPELLINGS[(start + number) % len(SPELLINGS)]
        if old in word[1:]:
            words[at] = (word[0] + word[1:].replace(old, new, 1)).capitalize()
            break
    return " ".join(words)
