"""Handing out a kept file, so that it can do no harm: as a download, or as a picture that a browser can draw."""

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404

from rafeeq.lib.files import content_disposition, is_inline_image
from rafeeq.lib.pictures import HEAD, may_be_drawn

POLICY = "default-src 'none'; sandbox"


def may_be_shown(content_type: str, *, is_suspicious: bool) -> bool:
    """Whether a file may stand inside of a page: a picture whose content is what it says."""
    return not is_suspicious and is_inline_image(content_type)


def handed_out(stored: str, *, name: str, content_type: str, inline: bool = False) -> FileResponse:
    """The bytes of a file, read as they are sent. Raises Http404 where they are gone, or would take a browser down."""
    try:
        content = default_storage.open(stored, "rb")
    except FileNotFoundError as lost:
        raise Http404 from lost
    if inline:
        head = content.read(HEAD)
        content.seek(0)
        if not may_be_drawn(head):
            content.close()
            raise Http404
    response = FileResponse(content, content_type=content_type)
    response["Content-Disposition"] = "inline" if inline else content_disposition(name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = POLICY
    return response
