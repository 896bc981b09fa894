"""What waits for somebody among the recommendations: for an agency, and for the Council's side."""

from __future__ import annotations

from tracker.accounts.access import within
from tracker.accounts.actor import Actor
from tracker.accounts.roles import Role
from tracker.recommendations.queries.work.agency import (
    add_handed_back,
    add_late_milestones,
    add_measures_to_answer,
    add_reports_to_send,
    add_requests_to_send,
    add_tasks,
)
from tracker.recommendations.queries.work.council import (
    add_late,
    add_late_roadmaps,
    add_to_answer,
    add_to_extend,
    add_to_verify,
    followed_by,
    late_beside,
)
from tracker.recommendations.queries.work.drafts import add_to_approve, add_to_issue, add_unfinished
from tracker.recommendations.queries.work.expired import add_lapsed, add_to_renew
from tracker.recommendations.queries.work.rows import R
from tracker.workflow.work import Work


def work_for(actor: Actor, *, everything: bool = True) -> Work:
    """Late, returned, due soon, the rest, what waits for others. An officer sees what they follow, or everything."""
    work = Work()
    if actor.agency_ids:
        add_tasks(work, actor)
        add_handed_back(work, actor)
        add_measures_to_answer(work, actor)
        add_late_milestones(work, actor)
        add_reports_to_send(work, actor)
        add_requests_to_send(work, actor)
        add_to_renew(work, actor)
    if offices := actor.councils_as(Role.OFFICE):
        office = within(R.council_id, offices)
        add_late(work, office if everything else office & followed_by(actor), late_beside(actor, everything=everything))
        add_late_roadmaps(work, office if everything else office & followed_by(actor))
        add_to_issue(work, office if everything else office & followed_by(actor))
        add_lapsed(work, offices, office if everything else office & followed_by(actor))
    add_to_verify(work, actor, everything=everything)
    add_to_answer(work, actor)
    add_to_extend(work, actor)
    add_to_approve(work, actor)
    add_unfinished(work, actor)
    return work
