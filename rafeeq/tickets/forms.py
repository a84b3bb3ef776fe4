"""The shape of files that people send along, the same at every door."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from rafeeq.tickets.actions.messages import File
from rafeeq.ui.numbers import number

FILES = 20
MEGABYTES = 25
TOGETHER = 50  # megabytes of all files of one message


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once, each within MEGABYTES, all within TOGETHER, no more than FILES; gives a list of `File`."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> Any:
        chosen: list[UploadedFile[Any]] = [one for one in (data or []) if one]
        if len(chosen) > FILES:
            raise ValidationError(_("No more than %(limit)s files can go with one message.") % {"limit": number(FILES)})
        for one in chosen:
            if (one.size or 0) > MEGABYTES * 1024 * 1024:
                raise ValidationError(
                    _("The file “%(name)s” is larger than %(limit)s megabytes.")
                    % {"name": one.name, "limit": number(MEGABYTES)}
                )
        if sum(one.size or 0 for one in chosen) > TOGETHER * 1024 * 1024:
            raise ValidationError(
                _("All files together are larger than %(limit)s megabytes. The rest can go with a second message.")
                % {"limit": number(TOGETHER)}
            )
        return [File(one.name or "", one.content_type or "", one.read()) for one in chosen]
