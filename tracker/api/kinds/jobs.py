"""/jobs: what the product does by itself, for administrators; having it tried again is a step."""

from __future__ import annotations

from tracker.administration import job_troubles
from tracker.administration.jobs import JOB, title
from tracker.api import resources
from tracker.api.filters import Filter, by_state, words
from tracker.api.kinds.common import order_by
from tracker.api.resources import Resource
from tracker.api.shows import columns, computed
from tracker.jobs.models import Job

JOBS = resources.add(
    Resource(
        kind="job",
        shows=(
            computed("title", "text", lambda job, _actor: title(job)),
            *columns(Job, "kind key attempts run_after started_at finished_at error"),
            computed("error_in_words", "text", lambda job, _actor: job_troubles.in_words(job)),
        ),
        filters=(
            by_state(Job, JOB),
            Filter("kind", words, lambda asked, _actor: Job.kind == asked, {"type": "string"}),
        ),
        sorts=(("run_after", order_by(Job, "run_after")),),
        threads=False,
    )
)
