"""Files from strangers: a name safe to show, a type nobody can lie about, headers and sizes for people."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from babel.units import format_unit

from rafeeq.lib.arabic.direction import Language, strip_bidi_controls

OPAQUE: Final = "application/octet-stream"
_LONGEST_NAME = 120
_EXTENSION = re.compile(r"(?<=.)(\.[A-Za-z0-9]{1,10})$", re.DOTALL)
_JOINERS = "\u200c\u200d"
_WINDOWS_DEVICE = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)

# Extension, the type it is served with, and the kind of bytes behind it: files of one kind begin alike.
_KNOWN_TABLE = """
    png image/png png · jpg image/jpeg jpeg · jpeg image/jpeg jpeg · jpe image/jpeg jpeg · jfif image/jpeg jpeg
    gif image/gif gif · webp image/webp webp · bmp image/bmp bmp · tif image/tiff tiff · tiff image/tiff tiff
    heic image/heic isomedia · heif image/heif isomedia · avif image/avif isomedia
    pdf application/pdf pdf · rtf application/rtf rtf
    doc application/msword ole · xls application/vnd.ms-excel ole · ppt application/vnd.ms-powerpoint ole
    msg application/vnd.ms-outlook ole
    docx application/vnd.openxmlformats-officedocument.wordprocessingml.document zip
    xlsx application/vnd.openxmlformats-officedocument.spreadsheetml.sheet zip
    pptx application/vnd.openxmlformats-officedocument.presentationml.presentation zip
    odt application/vnd.oasis.opendocument.text zip · ods application/vnd.oasis.opendocument.spreadsheet zip
    odp application/vnd.oasis.opendocument.presentation zip · zip application/zip zip
    gz application/gzip gzip · 7z application/x-7z-compressed 7z · rar application/vnd.rar rar
    mp3 audio/mpeg mp3 · wav audio/wav wav · ogg audio/ogg ogg · oga audio/ogg ogg · opus audio/ogg ogg
    m4a audio/mp4 isomedia · amr audio/amr amr · aac audio/aac aac
    mp4 video/mp4 isomedia · m4v video/mp4 isomedia · mov video/quicktime isomedia · 3gp video/3gpp isomedia
    webm video/webm matroska · mkv video/x-matroska matroska · ogv video/ogg ogg · avi video/x-msvideo avi
    txt text/plain text · log text/plain text · md text/plain text · csv text/csv text · tsv text/plain text
    json application/json text · ics text/calendar text · vcf text/vcard text · eml message/rfc822 text
