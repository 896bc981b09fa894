"""Making programmes and topics findable by their words."""

from __future__ import annotations

from tracker.planning.models import Programme, Topic
from tracker.search import service as search


def index(programme: Programme) -> None:
    search.index(
        kind="programme",
        subject_id=programme.id,
        council_id=programme.council_id,
        code=programme.code,
        title=programme.title,
        texts=[programme.adopted_number, programme.signer],
        day=programme.adopted_on,
    )


def index_topic(topic: Topic) -> None:
    search.index(
        kind="topic",
        subject_id=topic.id,
        council_id=topic.council_id,
        code=topic.code,
        title=topic.title,
        texts=[topic.field, topic.reason, topic.content, topic.scope, topic.object, topic.proposed_by],
    )
