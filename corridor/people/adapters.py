"""Photos as we keep them: decoded within limits, turned upright, at most 320 px, written anew as JPEG without any metadata."""

import io
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

from corridor.kernel.refusals import N_, Reason, Refused

LARGEST_FILE = 8 * 1024 * 1024
LARGEST_PICTURE = 40_000_000  # pixels; a phone's camera makes 12 to 50 million, a decompression bomb far more
SIDE = 320
KINDS = ("JPEG", "PNG", "WEBP")


def portrait(raw: bytes) -> bytes:
    """The picture as a small JPEG; refused with a sentence when it is too large, broken or no photo."""
    if len(raw) > LARGEST_FILE:
        raise _refused("too_large", N_("The photo is larger than 8 MB. Take it with a lower quality and add it again."))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _written_anew(raw)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise _refused("too_many_pixels", N_("The photo has too many pixels to be opened safely. Add a smaller one.")) from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError):
        raise _refused("unreadable", N_("This file is no photo we can read. Add a JPEG, PNG or WebP picture.")) from None


def _written_anew(raw: bytes) -> bytes:
    with Image.open(io.BytesIO(raw), formats=KINDS) as picture:
        if picture.width * picture.height > LARGEST_PICTURE:
            raise Image.DecompressionBombError
        picture.draft("RGB", (SIDE * 2, SIDE * 2))
        upright = ImageOps.exif_transpose(picture).convert("RGB")
        upright.thumbnail((SIDE, SIDE))
        plain = Image.new("RGB", upright.size)
        plain.paste(upright)
        out = io.BytesIO()
        plain.save(out, "JPEG", quality=80, optimize=True)
        return out.getvalue()


def _refused(code: str, text: str) -> Refused:
    return Refused(Reason(f"people.photo.{code}", text, field="photo"))
