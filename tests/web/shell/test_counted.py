"""A number that was not counted to its end is not shown as if it were."""

from corridor.web.shell import formats


def test_a_full_count_is_a_number():
    assert formats.counted("Mine", 999, 1_000) == {"text": "Mine", "number": 999}


def test_where_counting_stopped_the_words_say_so():
    assert formats.counted("Mine", 1_000, 1_000) == {"text": "Mine 1,000+", "number": None}
