"""Photos: small, plain, upright and without a trace of where they were taken; anything else is refused with a sentence."""

import io
import struct
import zlib

import pytest
from PIL import Image

from corridor.audit import queries as audit
from corridor.kernel.refusals import NotFound, Refused
from corridor.people import actions, adapters, queries


def picture(kind="JPEG", size=(900, 600), **more):
    out = io.BytesIO()
    Image.new("RGB", size, (200, 120, 40)).save(out, kind, **more)
    return out.getvalue()


def with_place():
    exif = Image.Exif()
    exif[0x0112] = 6  # turned
    exif[0x010F] = "Maker of the phone"
    exif.get_ifd(0x8825)[1] = "N"
    return picture(exif=exif)


def bomb():
    """A few hundred bytes that say they are 40,000 by 40,000 pixels."""
    head = struct.pack(">IIBBBBB", 40_000, 40_000, 8, 2, 0, 0, 0)

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_becomes_a_small_jpeg(kind):
    with Image.open(io.BytesIO(adapters.portrait(picture(kind)))) as made:
        assert (made.format, made.size) == ("JPEG", (320, 213))


def test_nothing_of_the_camera_or_the_place_remains_and_the_photo_is_upright():
    made = adapters.portrait(with_place())

    assert b"Maker" not in made
    assert b"Exif" not in made
    with Image.open(io.BytesIO(made)) as image:
        assert not image.getexif()
        assert image.size == (213, 320)


@pytest.mark.parametrize(
    "raw",
    [b"", b"not a photo", picture()[:200], b"GIF89a" + b"\0" * 50, b"%PDF-1.7", b"<svg xmlns='http://www.w3.org/2000/svg'/>"],
)
def test_what_is_no_photo_is_refused(raw):
    with pytest.raises(Refused, match="no photo we can read"):
        adapters.portrait(raw)


def test_a_picture_of_too_many_pixels_is_not_opened():
    with pytest.raises(Refused, match="too many pixels"):
        adapters.portrait(bomb())


def test_a_file_too_large_is_refused_before_it_is_read():
    with pytest.raises(Refused, match="larger than 8 MB"):
        adapters.portrait(b"\0" * (adapters.LARGEST_FILE + 1))


def test_a_photo_is_shown_to_those_who_may_and_each_look_is_written_down(world, acts, person):
    actor = world.actor("caseworker")
    with acts(actor):
        with pytest.raises(NotFound):
            actions.read_photo(actor, person)
        actions.set_photo(actor, person, picture())
        actions.set_photo(actor, person, picture(size=(100, 100)))
        assert actions.read_photo(actor, person) == queries.photo_of(actor, person)
        assert [line.verb for line in audit.about_person(actor, person, readings=True)] == ["people.photo.read"]

    movement = world.actor("movement_officer")
    with acts(movement), pytest.raises(NotFound):
        actions.read_photo(movement, person)
