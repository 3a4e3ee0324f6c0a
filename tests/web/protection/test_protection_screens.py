"""The screens of protection: content for protection staff, whom to ask for others, the queue of both sides."""

import pytest
from django.urls import reverse

from corridor.kernel import clock
from corridor.people import actions as people
from corridor.people import queries as people_queries
from corridor.people.actions import NewName, NewPerson, birth
from corridor.protection import actions, queries

FORMS = ("fear", "screening", "trafficking", "best_interests", "child_care", "override", "pathway", "propose")


@pytest.fixture
def officer(world, client):
    client.force_login(world.someone("protection_officer"))
    return client


@pytest.fixture
def ada(world, acts):
    actor = world.actor("caseworker")
    with acts(actor):
        return people.register(actor, NewPerson(names=(NewName("Ada Obi"),), nationality="NG", languages=("en",)))


def day(name, value):
    return {f"{name}_day": str(value.day), f"{name}_month": str(value.month), f"{name}_year": str(value.year)}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_opens_for_protection_staff(officer, ada, form):
    assert officer.get(reverse(f"protection.{form}", args=[ada])).status_code == 200


def test_fear_is_asked_in_the_words_that_everybody_hears(officer, ada, world, acts):
    address = reverse("protection.fear", args=[ada])
    assert "afraid of" in officer.get(address).content.decode()

    refused = officer.post(address, {"answer": "no_fear", "private": "no", "language": "en"})
    assert refused.status_code == 422
    assert "Ask again, alone." in refused.content.decode()

    page = officer.post(address, {"answer": "fear", "private": "yes", "language": "en"}, follow=True).content.decode()
    assert "Fears return" in page
    with acts(world.actor("caseworker")):
        assert people_queries.is_shielded(world.actor("caseworker"), ada)


def test_a_caseworker_reads_that_a_matter_is_open_and_whom_to_ask(world, client, ada, acts):
    officer = world.actor("protection_officer")
    with acts(officer):
        actions.ask_fear(officer, ada, answer="unsure", private=True, language="en", note="His uncle waits there")
    client.force_login(world.someone("caseworker"))

    page = client.get(reverse("protection.person", args=[ada])).content.decode()

    assert "A protection matter is open." in page
    assert "Protection officer 1" in page
    assert "His uncle" not in page
    assert "Is not sure" not in page


def test_a_screening_shows_its_bands_and_what_to_do(officer, ada):
    answers = {"red_flags": ["torture"], "individual_risk": ["individual.debt"], "community_protects": ["community.network"]}
    page = officer.post(reverse("protection.screening", args=[ada]), answers, follow=True).content.decode()

    assert "Critical" in page
    assert "Offer medical and psychological care" in page
    assert "People to turn to" in page


def test_a_child_alone_gets_best_interests_and_care(officer, world, acts):
    actor = world.actor("caseworker")
    with acts(actor):
        born = birth(year=2012, on=clock.today())
        child = people.register(actor, NewPerson(names=(NewName("Ife Obi"),), birth=born, child_alone="unaccompanied"))
    finding = {"kind": "determination", "solution": "vhr", "finding": "positive", "childs_views": "Wants to go to her aunt"}

    refused = officer.post(reverse("protection.best_interests", args=[child]), finding)
    assert refused.status_code == 422
    assert "Name the panel" in refused.content.decode()

    page = officer.post(
        reverse("protection.best_interests", args=[child]), finding | {"panel": "A, B, C"}, follow=True
    ).content.decode()
    assert "In the child" in page
    care = {"guardian": "M. Sani", "tracing": "found", "escort": "", "receiver": ""}
    page = officer.post(reverse("protection.child_care", args=[child]), care, follow=True).content.decode()
    assert "M. Sani" in page
    assert "not named" in page


def test_a_pathway_always_offers_asylum(officer, ada):
    address = reverse("protection.pathway", args=[ada])

    refused = officer.post(address, {"offered": ["vhr", "stay"], "chosen": "vhr"})
    assert refused.status_code == 422
    assert "asylum with UNHCR always" in refused.content.decode()

    page = officer.post(address, {"offered": ["vhr", "asylum"], "chosen": "vhr"}, follow=True).content.decode()
    assert "Asylum claim with UNHCR" in page


