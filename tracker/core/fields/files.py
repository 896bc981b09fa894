"""Files handed in with a form."""

from __future__ import annotations

from typing import Any, ClassVar

from wtforms import Field, widgets
from wtforms.validators import ValidationError

from tracker.core.fields.base import says, wire_of
from tracker.core.i18n import _l


class FileList(Field):
    """Any number of files. On pages uploads, in JSON the ids of attachments sent before.

    `data` holds what came: werkzeug's FileStorage objects or ids; `given` puts attachments in their place.
    """

    widget: Any = widgets.FileInput(multiple=True)
    json_type: ClassVar[str] = "files"
    most: ClassVar[int] = 20

    @property
    def optional(self) -> bool:
        return not self.flags.required

    @property
    def lost(self) -> str:
        """Names of the files that came with a form which is shown again: no browser keeps them in it.

        What is refused is named by its own sentence.
        """
        names = [getattr(item, "filename", "") for item in self.data or []]
        return ", ".join(name for name in names if name and not any(name in str(error) for error in self.errors))

    def process_data(self, value: Any) -> None:
        self.data = list(value or [])

    def process_formdata(self, valuelist: list[Any]) -> None:
        if wire_of(self) == "json":
            if valuelist:
                self.data = attachment_ids(valuelist[0])
            return
        self.data = [item for item in valuelist if getattr(item, "filename", "")]

    def pre_validate(self, form: Any) -> None:
        if len(self.data or []) > self.most:
            raise ValidationError(says(_l("Mỗi lần gửi nhiều nhất %(most)s tệp.", most=self.most)))

    def _value(self) -> bool:
        return False


class OneFile(FileList):
    """At most one file."""

    widget = widgets.FileInput()
    most: ClassVar[int] = 1


def attachment_ids(sent: Any) -> list[int]:
    ids = [] if sent is None else sent
    if not isinstance(ids, list) or any(isinstance(id, bool) or not isinstance(id, int) for id in ids):
        raise ValueError(says(_l("Hãy gửi tệp lên /attachments trước rồi nêu danh sách số của chúng ở đây.")))
    return list(dict.fromkeys(ids))
