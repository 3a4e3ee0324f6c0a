"""What must sound alike, what must not, and what no text may do to the keys."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridor.engines.names import alias_table, fold, keys, romanise, script_of, sound_alike

NAUGHTY = Path(__file__).parents[4] / "shared" / "data" / "8_badinput" / "blns.json"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mohamed", "محمد"), ("Mahamat", "Mohammed"), ("Maxamed", "محمد"), ("Md", "Mohammad"),
        ("Mamadou", "Mohamed"), ("Abdelrahman", "عبد الرحمن"), ("Abdul Rahman", "Cabdiraxmaan"),
        ("ABDERAMAN", "عبدالرحمن"), ("Abdoulaye", "عبد الله"), ("Abdullahi", "Abdallah"),
        ("Abdoul Aziz", "عبد العزيز"), ("Abdulatif", "عبد اللطيف"), ("Abdou Kader", "عبد القادر"),
        ("Osman", "عثمان"), ("Ousmane", "Cismaan"), ("Brahim", "إبراهيم"), ("Yacoub", "يعقوب"),
        ("Issa", "عيسى"), ("Hassan", "Xasan"), ("Fatou", "Fatoumata"), ("Aminata", "أمينة"),
        ("Fatimata", "فاطمة"), ("Alima", "Halima"), ("Kadiatou", "خديجة"), ("Jallow", "Diallo"),
        ("Camara", "Kamara"), ("Ouattara", "Wattara"), ("Noureddine", "نور الدين"), ("Nour Eddine", "Nuruddin"),
        ("Aboubacar", "أبو بكر"), ("El Hassan", "الحسن"), ("Al-Hassan", "Hassan"), ("Essaïd", "السعيد"),
        ("Faycal", "فيصل"), ("Tesfay", "ተስፋይ"), ("Ghebremedin", "ገብረመድህን"), ("Gebre Medhin", "ገብረመድህን"),
        ("Dawit", "David"), ("Mekonen", "መኰንን"), ("Habte Michael", "ሀብተሚካኤል"), ("Rafiqul", "রফিকুল"),
        ("Georges", "George"), ("Cali", "علي"), ("Qadir", "Kader"), ("Jamal", "Gamal"),
    ],
)  # fmt: skip
def test_spellings_of_one_name_sound_alike(one: str, other: str) -> None:
    assert sound_alike(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mohamed", "Ahmed"), ("محمد", "أحمد"), ("Fatoumata", "Aminata"),
        ("Ali", "Omar"), ("Ibrahim", "Ismail"), ("Abdelrahman", "Abdelrahim"), ("عبد الله", "عبد الرحمن"),
        ("Tesfay", "Mehari"), ("Diallo", "Traore"), ("Khalid", "Walid"), ("Salim", "Salah"),
    ],
)  # fmt: skip
def test_different_names_do_not_sound_alike(one: str, other: str) -> None:
    assert not sound_alike(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Hassan", "Hussein"), ("حسن", "حسين"), ("Mohamed", "Mahmoud"), ("محمد", "Mahmoud"), ("Jamal", "جميل"), ("Omar", "أمير")],
)
def test_names_told_apart_by_a_vowel_share_no_close_key(one: str, other: str) -> None:
    assert sound_alike(one, other)
    assert set(keys(one).tokens[0].close).isdisjoint(keys(other).tokens[0].close)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Hassan", "حسن"), ("Hussein", "حسين"), ("Khaled", "خالد"), ("Khalid", "Khaled"), ("Osman", "عثمان"),
     ("Fatoumata", "فاطمة"), ("Said", "سعيد"), ("Abdelrahman", "عبد الرحمن"), ("Mohammed", "Mahamat"), ("Tesfay", "ተስፋይ")],
)  # fmt: skip
def test_spellings_of_one_name_keep_a_close_key(one: str, other: str) -> None:
    assert not set(keys(one).tokens[0].close).isdisjoint(keys(other).tokens[0].close)


def test_particles_articles_and_titles_have_no_token_of_their_own() -> None:
    assert [token.text for token in keys("Mr. Ahmed bin Salem Al Mansouri").tokens] == ["ahmed", "salem", "mansouri"]
    assert [token.text for token in keys("Sidi ould Cheikh ould Hamoud").tokens] == ["sidi", "hamoud"]
    assert [token.text for token in keys("السيد محمد بن علي").tokens] == ["محمد", "علي"]


def test_abdou_is_joined_only_to_a_name_of_god() -> None:
    assert len(keys("Abdou Kader").tokens) == 1
    assert [token.text for token in keys("Abdou Amin").tokens] == ["abdou", "amin"]


def test_the_order_of_words_does_not_change_what_is_searched() -> None:
    assert keys("Diallo Fatoumata").search == keys("Fatoumata DIALLO").search


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("Ahmed", "latn"),
        ("أحمد", "arab"),
        ("ተስፋይ", "ethi"),
        ("রহিম", "beng"),
        ("12-34", "zyyy"),
        ("", "zyyy"),
        ("Ahmed أح", "latn"),
        ("Иван", "cyrl"),
    ],
)
def test_the_script_of_a_text_is_the_one_of_most_letters(text: str, script: str) -> None:
    assert script_of(text) == script


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("  Fāṭima  AL-ZAHRĀ ", "fatima al zahra"),
        ("أحـــمَد", "احمد"),
        ("٠٩١٢", "0912"),
        ("N'Diaye", "ndiaye"),
        ("Labé", "labe"),
        ("İBRAHİM", "ibrahim"),
    ],
)
def test_folding_keeps_the_script_and_drops_the_rest(text: str, plain: str) -> None:
    assert fold(text) == plain


def test_romanisation_reads_other_scripts_and_leaves_latin_alone() -> None:
    assert romanise("محمد عثمان") == "Mohamed Osman"
    assert romanise("ተስፋይ").startswith("Tesfa")
    assert romanise("Ṣāliḥ") == "Ṣāliḥ"


def test_every_alias_row_names_its_source_and_makes_the_two_spellings_sound_alike() -> None:
    assert len(alias_table()) <= 300
    for row in alias_table():
        assert row.source
        assert row.language
        assert sound_alike(row.spelling, row.same_as), row.spelling


@given(st.text(max_size=40))
def test_no_text_breaks_the_keys_and_folding_twice_changes_nothing(text: str) -> None:
    found = keys(text)
    assert fold(found.folded) == found.folded
    assert found == keys(text)
    assert all(token.text and token.keys for token in found.tokens)
    assert romanise(text) is not None


@given(st.lists(st.sampled_from(["ahmed", "محمد", "ተስፋይ", "diallo", "cali", "abdoulaye"]), min_size=1, max_size=4))
def test_case_and_accents_do_not_change_the_keys(words: list[str]) -> None:
    name = " ".join(words)
    assert keys(name).search == keys(name.upper()).search


@pytest.mark.skipif(not NAUGHTY.exists(), reason="the list of naughty strings is not beside the project")
def test_naughty_strings_make_keys_like_any_other() -> None:
    for text in json.loads(NAUGHTY.read_text(encoding="utf-8")):
        assert keys(text).search == frozenset(k for token in keys(text).tokens for k in token.keys)
