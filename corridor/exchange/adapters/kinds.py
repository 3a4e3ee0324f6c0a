"""What a file is, told by its bytes and never by its name, and a sentence for each kind that is no list we read."""

import io
import zipfile

from corridor.kernel.refusals import N_, Reason, Refused

LARGEST = 25 * 1024 * 1024
LARGEST_UNPACKED = 300 * 1024 * 1024
LARGEST_PART = 24 * 1024 * 1024  # of the parts that are read whole: styles, relations
LARGEST_STRINGS = 64 * 1024 * 1024
MOST_PARTS = 2000
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PICTURES = (b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"RIFF", b"II*\0", b"MM\0*", b"BM6", b"\0\0\0\x18ftyp", b"\0\0\0\x1cftyp")
PACKED = (b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf", b"BZh", b"\xfd7zXZ")


def refused(code: str, text: str, **params: object) -> Refused:
    return Refused(Reason(f"exchange.file.{code}", text, dict(params), field="file"))


def broken() -> Refused:
    return refused(
        "broken",
        N_("The file is damaged or not what it seems. Open it in a spreadsheet program, save it as .xlsx, and upload that."),
    )


def kind_of(raw: bytes) -> str:
    """`xlsx` or `csv`; anything else is refused with what it is and what to do."""
    if not raw.strip(b"\xef\xbb\xbf\xff\xfe\0 \r\n\t"):
        raise refused("empty", N_("The file is empty. Choose the list itself."))
    if len(raw) > LARGEST:
        sentence = N_("The file is larger than %(most)s MB. Split the list, or remove pictures and other sheets.")
        raise refused("too_large", sentence, most=LARGEST // 1024 // 1024)
    if raw.startswith(OLE):
        raise _old_or_locked(raw)
    if raw.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        _check_zip(raw)
        return "xlsx"
    _refuse_others(raw[:4096])
    return "csv"


def _old_or_locked(raw: bytes) -> Refused:
    if "EncryptedPackage".encode("utf-16-le") in raw:
        return refused(
            "password", N_("The file is protected by a password. Remove the password in Excel, save it, and upload it again.")
        )
    return refused("old_excel", N_("This is a file of an old Excel (.xls). Open it in Excel, save it as .xlsx, and upload that."))


def _refuse_others(head: bytes) -> None:
    start = head.lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if head.startswith(PICTURES) or head.startswith(b"%PDF"):
        raise refused("picture", N_("This is a picture or a PDF, not a list. Upload the spreadsheet it was made from."))
    if head.startswith(PACKED):
        raise refused("packed", N_("This is a packed file. Unpack it and upload the list inside."))
    if start.startswith(b"<"):
        raise refused(
            "web_page",
            N_("This is a web page or XML, even if its name says .xls. Open it in Excel, save it as .xlsx, and upload that."),
        )
    if start.startswith((b'{"', b"{\n", b"[{", b"[[", b"[\n", b'["', b"{\r")):
        raise refused("json", N_("This is JSON, not a list of rows. Upload a spreadsheet or CSV file."))


def _check_zip(raw: bytes) -> None:
    """Sizes as the directory declares them: reading stops there, so a lie in it only breaks the file."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
            types = _small(archive, "[Content_Types].xml") if "[Content_Types].xml" in names else b""
            document = _small(archive, "mimetype") if "mimetype" in names else b""
    except Refused:
        raise
    except Exception:  # whatever a broken archive makes the library say
        raise broken() from None
    if any(part.flag_bits & 1 for part in parts):
        raise refused(
            "password", N_("The file is protected by a password. Remove the password in Excel, save it, and upload it again.")
        )
    if b"opendocument" in document:
        raise refused("open_document", N_("This is an OpenDocument file. Save it as .xlsx or .csv, and upload that."))
    if b"spreadsheetml" not in types or b"sheet.binary" in types:
        raise refused(
            "not_excel",
            N_("This is no Excel workbook (.xlsx). Open it in a spreadsheet program, save it as .xlsx, and upload that."),
        )
    _check_sizes(parts)


def _check_sizes(parts: list[zipfile.ZipInfo]) -> None:
    bomb = N_("Unpacked, the file would be too large to be opened safely. Save the list alone in a new workbook.")
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise refused("bomb", bomb)
    for part in parts:
        if "worksheets/" in part.filename or part.filename.startswith("xl/media/"):
            continue
        if part.file_size > (LARGEST_STRINGS if part.filename.lower().endswith("sharedstrings.xml") else LARGEST_PART):
            raise refused("bomb", bomb)


def _small(archive: zipfile.ZipFile, name: str) -> bytes:
    if archive.getinfo(name).file_size > 1024 * 1024:
        raise refused(
            "bomb", N_("Unpacked, the file would be too large to be opened safely. Save the list alone in a new workbook.")
        )
    return archive.read(name)
