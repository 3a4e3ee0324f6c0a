"""From a written name to its tokens: particles and articles out, what belongs together joined.

Abdul Rahman, Cabdiraxmaan and عبد الرحمن are one token each; "bin", "ould", "el" and titles are none. Keys of the
tokens come from `skeleton`, the alias table adds what no rule can hear (Fatou for Fatoumata).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from .aliases import canonical
from .folding import fold, script_of
from .letters import to_latin
from .skeleton import MAX_KEYS, last_vowels, skeletons
from .vocabulary import ABD, ABD_LOOSE, ALLAH, DIVINE, FAITH, FATHER_OF, HONOURS, PARTICLES, SAINTS, SERVANT_OF, TITLES

_DIVINE_SOUNDS = frozenset(key for word in DIVINE for key in skeletons(word))
_ABD_WRITTEN = re.compile(r"^[ck]?abd(?:[aeiou]{1,2})?(?P<article>ll|l)?(?P<rest>.*)$")
_ABDULLAH = re.compile(r"^[ck]?abd[aeiou]{1,2}l{1,2}(?:ah|ahi|aahi|aye|ai|ay|a|e|aahe|ahe|ayi|aay|aa)?$")
_LATIN_ARTICLE = re.compile(r"^(?:al|el)(?=[a-z]{4})(?!y?as$)")
_DOUBLED_ARTICLE = re.compile(r"^[ae](?:ss|rr|zz|dd|tt|nn|sch|sh|ch)(?=[a-z]{3})")
_FEMININE = re.compile(r"(?:ata|atou|atu|etou|eta|ato|atta|ette|atuu)$")


@dataclass(frozen=True, slots=True)
class Token:
    """One spoken name: the folded text (as written, joined parts together) and its keys, first reading first.

    `close` are the keys with the last vowel heard: Hassan and Hussein share a key but no close key. Linkage weighs them apart.
    """

    text: str
    keys: tuple[str, ...]
    close: tuple[str, ...]


def _words(name: str) -> list[str]:
    words = [word for word in fold(name).split() if any(char.isalnum() for char in word)]
    spoken = [word for word in words if word not in PARTICLES and word not in TITLES]
    if not spoken:
        spoken = [word for word in words if word not in TITLES] or words
    plain = [word for word in spoken if word not in HONOURS]
    spoken = plain if len(plain) >= 2 else spoken
    longer = [word for word in spoken if len(word) > 1 or not ("a" <= word <= "z")]
    return longer or spoken


def _join(words: list[str]) -> list[str]:
    """Compounds in one piece: what stands before Allah or the faith belongs to it, what follows Abd or Abu to that."""
    joined: list[str] = []
    at = 0
    while at < len(words):
        word = words[at]
        after = words[at + 1] if at + 1 < len(words) else ""
        together = bool(after) and _belong_together(word, after)
        joined.append(word + " " + after if together else word)
        at += 2 if together else 1
    return joined


def _belong_together(word: str, after: str) -> bool:
    if word in ABD or word in FATHER_OF or after in ALLAH or after in FAITH:
        return True
    return (word in ABD_LOOSE and _is_divine(after)) or (word in SERVANT_OF and after in SAINTS)


def _is_divine(word: str) -> bool:
    return any(key in _DIVINE_SOUNDS for form in _without_article(word) for key in skeletons(form))


def _without_article(word: str) -> tuple[str, ...]:
    """The word without an article written onto it, then, when the article may be part of the name, the word itself."""
    if word.startswith("ال") and len(word) >= 5 and word != "الياس":
        return (word[2:],) if len(word) > 5 else (word[2:], word)
    if word.startswith("وال") and len(word) >= 6:
        return (word[3:], word)
    if _LATIN_ARTICLE.match(word):
        return (word[2:], word)
    if _DOUBLED_ARTICLE.match(word):
        return (word[1:], word)
    return (word,)


def _abd_keys(word: str) -> tuple[str, ...]:
    """Keys of an Abd- compound, written in one or in two; () when the word is none."""
    flat = word.replace(" ", "")
    if flat.startswith("عبد") and len(flat) > 4:
        rest = flat[3:]
        if rest in ("الله", "الل", "لله", "الاه", "اللهي"):
            return ("ABDL",)
        return _abd_with(rest[2:] if rest.startswith("ال") and len(rest) > 3 else rest)
    found = _ABD_WRITTEN.match(flat)
    if not found:
        return ()
    if _ABDULLAH.match(flat):
        return ("ABDL",)
    if len(found["rest"]) < 3:
        return ()
    if not found["article"]:
        return _abd_with(found["rest"])
    # Abdulatif is Abd-ul-Latif, Abdulaziz is Abd-ul-Aziz: one l may be the article, the name, or both.
    plain, heard = found["rest"], "l" + found["rest"]
    return _abd_with(heard, plain) if found["article"] == "ll" else _abd_with(plain, heard)


def _abd_with(*rests: str) -> tuple[str, ...]:
    tails = [key for rest in rests for key in skeletons(_without_article(rest)[0])]
    return tuple(dict.fromkeys("ABD" + re.sub(r"^[AH](?=.)", "", tail) for tail in tails))


def _sounds(word: str) -> tuple[str, ...]:
    """Keys of one joined token in Latin or Arabic letters, before aliases."""
    compound = _abd_keys(word)
    if compound:
        return compound
    head, _, tail = word.partition(" ")
    if head in SERVANT_OF:
        return skeletons(head + tail)
    if tail in FAITH or tail in ("uddina", "uddin", "udina"):
        return tuple(key + "DN" for key in skeletons(head))
    if word.endswith("الدين") and len(word) > 6:
        return tuple(key + "DN" for key in skeletons(word[:-5].strip()))
    if tail in ALLAH:
        return tuple(key if key.endswith("L") else key + "L" for key in skeletons(head))
    if head in FATHER_OF and tail:
        opening = "AB" if head[:2] in ("ab", "اب") else "AM"
        return tuple(opening + re.sub(r"^[AHWY](?=.)", "", key) for key in skeletons(_without_article(tail)[0]))
    return tuple(key for form in _forms(word) for key in skeletons(form))


def _forms(word: str) -> list[str]:
    """The word, without its article, and without a West African feminine ending."""
    forms = list(_without_article(word))
    return forms + [_FEMININE.sub("a", form) for form in forms if len(form) >= 6 and _FEMININE.search(form)]


def _close_sounds(word: str) -> list[str]:
    whole = _sounds(word)
    if whole == ("ABDL",):
        return ["ABDL.a"]
    spoken = [(key, vowel) for form in _forms(word) for key in skeletons(form) for vowel in last_vowels(form)]
    if {key for key, _ in spoken} != set(whole):  # a compound: its keys are not those of its letters
        spoken = [(key, vowel) for key in whole for vowel in last_vowels(word.replace(" ", ""))]
    return [f"{key}.{vowel}" for key, vowel in spoken]


@lru_cache(maxsize=200_000)
def _token(word: str) -> Token:
    """Keys of one joined token in any script; a script we cannot read keeps its folded text as its only key."""
    latin = word
    script = script_of(word)
    if script not in ("latn", "arab"):
        latin = " ".join(to_latin(part, script) for part in word.split())
    heard = [latin] if latin.strip() else []
    heard += canonical(word) or canonical(latin)
    found = dict.fromkeys(key for form in heard for key in _sounds(form))
    close = dict.fromkeys(key for form in heard for key in _close_sounds(form))
    text = word.replace(" ", "")
    limit = MAX_KEYS + len(heard)
    return Token(text, tuple(found)[:limit] or ("=" + text,), tuple(close)[: 3 * limit] or ("=" + text,))


@lru_cache(maxsize=200_000)
def tokens(name: str) -> tuple[Token, ...]:
    """The tokens of a full name in the order written."""
    return tuple(_token(word) for word in _join(_words(name)))
