"""The shape of files that people send along, the same at every door."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import Promise
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from rafeeq.lib.files import human_size
from rafeeq.tickets.actions.messages import File

MOST_FILES = 20
LARGEST = 25 * 1024 * 1024  # bytes


class _SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files up to MOST_FILES, each up to LARGEST; cleans to a list of `actions.messages.File`."""

    def __init__(self, *, label: str | Promise, required: bool = False) -> None:
        super().__init__(label=label, required=required, allow_empty_file=True, widget=_SeveralFiles())  # type: ignore[arg-type]

    def clean(self, data: Any, initial: Any = None) -> Any:
        sent = data if isinstance(data, (list, tuple)) else [data] if data else []
        if len(sent) > MOST_FILES:
            raise ValidationError(
                ngettext(
                    "At most %(count)d file can be sent at once.",
                    "At most %(count)d files can be sent at once.",
                    MOST_FILES,
                )
                % {"count": MOST_FILES}
            )
        return [_taken(super(FilesField, self).clean(one, initial)) for one in sent]


def _taken(file: UploadedFile[Any]) -> File:
    if (file.size or 0) > LARGEST:
        raise ValidationError(
            _("“%(name)s” is larger than %(size)s, which is the most that one file may have.")
            % {"name": file.name, "size": human_size(LARGEST, "en" if get_language() == "en" else "ar")}
        )
    return File(file.name or "", file.content_type or "", file.read())
