"""Romanisation for display: a reading aid beside a name in its own script, never a second official spelling.

Arabic writes no short vowels, so common names come from a small table and the rest gets an "a" where two consonants
would clash; Ge'ez, Bengali, Devanagari and Cyrillic are read letter by letter. Latin text is returned as it is.
"""

from __future__ import annotations

from .folding import fold, script_of
from .letters import to_latin

_COMMON = {
    "محمد": "Mohamed", "احمد": "Ahmed", "محمود": "Mahmoud", "علي": "Ali", "حسن": "Hassan",
    "حسين": "Hussein", "عمر": "Omar", "عثمان": "Osman", "ابراهيم": "Ibrahim", "اسماعيل": "Ismail",
    "اسحاق": "Ishaq", "يوسف": "Yousif", "يعقوب": "Yagoub", "موسي": "Musa", "عيسي": "Issa",
    "ادم": "Adam", "هارون": "Haroun", "داود": "Dawood", "سليمان": "Suleiman", "يحيي": "Yahya",
    "خالد": "Khalid", "خليل": "Khalil", "عبد": "Abd", "الله": "Allah", "الرحمن": "al-Rahman",
    "مصطفي": "Mustafa", "مختار": "Mukhtar", "فاطمه": "Fatima", "عائشه": "Aisha", "عايشه": "Aisha",
    "مريم": "Mariam", "خديجه": "Khadija", "زينب": "Zainab", "امنه": "Amna", "حليمه": "Halima",
    "سعاد": "Suad", "هدي": "Huda", "نور": "Nour", "الدين": "al-Din", "صالح": "Saleh", "صلاح": "Salah",
    "سعيد": "Said", "سالم": "Salim", "بن": "bin", "ابن": "ibn", "بنت": "bint", "ابو": "Abu",
    "ابوبكر": "Abubakr", "بكر": "Bakr", "طاهر": "Tahir", "كمال": "Kamal", "جمال": "Jamal",
    "حامد": "Hamid", "عادل": "Adil", "بشير": "Bashir", "ادريس": "Idris", "تاج": "Taj", "السر": "al-Sir",
    "اسامه": "Osama", "حمزه": "Hamza", "ياسين": "Yassin", "ياسر": "Yasir", "انور": "Anwar",
    "ناصر": "Nasser", "عمار": "Ammar", "طارق": "Tariq", "سمير": "Samir", "كريم": "Karim",
    "وليد": "Walid", "زكريا": "Zakaria", "يونس": "Younis", "اميره": "Amira", "ساره": "Sara",
    "حواء": "Hawa", "حوا": "Hawa", "سلمي": "Salma", "ليلي": "Layla", "رقيه": "Rugaya", "زهراء": "Zahra",
    "الطيب": "al-Tayeb", "طيب": "Tayeb",
}  # fmt: skip
_LETTERS = {
    "ا": "a", "ب": "b", "پ": "p", "ت": "t", "ث": "th", "ج": "j", "چ": "ch", "ح": "h", "خ": "kh",
    "د": "d", "ذ": "dh", "ر": "r", "ز": "z", "ژ": "zh", "س": "s", "ش": "sh", "ص": "s", "ض": "d",
    "ط": "t", "ظ": "z", "ع": "a", "غ": "gh", "ف": "f", "ڤ": "v", "ق": "q", "ك": "k", "گ": "g", "ل": "l",
    "م": "m", "ن": "n", "ه": "h",
}  # fmt: skip


def _arabic(word: str) -> str:
    if word in _COMMON:
        return _COMMON[word]
    if word.startswith("ال") and len(word) > 3:
        rest = _arabic(word[2:])
        return rest if rest.startswith("al-") else "al-" + rest
    out = ""
    for at, letter in enumerate(word):
        before, last = out[-1:], at == len(word) - 1
        if letter in "وي":
            consonant = at == 0 or (before in "aiou" and not last) or word[at + 1 : at + 2] == "ا"
            out += ("w" if letter == "و" else "y") if consonant else ("u" if letter == "و" else "i")
        elif letter == "ه" and last and at > 1:
            out += "" if before == "a" else "a"
        else:
            sound = _LETTERS.get(letter, letter if letter.isascii() else "")
            clash = out and before not in "aiou" and sound[:1] not in ("a", "")
            out += ("a" if clash else "") + (sound if not (sound == "a" and before == "a") else "")
    return out.capitalize()


def romanise(text: str) -> str:
    """The name in Latin letters for display; Latin text unchanged; a word of a script we cannot read stays as written."""
    if script_of(text) in ("latn", "zyyy"):
        return text
    read = []
    for word in fold(text).split():
        script = script_of(word)
        if script == "arab":
            read.append(_arabic(word))
        elif script in ("latn", "zyyy"):
            read.append(word.capitalize())
        else:
            read.append(to_latin(word, script).capitalize() or word)
    return " ".join(read)