def test_advice_about_a_country_is_set_ended_and_signed_off(world, client, ada):
    client.force_login(world.someone("head_of_protection"))
    advice = {"country": "NG", "level": "caution", "source": "Position of 2026"} | day("since", clock.today())

    page = client.post(reverse("protection.new_advisory"), advice, follow=True).content.decode()
    assert "Position of 2026" in page
    page = client.post(reverse("protection.sign_off", args=[ada]), {"reason": "Her town is calm"}, follow=True).content.decode()
    assert "Signed off" in page

    row = queries.advisories(world.actor("head_of_protection"))[0]
    ended = client.post(reverse("protection.end_advisory", args=[row.id]), day("until", clock.today()), follow=True)
    assert ended.status_code == 200
    assert client.get(reverse("protection.advisories")).status_code == 200


def test_an_override_takes_two_people(world, client, ada):
    client.force_login(world.someone("head_of_protection"))
    address = reverse("protection.override", args=[ada])
    assert client.post(address, {"person_insists": "no", "reason": "He says so"}).status_code == 422
    client.post(address, {"person_insists": "yes", "reason": "He says so"})
    page = client.get(reverse("protection.person", args=[ada])).content.decode()
    assert "Approve as the second person" not in page
    with_asker = client.post(reverse("protection.approve", args=[_override(world, ada)]))
    assert with_asker.status_code == 422

    client.force_login(world.someone("head_of_protection", number=2))
    page = client.get(reverse("protection.person", args=[ada])).content.decode()
    assert "Approve as the second person" in page
    approved = client.post(reverse("protection.approve", args=[_override(world, ada)]), follow=True)
    assert "Approved" in approved.content.decode()


def _override(world, person):
    from corridor.kernel.actor import acting

    actor = world.actor("head_of_protection")
    with acting(actor):
        return queries.overrides_of(actor, person)[0].id


def test_a_referral_goes_through_both_sides(world, client, ada):
    ours, theirs = world.someone("protection_officer"), world.someone("protection_officer", "UNHCR-LBY")
    receiver = str(world.organisations["UNHCR-LBY"].id)

    client.force_login(ours)
    made = client.post(reverse("protection.propose", args=[ada]), {"receiver": receiver, "urgent": "yes", "own_request": "no"})
    address = made["Location"]
    client.force_login(theirs)
    assert client.get(address).status_code == 404
    client.force_login(ours)
    for step in ("consent", "send"):
        assert client.post(address, {"step": step}).status_code == 302
    assert "Steps that cannot be taken now" in client.get(address).content.decode()

    client.force_login(theirs)
    assert "Ada Obi" in client.get(reverse("protection.referrals")).content.decode()
    assert client.post(address, {"step": "receive"}).status_code == 302
    refused = client.post(address, {"step": "reject", "reason": " "})
    assert refused.status_code == 422
    assert "told to the person" in refused.content.decode()
    assert client.post(address, {"step": "not_registrable", "reason": "Not in our mandate here"}).status_code == 302
    page = client.get(reverse("protection.referrals")).content.decode()
    assert "No longer shared with you" in page
    assert "Ada Obi" not in page

    client.force_login(ours)
    assert "Not in our mandate here" in client.get(address).content.decode()
    assert client.post(address, {"step": "close"}).status_code == 302
    assert "Closed" in client.get(reverse("protection.referrals") + "?view=closed").content.decode()


def test_a_late_press_on_an_old_page_changes_nothing(world, client, ada):
    client.force_login(world.someone("protection_officer"))
    receiver = str(world.organisations["UNHCR-LBY"].id)
    made = client.post(reverse("protection.propose", args=[ada]), {"receiver": receiver, "urgent": "no", "own_request": "no"})
    client.post(made["Location"], {"step": "consent", "version": "1"})

    late = client.post(made["Location"], {"step": "decline", "version": "1"})

    assert "Somebody else changed this referral" in late.content.decode()


def test_a_consulate_has_no_protection_page(world, client, ada):
    client.force_login(world.someone("consular_officer", "CON-NGA"))

    for name in ("protection.person", "consent.person"):
        assert client.get(reverse(name, args=[ada])).status_code == 404
    assert client.get(reverse("protection.referrals")).status_code == 404


def test_the_queue_costs_the_same_for_one_and_for_many(world, client, acts, django_assert_max_num_queries):
    actor = world.actor("protection_officer")
    client.force_login(world.someone("protection_officer"))
    receiver = world.organisations["UNHCR-LBY"].id
    counts = []
    for number in range(3):
        with acts(actor):
            person = people.register(actor, NewPerson(names=(NewName(f"Ada Obi {'x' * number}"),)))
            actions.propose_referral(actor, person, receiver_id=receiver)
        with django_assert_max_num_queries(40) as counted:
            assert client.get(reverse("protection.referrals")).status_code == 200
        counts.append(len(counted))

    assert counts[0] == counts[-1]
