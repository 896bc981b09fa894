"""Who may be speaking at a session, with office and agency as far as the product knows them."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.core.text import fold
from tracker.sessions.models import WorkingSession


@dataclass(frozen=True)
class Speaker:
    name: str
    office: str = ""
    agency_id: int | None = None


def known(session: WorkingSession) -> dict[str, Speaker]:
    """By name, once: who spoke, who came, who was asked to come, who leads; the newest word on somebody counts, and what
    it leaves out is taken from the one before."""
    agencies = {fold(entry.name_then): entry.agency_id for entry in session.delegation.agencies}
    agencies |= {fold(entry.name_then): entry.agency_id for entry in session.agencies}
    spoke = [(said.speaker, said.speaker_office, said.agency_id) for said in reversed(session.statements)]
    came = [(entry.name, entry.office, agencies.get(fold(entry.body))) for entry in session.attendance]
    asked = [(asked.name, asked.office, asked.agency_id) for asked in session.invitations]
    instead = [(asked.deputy_name, asked.deputy_office, asked.agency_id) for asked in session.invitations]
    members = [(member.name, member.office, None) for member in session.delegation.members if member.left_on is None]
    leads = [(session.chair, session.chair_office, None)]
    found: dict[str, Speaker] = {}
    for name, office, agency in (*spoke, *came, *instead, *asked, *leads, *members):
        if name:
            newer = found.get(name, Speaker(name))
            found[name] = Speaker(name, newer.office or office or "", newer.agency_id or agency)
    return dict(sorted(found.items()))


def named(name: str, session: WorkingSession) -> Speaker:
    """What is known of this person, however the name is spelt; the name alone when nothing is."""
    return next((one for one in known(session).values() if fold(one.name) == fold(name)), Speaker(name))


def follow(sent: Speaker, former: Speaker, session: WorkingSession) -> Speaker:
    """What was sent, without the office and agency that stood there for the former speaker.

    They are those of the new speaker, as far as they are known; what was typed anew stays. A name that is only spelt
    otherwise is still the same person.
    """
    if fold(sent.name) == fold(former.name):
        return sent
    now = named(sent.name, session)
    office = now.office if sent.office in (former.office, "") else sent.office
    agency_id = now.agency_id if sent.agency_id in (former.agency_id, None) else sent.agency_id
    return Speaker(sent.name, office, agency_id)
