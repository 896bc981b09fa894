"""The lists that lie in the dossier of a delegation."""

from __future__ import annotations

from tracker.core.i18n import _
from tracker.delegations.models import Delegation
from tracker.findings.queries import Wanted as FindingsWanted
from tracker.proposals.queries import Wanted as ProposalsWanted
from tracker.recommendations.queries.follow_up import Wanted
from tracker.sheets import Sheet
from tracker.web import as_of, looking_back
from tracker.web.downloads import following, oversight


def of(delegation: Delegation) -> list[tuple[str, Sheet]]:
    """(name of the file, sheet): what the pages of the delegation show, as far as the reader may read it."""
    looking_back.require_now()
    standing = as_of.asked()
    told = [standing.stamp]
    return [
        (_("00 Báo cáo của cơ quan.xlsx"), oversight.board(delegation.id)),
        (_("00 Số liệu.xlsx"), following.figures_of(delegation, None, standing)),
        (_("00 Phát hiện.xlsx"), oversight.finding_sheet(FindingsWanted(delegation=delegation.id), told)),
        (_("00 Đề xuất của cơ quan.xlsx"), oversight.proposal_sheet(ProposalsWanted(delegation=delegation.id), told)),
        (_("00 Bảng theo dõi kiến nghị.xlsx"), following.office_sheet(Wanted(delegation=delegation.id), told)),
    ]
