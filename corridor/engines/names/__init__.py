"""Names across scripts: fold for search, keys for "sounds alike", tokens for explanation, romanisation for display.

    >>> keys("Mahamat Abderaman").search & keys("محمد عبد الرحمن").search  # doctest: +SKIP
    frozenset({'MMD', 'ABDRMN'})

Pure and without dependencies. Keys are made only here: databases and batch engines store and compare them, so search,
registration and batch linkage can never disagree about what sounds alike.
"""

from .aliases import Alias
from .aliases import table as alias_table
from .folding import fold, script_of
from .keys import NameKeys, keys, sound_alike
from .romanising import romanise
from .tokens import Token, tokens

__all__ = ["Alias", "NameKeys", "Token", "alias_table", "fold", "keys", "romanise", "script_of", "sound_alike", "tokens"]
