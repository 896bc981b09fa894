"""Looking at the flags of a delegation: by series with what was said of them, the ones alike, the names to tell them by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select

from tracker.accounts import access
from tracker.accounts.actor import Actor
from tracker.accounts.roles import COUNCIL_SIDE
from tracker.comparing import queries, service
from tracker.comparing.flags import Flag
from tracker.comparing.models import FLAG_KINDS
from tracker.comparing.queries import Seen
from tracker.comparing.readings import Reading
from tracker.core.errors import NotFound
from tracker.delegations.models import Delegation
from tracker.extensions import db
from tracker.organizations.models import Agency


def of_council(id: int, actor: Actor) -> Delegation:
    """The delegation, for the Council's side alone: an agency may not know what the others report."""
    delegation: Delegation = access.find("delegation", id, actor)
    if not access.roles_on(actor, delegation) & set(COUNCIL_SIDE):
        raise NotFound
    return delegation


def by_series(
    delegation: Delegation, keys: Sequence[str] | None, actor: Actor, *, limit: int
) -> Mapping[str, list[Seen]]:
    """What needs a look, by series, with what was said of it; of these series, or of all."""
    found = queries.of_delegations([delegation], actor, limit=limit, keys=keys)
    looked = queries.seen([item for listed in found.values() for item in listed], delegation.id, actor)
    by_key: dict[str, list[Seen]] = defaultdict(list)
    for item in looked:
        by_key[item.flag.series].append(item)
    return by_key


def open_kinds(seen: Sequence[Seen]) -> list[str]:
    """The kinds of what somebody still has to look at, in their order."""
    return [kind for kind in FLAG_KINDS if any(item.is_open and item.flag.kind == kind for item in seen)]


def settled(seen: Sequence[Seen]) -> int:
    return sum(not item.is_open and not item.flag.is_soft for item in seen)


def alike(flag: Flag, delegation: Delegation, actor: Actor, *, limit: int) -> list[Flag]:
    """The open flags of the same kind and series, this one among them."""
    seen = by_series(delegation, [flag.series], actor, limit=limit).get(flag.series, [])
    return [flag, *(s.flag for s in seen if s.is_open and s.flag.kind == flag.kind and s.flag.key != flag.key)]


def may_explain(item: Seen, delegation: Delegation, actor: Actor) -> bool:
    return not item.flag.is_soft and service.may_explain(delegation, actor)


def names_of(delegation: Delegation, read: Iterable[Reading] = ()) -> dict[int, str]:
    """Agencies by their names on this delegation; those of earlier ones by the names they bear now."""
    names = {entry.agency_id: entry.name_then for entry in delegation.agencies}
    missing = {agency for item in read for agency in item.agencies} - names.keys()
    if missing:
        rows = db.session.execute(select(Agency.id, Agency.name).where(Agency.id.in_(sorted(missing))))
        names |= {row[0]: row[1] for row in rows}
    return names
