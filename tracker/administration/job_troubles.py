"""Why a job failed, as an administrator reads it; what the machine said stays beside it."""

from __future__ import annotations

import ast
from typing import Any

from tracker.core.i18n import Words, _, _l
from tracker.jobs.models import Job
from tracker.jobs.queue import WORKER_ENDED
from tracker.notifications.outbox import SEND

NO_SERVER = _l("Không nối được với máy chủ thư.")
OF_MAIL: dict[str, Words] = {
    "SMTPServerDisconnected": _l("Máy chủ thư ngắt kết nối giữa chừng."),
    "SMTPConnectError": NO_SERVER,
    "SMTPHeloError": NO_SERVER,
    "ConnectionRefusedError": NO_SERVER,
    "ConnectionResetError": NO_SERVER,
    "TimeoutError": NO_SERVER,
    "timeout": NO_SERVER,
    "gaierror": _l("Không tìm thấy máy chủ thư theo tên đã đặt."),
    "OSError": NO_SERVER,
    "SSLError": _l("Không lập được kết nối an toàn với máy chủ thư."),
    "SSLCertVerificationError": _l("Không lập được kết nối an toàn với máy chủ thư."),
    "SMTPAuthenticationError": _l("Máy chủ thư không nhận tên đăng nhập hoặc mật khẩu đã đặt."),
    "SMTPSenderRefused": _l("Máy chủ thư không nhận địa chỉ người gửi đã đặt."),
    "SMTPDataError": _l("Máy chủ thư không nhận nội dung thư này."),
    "SMTPNotSupportedError": _l("Máy chủ thư không có chức năng mà thư này cần."),
}
"""By the name of what was raised; errors that were stored before they had words bear it too."""


def in_words(job: Job) -> str:
    """Of what is foreseen in words, else what the machine said."""
    name, _colon, said = job.error.partition(": ")
    if name == "Hopeless":
        words = _(
            "Máy chủ thư không nhận người nhận này, thử lại cũng vậy. Máy chủ trả lời: %(said)s", said=spelled(said)
        )
    elif name == "Away":
        words = _("Không nối được với máy chủ thư. %(said)s", said=said)
    elif job.error == WORKER_ENDED:
        words = _("Tiến trình chạy nền dừng giữa chừng mỗi lần thử.")
    elif job.kind == SEND and name == "SMTPRecipientsRefused":
        words = _("Máy chủ thư chưa nhận người nhận này. Máy chủ trả lời: %(said)s", said=spelled(said))
    elif job.kind == SEND and name in OF_MAIL:
        words = str(OF_MAIL[name])
    else:
        words = job.error
    return words


def raw(job: Job) -> str:
    """What the machine said, where the words do not repeat it."""
    words, said = in_words(job), job.error.partition(": ")[2]
    return "" if job.error in words or (said and said in words) else job.error


def spelled(said: str) -> str:
    """ "an@vidu.vn: 550 no such user", of what was stored as {'an@vidu.vn': (550, b'no such user')}, too."""
    try:
        answers: Any = ast.literal_eval(said)
        told = [f"{to}: {code} {as_text(words)}" for to, (code, words) in answers.items()]
    except (ValueError, SyntaxError, TypeError, AttributeError, MemoryError, RecursionError):
        return said
    return "; ".join(told)


def as_text(words: Any) -> str:
    return words.decode(errors="replace") if isinstance(words, bytes) else str(words)