"""
_KNOWN: Final = {
    f".{extension}": (content_type, kind)
    for extension, content_type, kind in (entry.split() for entry in re.split(r"[·\n]", _KNOWN_TABLE) if entry.strip())
}
_KIND_OF_TYPE: Final = dict(_KNOWN.values()) | {
    "image/jpg": "jpeg", "image/pjpeg": "jpeg", "image/x-png": "png", "image/x-ms-bmp": "bmp",
    "application/x-pdf": "pdf", "application/x-zip-compressed": "zip", "application/x-zip": "zip",
    "application/x-gzip": "gzip", "application/x-rar-compressed": "rar", "application/x-rar": "rar", "text/rtf": "rtf",
    "audio/mp3": "mp3", "audio/x-wav": "wav", "audio/wave": "wav", "audio/opus": "ogg", "application/ogg": "ogg",
    "audio/x-m4a": "isomedia", "audio/m4a": "isomedia", "application/csv": "text", "text/x-vcard": "text",
}  # fmt: skip
# Kinds that the first bytes always tell: without them the file is not what its name says.
_SELF_EVIDENT: Final = {"png", "jpeg", "gif", "webp", "pdf", "zip", "ole", "gzip", "7z", "rar", "rtf", "text"}


def _extensions(names: str) -> frozenset[str]:
    return frozenset(f".{name}" for name in names.split())


# What a browser would run or draw as a page of ours.
_ACTIVE_EXTENSIONS: Final = _extensions(
    """
    svg svgz htm html xhtml xht shtml mht mhtml xml xsl xslt xsd rdf rss atom mathml dtd js mjs cjs css wasm swf
    """
)
_ACTIVE_TYPE = re.compile(r"html|xml|svg|script|shockwave|wasm|css")
_ACTIVE_CONTENT = re.compile(
    rb"<(?:!doctype\s+(?:html|svg)|html|head|body|script|iframe|svg|style|title|meta|table|div|a\s|img|\?xml|!--)", re.I
)
# What a computer would run when somebody opens it.
_PROGRAMS: Final = _extensions(
    """
    exe dll com scr pif cpl msi msp mst bat cmd ps1 psm1 vb vbs vbe jse ws wsf wsc wsh hta lnk url scf inf reg
    jar class apk ipa app dmg pkg deb rpm sh bash csh run elf bin desktop py pyc pyw pl rb php php3 php4 php5 phtml
    pht phar phps asp aspx jsp cgi htaccess iso img vhd vhdx chm hlp gadget application appref-ms docm dotm xlsm
    xltm xlam pptm potm ppam sldm one settingcontent-ms
    """
)
_PROGRAM_CONTENT = (
    b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"#!", b"<?php", b"L\0\0\0\x01\x14\x02\0",
)  # fmt: skip
_INLINE_IMAGES: Final = {"image/png", "image/jpeg", "image/gif", "image/webp"}


@dataclass(frozen=True, slots=True)
class Sniffed:
    """What a file may be served as, and whether its name, its declared type and its bytes contradict one another.

    `suspicious` is also true of programs, however honest: people should be told before they open one.
    """

    content_type: str
    suspicious: bool


def display_name(name: str) -> str:
    """The file's name as people may see it: no folders, no hidden characters, not too long, never empty.

    The extension is always the real one. The result is not a path to store anything under.
    """
    plain = strip_bidi_controls(unicodedata.normalize("NFC", name)).replace("\\", "/").rpartition("/")[2]
    visible = "".join(_visible(character) for character in plain)
    tidy = " ".join(visible.split()).rstrip(". ").strip()
    if _WINDOWS_DEVICE.match(tidy):
        tidy = f"_{tidy}"
    stem, extension = split_extension(tidy)
    stem = stem[: _LONGEST_NAME - len(extension)].rstrip(f". {_JOINERS}")
    return (stem + tidy[len(tidy) - len(extension) :] if extension else stem) or "file"


def split_extension(name: str) -> tuple[str, str]:
    """The name before its extension, and the extension in lower case with its dot, or an empty one."""
    match = _EXTENSION.search(name)
    return (name[: match.start()], match.group().lower()) if match else (name, "")


def sniff(content: bytes, name: str, declared: str) -> Sniffed:
    """Decide the type to serve a file with, from its first bytes, its name and what its sender declared.

    Pages, drawings and scripts (HTML, SVG, XML, JavaScript), programs, unknown types and contradictions are served as
    `application/octet-stream`.
    """
    shown = display_name(name)
    extension = split_extension(shown)[1] or (shown.lower() if shown.startswith(".") else "")
    declared_type = declared.partition(";")[0].strip().lower()
    kinds = _kinds(content)
    active = _is_active(content, "text" in kinds)
    binary_program = content.startswith(b"MZ") and "text" not in kinds
    if extension in _PROGRAMS or binary_program or content.startswith(_PROGRAM_CONTENT):
        return Sniffed(OPAQUE, suspicious=True)
    if active or extension in _ACTIVE_EXTENSIONS or _ACTIVE_TYPE.search(_media_subtype(declared_type)):
        honest = extension in _ACTIVE_EXTENSIONS and (active or "text" in kinds or extension in (".svgz", ".swf"))
        return Sniffed(OPAQUE, suspicious=not honest)
    content_type, kind = _KNOWN.get(extension) or (declared_type, _KIND_OF_TYPE.get(declared_type, ""))
    if not kind:
        return Sniffed(OPAQUE, suspicious=False)
    fits = kind in kinds or (not kinds and kind not in _SELF_EVIDENT)
    declared_kind = _KIND_OF_TYPE.get(declared_type, "text" if declared_type.startswith("text/") else kind)
    if extension == ".csv" and declared_type == "application/vnd.ms-excel":
        declared_kind = kind  # what Windows with Excel declares for every CSV
    suspicious = not fits or declared_kind != kind
    return Sniffed(OPAQUE if suspicious or content_type not in _SERVED else content_type, suspicious)


def is_inline_image(content_type: str) -> bool:
    """Whether a picture of this type may be shown inside a message."""
    return content_type in _INLINE_IMAGES


def content_disposition(name: str) -> str:
    """The value of `Content-Disposition` that makes a browser save the file under its own name (RFC 6266)."""
    shown = display_name(name)
    stem, extension = split_extension(shown)
    ascii_stem = re.sub(r"[^A-Za-z0-9 ._()+,=@-]+", "_", unicodedata.normalize("NFKD", stem))
    fallback = f"{ascii_stem}{extension}" if ascii_stem.strip("_ .") else f"file{extension}"
    if fallback == shown:
        return f'attachment; filename="{shown}"'
    return f"attachment; filename=\"{fallback}\"; filename*=UTF-8''{quote(shown, safe='')}"


def human_size(size: int, lang: Language) -> str:
    """A number of bytes as people say it, in thousands: `3.4 MB`, `3.4 م.ب`. Digits are ASCII."""
    amount, unit = float(size), "byte"
    for larger in ("kilobyte", "megabyte", "gigabyte", "terabyte"):
        if round(amount) < 1000:
            break
        amount, unit = amount / 1000, larger
    rounded = round(amount, 1) if unit != "byte" and round(amount, 1) < 10 else round(amount)
    length = "long" if unit == "byte" and lang == "en" else "short"
    return format_unit(rounded, f"digital-{unit}", length=length, locale=lang)  # type: ignore[arg-type]


_SERVED: Final = {content_type for content_type, _ in _KNOWN.values()} - {"message/rfc822"}


def _visible(character: str) -> str:
    category = unicodedata.category(character)
    if category in ("Zs", "Zl", "Zp", "Cc"):
        return " " if character in "\t\n\r" or category[0] == "Z" else ""
    return "" if category[0] == "C" and character not in _JOINERS else character


def _kinds(content: bytes) -> set[str]:
    """The kinds of bytes this may be; empty when nothing is known of them."""
    import puremagic  # its tables are large

    try:
        matches = puremagic.magic_string(content[:65536]) if content else []
    except (puremagic.PureError, ValueError):
        matches = []
    found = {_KNOWN[match.extension][1] for match in matches if match.extension in _KNOWN} - {"text"}
    if content[4:8] == b"ftyp":
        found.add("isomedia")
    return found | ({"text"} if _is_text(content) else set())


def _is_text(content: bytes) -> bool:
    head = content[:4096]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    return not re.search(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]", head)


def _is_active(content: bytes, text: bool) -> bool:
    head = content[:2048]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", "ignore").encode()
    return text and bool(_ACTIVE_CONTENT.match(head.removeprefix(b"\xef\xbb\xbf").lstrip()))


def _media_subtype(content_type: str) -> str:
    """The part of a declared type that tells of activity; office types have `xml` in their long names."""
    return "" if "openxmlformats" in content_type or "opendocument" in content_type else content_type
