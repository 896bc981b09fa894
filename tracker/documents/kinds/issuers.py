"""Who issues a document and who signs it: header at the left, block above the name (NĐ 30/2020, Phụ lục I)."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.delegations.models import Delegation
from tracker.documents.models import DocumentNumber
from tracker.documents.nd30 import DOTS, council_lines, filled, spelled_out, without_titles


@dataclass(frozen=True)
class Issuer:
    """`above` and `name` stand in the header; who signs does so for `authority` as `office`, or its `deputy`."""

    above: str
    name: str
    authority: str
    office: str
    deputy: str
    signer: str = ""
    in_words: str = ""


def delegation(record: Delegation) -> Issuer:
    """The delegation itself, below its council (the exact left cell is the office's own: domain.md 8.3)."""
    head = record.head
    return Issuer(
        above=council_lines(record.council.name),
        name="ĐOÀN GIÁM SÁT",
        authority="TM. ĐOÀN GIÁM SÁT",
        office="TRƯỞNG ĐOÀN",
        deputy="PHÓ TRƯỞNG ĐOÀN",
        signer=head.name if head else "",
        in_words="Đoàn giám sát",
    )


def owner(record: Delegation) -> Issuer:
    """Whose delegation it is: the Council, its Standing Committee, a committee or a deputies' group."""
    if record.owner_kind == "council":
        return council(record.council.name)
    if record.owner_kind == "standing_committee":
        return standing(record.council.name)
    body = record.body.name if record.body else DOTS
    leader = "TRƯỞNG BAN" if record.owner_kind == "committee" else "TỔ TRƯỞNG"
    return Issuer(
        above=council_lines(record.council.name),
        name=body.upper(),
        authority=f"TM. {body.upper()}",
        office=leader,
        deputy="TỔ PHÓ" if leader == "TỔ TRƯỞNG" else f"PHÓ {leader}",
        in_words=body,
    )


def council(name: str) -> Issuer:
    return Issuer(
        above="",
        name=council_lines(name),
        authority="",
        office="CHỦ TỊCH",
        deputy="PHÓ CHỦ TỊCH",
        in_words=spelled_out(name),
    )


def standing(name: str) -> Issuer:
    return Issuer(
        above=council_lines(name),
        name="THƯỜNG TRỰC",
        authority="TM. THƯỜNG TRỰC HĐND",
        office="CHỦ TỊCH",
        deputy="PHÓ CHỦ TỊCH",
        in_words=f"Thường trực {spelled_out(name)}",
    )


def block(issuer: Issuer, given: DocumentNumber | None) -> list[str]:
    """The lines above the name: TM., KT., TL., TUQ. or Q. as the office says (Điều 13)."""
    authority = [issuer.authority] if issuer.authority else []
    signing = given.signing if given else "self"
    office = filled(given.signer_office if given else "").upper()
    return {
        "self": [*authority, issuer.office],
        "deputy": [*authority, f"KT. {issuer.office}", issuer.deputy],
        "by_order": [f"TL. {issuer.office}", office],
        "authorised": [f"TUQ. {issuer.office}", office],
        "acting": [*authority, f"Q. {issuer.office}"],
    }[signing]


def signer(issuer: Issuer, given: DocumentNumber | None, known: str = "") -> str:
    """Whom the office has named, else who is known to sign; a deputy who is not named is not guessed."""
    named = given.signer if given else ""
    alone = issuer.signer if given is None or given.signing in ("self", "acting") else ""
    return filled(without_titles(named or known or alone))
