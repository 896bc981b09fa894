"""What a person reads on a screen goes through the catalogues: no Vietnamese outside gettext, in templates or code."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import jinja2

from tracker.reporting import checks

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
CODE = sorted((ROOT / "tracker").rglob("*.py"))
VIETNAMESE = re.compile(r"[àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ]", re.IGNORECASE)
TRANSLATES = {"_", "_l", "_n", "_p", "_lp", "gettext", "ngettext", "pgettext", "npgettext"}

NOT_FOR_SCREENS = (
    "tracker/demo/",  # the example record's own words
    "tracker/seeding/",  # invented records
    "tracker/web/design.py",  # the page of samples
    "tracker/plans/ready_made.py",  # the words of the templates that come with the product: content of records
    "tracker/sessions/beginning.py",  # what minutes begin with: content of records
    "tracker/core/text.py",  # letters and their folding
    "tracker/oversight_reports/writing/",  # an official report is Vietnamese for every reader
    "tracker/oversight_reports/paper.py",
    "tracker/documents/reports/",
    "tracker/documents/kinds/",  # official documents, and what a placeholder is filled with, for example
    "tracker/documents/placeholders.py",
    "tracker/documents/nd30.py",
    "tracker/documents/layout.py",
    "tracker/documents/word/building.py",
    "tracker/recommendations/wording/language.py",  # how Vietnamese sentences are put together
    "tracker/importing/registers/",  # how offices head their columns, and the words that stand in their files
    "tracker/importing/reading/letters.py",  # old Vietnamese letters and the syllables by which they are known
    "tracker/importing/commands.py",
    "tracker/workflow/documentation.py",  # writes docs/workflows, in Vietnamese
    # What is printed on a terminal, before anybody has a language: in both.
    "tracker/commands.py",
    "tracker/administration/commands.py",
    "tracker/administration/calendar_commands.py",
    "tracker/administration/history_commands.py",
    "tracker/administration/job_commands.py",
    "tracker/api/commands.py",
    "tracker/config.py",
    "tracker/core/variables.py",
    "tracker/schema.py",
)
SAMPLES = {"design.html"}
ALLOWED = {
    "tracker/web/languages.py": {"Tiếng Việt"},  # a language is named in itself
    "tracker/administration/forms.py": {"Tiếng Việt"},
    "tracker/attachments/names.py": {"tệp"},  # the name of a file without a name
    "tracker/reporting/checks.py": {"vnđ", "đồng", "điểm", checks.MEASURE.pattern},  # units as people write them
    "tracker/core/moments.py": {r"\s+(?:ngày\s+)?(\S+)|(\S+)\s+"},  # 16:05 ngày 27/11/2026
    # An outline as text is content of the record; what the rules say of themselves is data.
    "tracker/plans/outlining.py": {" (nếu có)"},
    "tracker/plans/counting.py": {"cần kiểm tra"},
    "tracker/sessions/fields.py": {r"(\d{1,2})\s*(?:[:hg.]\s*(\d{2})?)\s*(?:phút)?"},  # 14 giờ 30 phút
    # How announcements and the holidays package name days, and the record's own words for a suggestion.
    "tracker/calendar/computed.py": {"nghỉ"},
    "tracker/deadlines/suggestions.py": {
        "Gói dữ liệu holidays ",
        r"thay cho ngày (\d{2})/(\d{2})/(\d{4})",
        "Làm bù cho ",
    },
    # A programme's title and code are names in the record.
    "tracker/planning/models.py": {"Chương trình giám sát năm {year} của {owner}", "HĐND", "Thường trực HĐND"},
    "tracker/sessions/invitations.py": {"người đứng đầu cơ quan"},  # in whose place somebody came, as the record has it
    "tracker/findings/merging.py": {"Gộp vào phát hiện "},  # a reason in the record
    # What is pasted from Word and Excel, as Vietnamese offices write it.
    "tracker/importing/checking/cells.py": {
        r"(?:ng[aà]y\s+)?(\d{1,2})\s+th[aá]ng\s+(\d{1,2})\s+n[aă]m\s+(\d{4})",  # ngày 12 tháng 3 năm 2024
        "có",
    },
    "tracker/importing/checking/table.py": {"[ivxlc]+|[a-zđ]"},
    "tracker/outlines/pasting.py": {
        r"(?:phần |mục )?[IVX]{1,5}[.)/:–-]\s+(.+)",
        r"(?:[a-zđ][.)]|[-–+•*])\s+(.+)",
        r"\s*\((?:không bắt buộc|nếu có)\)\s*[.;:]?\s*$",
        "chỉ tiêu",
        "đơn vị tính",
        "đvt",
        "kỳ",
        "kỳ báo cáo",
    },
    "tracker/outlines/parts.py": {r"((?:[-–—•*+]\s*)*)((?:trong đó\s*:?|gồm\s*:)(?=\s|$))?\s*(.*)"},
    "tracker/requests/joining.py": {" trả lời ở yêu cầu "},  # a reason in the record
    "tracker/outlines/tree.py": {"abcdđeghiklmnopqrstuvxy"},  # the letters that number a point
    "tracker/reporting/periods.py": {"từng ", "năm", "quý", "lũy kế", "quý "},  # as a period is typed
    # What a search shows and a new outline is called: words of the record.
    "tracker/requests/indexing.py": {"Báo cáo ", " của "},
    "tracker/web/outlines.py": {"Đề cương báo cáo: "},
    # A session's usual title is a name in the record.
    "tracker/sessions/facts.py": {"Cuộc làm việc", "với", "Khảo sát thực tế", "tại", " và "},
}
CODES = re.compile(r"^[A-ZĐ]{2,4}[-/ ]|ĐGS|ĐX-|NĐ-|HĐND/|^domain\.md ")
"""Codes of records, signs of documents and sources of rules are the same in every language."""


# --- templates --------------------------------------------------------------------------------------------------------


def words_outside(source: str) -> Iterator[tuple[int, str]]:
    """(line, text) of Vietnamese that no gettext call and no {% trans %} holds."""
    inside_trans, before = False, ("", "")
    for line, kind, value in jinja2.Environment(autoescape=True).lex(source):
        if kind == "whitespace":
            continue
        if kind == "name" and before[0] == "block_begin":
            inside_trans = value in ("trans", "pluralize") or (inside_trans and value != "endtrans")
        translated = before[0] == "opened"
        if kind == "string" and VIETNAMESE.search(value) and not translated:
            yield line, value
        if kind == "data" and VIETNAMESE.search(value) and not inside_trans:
            yield line, value.strip()
        before = following(kind, value, before)


def following(kind: str, value: str, before: tuple[str, str]) -> tuple[str, str]:
    """What the next token stands behind: `_` and `(` open a translated text, a comma in it keeps it open."""
    if value == "(" and before[0] == "name" and before[1] in TRANSLATES:
        return ("opened", "")
    if before[0] == "opened" and (kind == "string" or value == ","):
        return before
    return (kind, value)


def test_templates_hold_no_words_outside_gettext() -> None:
    assert [
        f"{path.relative_to(ROOT)}:{line} {text}"
        for path in TEMPLATES
        if path.name not in SAMPLES
        for line, text in words_outside(path.read_text())
    ] == []


def test_the_reader_of_templates_sees_what_it_should() -> None:
    good = (
        '{{ _("Tên") }}{% trans n=1 %}một{% pluralize %}nhiều{% endtrans %}{# Chú thích #}{{ pgettext("a", "Đoàn") }}'
        '{{ ngettext("một việc", "nhiều việc", n) }}{{ _("Hạn %(a)s", a=b) }}'
    )
    bad = 'Tên{{ "Tên" }}{{ f("Tên") }}{{ [_("Tên"), "Đoàn"] }}'
    assert list(words_outside(good)) == []
    assert [text for _line, text in words_outside(bad)] == ["Tên", '"Tên"', '"Tên"', '"Đoàn"']


def test_the_only_heading_of_a_page_is_its_title() -> None:
    """The words in <title> and in <h1> are one variable; test_pages.py compares them on every page as it is served."""
    headings = [text for path in TEMPLATES for text in re.findall(r"<h1.*?</h1>", path.read_text(), re.DOTALL)]
    assert [heading for heading in headings if "{{ title }}" not in heading] == []


# --- code -------------------------------------------------------------------------------------------------------------


class Reader(ast.NodeVisitor):
    """Finds Vietnamese in string literals that are neither translated nor documentation."""

    def __init__(self) -> None:
        self.found: list[tuple[int, str]] = []

    def visit_Call(self, node: ast.Call) -> None:
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        texts = node.args if name in TRANSLATES else []
        for part in ast.iter_child_nodes(node):
            if part not in texts or not is_text(part):
                self.visit(part)

    def visit_Expr(self, node: ast.Expr) -> None:
        if not is_text(node.value):
            self.visit(node.value)

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, str) and VIETNAMESE.search(node.value):
            self.found.append((node.lineno, node.value))


def is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def literals(source: str) -> list[tuple[int, str]]:
    reader = Reader()
    reader.visit(ast.parse(source))
    return reader.found


def test_code_holds_no_words_outside_gettext() -> None:
    assert [
        f"{name}:{line} {text}"
        for name, path in ((str(path.relative_to(ROOT)), path) for path in CODE)
        if not name.startswith(NOT_FOR_SCREENS)
        for line, text in literals(path.read_text())
        if text not in ALLOWED.get(name, ()) and not CODES.search(text)
    ] == []


def test_the_reader_of_code_sees_what_it_should() -> None:
    good = '"""Tài liệu"""\nx = _("Tên %(a)s", a=b) + _n("một", "nhiều", 2)\n"""Chú thích"""\n'
    bad = 'x = "Tên"\ny = f"Tên {x}"\nz = _(f"Đoàn {x}")\nw = _("Hạn", a="Đoàn")\n'
    assert literals(good) == []
    assert [text for _line, text in literals(bad)] == ["Tên", "Tên ", "Đoàn ", "Đoàn"]
