"""Making recommendations and reports findable by their words."""

from __future__ import annotations

from tracker.recommendations.models import Recommendation, Update
from tracker.search import service as search


def index(recommendation: Recommendation) -> None:
    """Words that every addressee may read too."""
    document = recommendation.document
    search.index_record(
        recommendation,
        recommendation.text,
        [
            recommendation.deliverable,
            *(condition.text for condition in recommendation.conditions),
            *names_of(recommendation),
            recommendation.addressee_text,
            document.number if document else "",
        ],
    )


def names_of(recommendation: Recommendation) -> list[str]:
    """Every name under which people look for it: the addressees', those of its issue, and those of the successors."""
    tasks = recommendation.assignments
    names = [addressee.agency.name for addressee in recommendation.addressees]
    names += [name for task in tasks for name in (task.agency_name, task.taken_over_by) if name]
    return list(dict.fromkeys(names))


def index_update(update: Update) -> None:
    """Found by those who may read the report; while it is a draft, by the agency alone."""
    search.index_record(
        update,
        update.text,
        [
            update.difficulties,
            update.paper_number,
            update.agency_name,
            *(item.attachment.name if item.attachment else item.document_number for item in update.evidence),
        ],
    )
