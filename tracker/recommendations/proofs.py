"""Evidence as it is handed in with a report: read from the answers of its form, then kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.accounts.actor import Actor
from tracker.attachments import service as attachments
from tracker.attachments.models import Attachment
from tracker.core.errors import Invalid
from tracker.core.i18n import _
from tracker.extensions import db
from tracker.recommendations import evidence
from tracker.recommendations.models import Assignment, EvidenceItem, Update


@dataclass(frozen=True)
class Proof:
    """One piece of evidence as it is handed in: a file or a document's number, for one closing condition or for all.

    `replaces`: the item of which it is the next version; it serves what that served.
    """

    file: Attachment | None = None
    number: str = ""
    condition_id: int | None = None
    valid_until: date | None = None
    replaces: EvidenceItem | None = None
    field: str = "files"
    """What the form calls its file."""


def read(answers: Mapping[str, Any], assignment: Assignment, update: Update | None = None) -> dict[str, Any]:
    """The answers of `forms.form_for`, with what was given for single conditions, and as newer versions, as proofs."""
    rest = dict(answers)
    found: list[Proof] = []
    for condition in assignment.recommendation.conditions if assignment.role == "lead" else []:
        files, numbers, until = taken(rest, condition.id, "files", "numbers", "valid_until")
        found += given(files or [], numbers or [], until, condition.id)
    for line in evidence.replaceable(assignment, update):
        found += newer(line.newest, rest)
    whole = given(
        rest.pop("files", None) or [], rest.pop("document_numbers", None) or [], rest.pop("valid_until", None)
    )
    return {**rest, "proofs": [*found, *whole]}


def taken(answers: dict[str, Any], id: int, *names: str) -> list[Any]:
    """What was answered under these names about the part with that number, taken out of the answers."""
    return [answers.pop(f"{name}_{id}", None) for name in names]


def given(
    files: Iterable[Attachment], numbers: Iterable[str], until: date | None, condition_id: int | None = None
) -> list[Proof]:
    return [
        *(Proof(file=file, condition_id=condition_id, valid_until=until) for file in files),
        *(Proof(number=number, condition_id=condition_id, valid_until=until) for number in numbers),
    ]


def newer(item: EvidenceItem, answers: dict[str, Any]) -> list[Proof]:
    """The next version of this item, where one was handed in."""
    files, number, until = taken(answers, item.id, "newer_files", "newer_number", "newer_valid_until")
    if not files and not number:
        return []
    return [
        Proof(
            file=files[0] if files else None,
            number=number or "",
            condition_id=item.condition_id,
            valid_until=until,
            replaces=item,
            field=f"newer_files_{item.id}",
        )
    ]


def keep(update: Update, proofs: Iterable[Proof], actor: Actor) -> list[str]:
    """Add them to the report; what it then holds, by name. Invalid by field."""
    for proof in proofs:
        require_fitting(update, proof)
        if proof.file is not None:
            attachments.bind(proof.file, "update", update.id, "evidence")
        evidence.add(
            update,
            actor,
            attachment_id=proof.file.id if proof.file else None,
            number=proof.number.strip(),
            condition_id=proof.condition_id,
            valid_until=proof.valid_until,
            replaces=proof.replaces,
        )
    return told(update)


def require_fitting(update: Update, proof: Proof) -> None:
    known = {condition.id for condition in update.assignment.recommendation.conditions}
    if proof.condition_id is not None and proof.condition_id not in known:
        raise Invalid({"condition_id": [_("Điều kiện này không thuộc kiến nghị đang báo cáo.")]})
    if proof.file is None and not proof.number.strip():
        raise Invalid({"document_number": [_("Gửi kèm tệp hoặc ghi số văn bản.")]})
    if proof.replaces is not None:
        require_replaceable(update, proof.replaces, proof)


def require_replaceable(update: Update, item: EvidenceItem, proof: Proof) -> None:
    """Of this task, its newest version, not standing, and not the same bytes again."""
    if item.replaced_by is not None:
        raise Invalid({proof.field: [_("Minh chứng này đã có bản mới hơn. Hãy mở lại báo cáo rồi thay bản mới đó.")]})
    if item not in (line.newest for line in evidence.replaceable(update.assignment, update)):
        said = _("Chỉ thay được minh chứng của nhiệm vụ này mà chưa được chấp nhận hoặc đã hết giá trị.")
        raise Invalid({proof.field: [said]})
    if proof.file is not None:
        evidence.require_other_bytes(item, proof.file, proof.field)


def drop(update: Update, ids: Iterable[int]) -> None:
    """Take lines off a draft, by their newest item, with every version that was written into it."""
    wanted = set(ids)
    for line in evidence.lines(update.evidence):
        for item in line.versions if line.newest.id in wanted else ():
            discard(update, item)


def discard(update: Update, item: EvidenceItem) -> None:
    earlier = item.replaces
    update.evidence.remove(item)
    db.session.delete(item)
    if item.attachment is not None:
        attachments.unbind(item.attachment)
    db.session.flush()
    if earlier is not None:
        db.session.expire(earlier, ["replaced_by"])


def told(update: Update) -> list[str]:
    """What a report holds, as its events tell it."""
    return [name_of(item) for item in update.evidence]


def name_of(item: EvidenceItem) -> str:
    """The file's name or the document's number; of a later version, also which one it is."""
    if item.version_number == 1:
        return item.name
    return _("%(name)s (bản %(number)s)", name=item.name, number=item.version_number)
