"""A one-page PDF for the example record, made of what every reader can draw."""

from __future__ import annotations

from tracker.core.text import plain

PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R /Resources << /Font << /F1 4 0 R >> >> >>"


def sample_pdf(title: str) -> bytes:
    """A valid PDF 1.4 whose one page says that it is an example; the title without marks, since its font has none."""
    lines = (plain(title), "Van ban vi du minh hoa, khong co gia tri phap ly.", "Sample document, no legal value.")
    shown = " ".join(f"({escaped(line)}) Tj 0 -26 Td" for line in lines)
    content = f"BT /F1 16 Tf 72 760 Td {shown} ET".encode("latin-1", "replace")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        PAGE,
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
    ]
    return joined(objects)


def escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def joined(objects: list[bytes]) -> bytes:
    """The objects one after another, with the table that says where each begins."""
    body, starts = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        starts.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    table += b"".join(b"%010d 00000 n \n" % start for start in starts)
    trailer = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(body))
    return body + table + trailer
