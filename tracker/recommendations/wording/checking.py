"""What stands in the way of following a recommendation (domain.md P4, 2.3 II.2.b): remarks that warn and never block."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from tracker.core.i18n import _, _l
from tracker.core.text import fold, nfc
from tracker.recommendations.wording import language, matching
from tracker.recommendations.wording.matching import Found, Lexicon, even
from tracker.recommendations.wording.models import GROUP, JOINER, PRODUCT, VAGUE
from tracker.search.similarity import EMPTY_FOLDED, folded

REMARK_KINDS = {
    "addressee": _l("Cơ quan"),
    "verb": _l("Việc phải làm"),
    "several": _l("Nhiều yêu cầu"),
    "vague": _l("Từ chung chung"),
    "deliverable": _l("Sản phẩm"),
    "deadline": _l("Thời hạn"),
    "condition": _l("Điều kiện đóng"),
}
FEWEST_WORDS = 2
"""Of an object, so that a demand stands for itself."""


@dataclass(frozen=True)
class Draft:
    """What is checked of a recommendation, saved or being typed."""

    text: str
    addressee_text: str = ""
    has_lead: bool = False
    has_support: bool = False
    deliverable: str = ""
    due_on: date | None = None
    is_timeless: bool = False
    """To a central body, or over several years: no deadline is needed."""
    conditions: tuple[str, ...] = ()
    lead: frozenset[str] = frozenset()
    """The names of the lead, folded; and those of the council's other agencies."""
    others: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Spot:
    """Words that a remark speaks of: in the text, the addressee_text, the deliverable, or condition 0, 1, …"""

    where: str
    start: int
    end: int


@dataclass(frozen=True)
class Remark:
    """What is wrong, and how to mend it, in the reader's language; the words that it is about."""

    kind: str
    words: str
    mend: str
    example: str = ""
    term: str = ""
    """The vague word."""
    spots: tuple[Spot, ...] = ()

    @property
    def label(self) -> str:
        return str(REMARK_KINDS[self.kind])

    @property
    def name(self) -> str:
        """As the history keeps it: "deadline", "vague: tăng cường"."""
        return f"{self.kind}: {self.term}" if self.term else self.kind


@dataclass(frozen=True)
class Sentence:
    """A piece of even text and where it begins."""

    text: str
    start: int


def remarks(draft: Draft, lexicon: Lexicon) -> list[Remark]:
    """Everything worth mending, in the order in which a recommendation is read."""
    text = nfc(draft.text)
    acts = list(acts_in(text, lexicon))
    return [
        *about_addressee(draft, lexicon),
        *about_doer(draft, text, acts, lexicon),
        *about_verb(text, acts, lexicon),
        *about_several(text, acts, lexicon),
        *about_vague_words(draft, lexicon),
        *about_missing_parts(draft),
    ]


# --- who --------------------------------------------------------------------------------------------------------------


def about_addressee(draft: Draft, lexicon: Lexicon) -> Iterator[Remark]:
    mend = _("Chọn một cơ quan chủ trì; những cơ quan cùng làm ghi ở phần phối hợp.")
    example = _("Sở Xây dựng chủ trì, Ban Quản lý Khu kinh tế phối hợp")
    group = nfc(draft.addressee_text)
    if group and not (draft.has_lead or draft.has_support):
        spot = Spot("addressee_text", 0, len(group))
        words = _("Nơi nhận ghi cả nhóm “%(group)s”: không cơ quan nào phải trả lời.", group=group)
        yield Remark("addressee", words, mend, example, spots=(spot,))
    elif not draft.has_lead:
        yield Remark("addressee", _("Chưa có cơ quan chủ trì: không rõ ai phải làm."), mend, example)
    if named := group_at_head(even(draft.text), lexicon):
        words = _("Nội dung gọi cả nhóm “%(group)s”: không rõ cơ quan nào phải làm.", group=named.term)
        mend = _("Gọi tên cơ quan chủ trì, hoặc bỏ nhóm này và mở đầu bằng việc phải làm.")
        yield Remark("addressee", words, mend, example, spots=(Spot("text", named.start, named.end),))


def about_doer(draft: Draft, text: str, acts: Sequence[Found], lexicon: Lexicon) -> Iterator[Remark]:
    """The text begins a demand with an agency that is not the lead."""
    if not draft.lead:
        return
    level = even(text)
    for clause in clauses_of(text, lexicon):
        head = head_of(level, clause, acts, lexicon)
        start = past(level, clause.start, matching.pattern(language.ASKING))
        if head is None or head.start <= start:
            continue
        named = fold(language.WITH_OTHERS.split(level[start : head.start])[0])
        if doer := other_doer(named, draft):
            end = start + len(level[start : head.start].rstrip())
            yield Remark(
                "addressee",
                _("Nội dung giao việc cho “%(doer)s”, không phải cơ quan chủ trì đã chọn.", doer=text[start:end]),
                _("Chọn cơ quan ấy làm cơ quan chủ trì, hoặc sửa nội dung cho đúng cơ quan chủ trì."),
                _("Sở Xây dựng chủ trì, Ban Quản lý Khu kinh tế phối hợp"),
                term=doer,
                spots=(Spot("text", start, end),),
            )
            return


def other_doer(named: str, draft: Draft) -> str:
    """The folded name with which these folded words begin, where it is that of another agency and the lead is not in them
    either ("… chỉ đạo Sở Công Thương …")."""
    whole = f" {named} "
    if any(f" {name} " in whole for name in draft.lead):
        return ""
    return max((name for name in draft.others if whole.startswith(f" {name} ")), key=len, default="")


def group_at_head(text: str, lexicon: Lexicon) -> Found | None:
    """The group of agencies that the text begins with, after what asks."""
    start = past(text, 0, matching.pattern(language.ASKING))
    return next((found for found in lexicon.find(GROUP, text) if found.start == start), None)


def past(text: str, start: int, leading: re.Pattern[str]) -> int:
    """Where the first word stands that is neither a mark of a list nor one of these."""
    while step := language.MARKER.match(text, start) or leading.match(text, start):
        start = step.end()
    return start


# --- does what --------------------------------------------------------------------------------------------------------


def acts_in(text: str, lexicon: Lexicon) -> Iterator[Found]:
    """The verbs that name an act; neither those in the name of an agency nor those that are nouns or passive."""
    level = even(text)
    for found in matching.found(lexicon.acts, level):
        if not is_name(text, found) and not language.NOMINAL.search(level[: found.start]):
            yield found


def is_name(text: str, found: Found) -> bool:
    """ "Sở Xây dựng": a capital within a sentence."""
    written = text[found.start : found.end]
    before = text[: found.start].rstrip(" ")
    return (
        written[0].isupper() and not written.isupper() and bool(before) and (before[-1].isalnum() or before[-1] == ",")
    )


def about_verb(text: str, acts: Sequence[Found], lexicon: Lexicon) -> Iterator[Remark]:
    if text.strip() and not acts and not has_measured_aim(text, lexicon):
        yield Remark(
            "verb",
            _("Không thấy việc nào làm được: nội dung không có động từ chỉ một việc cụ thể."),
            _(
                "Mở đầu bằng một việc làm được và kiểm tra được: rà soát, lập, trình, ban hành, công bố, bố trí, thu hồi…"
            ),
            _("Lập và trình danh mục quỹ đất nhà ở công nhân của 14 khu công nghiệp"),
        )


def has_measured_aim(text: str, lexicon: Lexicon) -> bool:
    """ "Nâng cao tỷ lệ hộ có nước sạch lên 98%": vague by its verb, and yet plain."""
    return any(
        lexicon.find(VAGUE, sentence.text) and is_measured(sentence.text, lexicon, names_products=False)
        for sentence in sentences(text)
    )


def about_several(text: str, acts: Sequence[Found], lexicon: Lexicon) -> Iterator[Remark]:
    demands = demands_in(text, acts, lexicon)
    if len(demands) > 1:
        listed = "”, “".join(dict.fromkeys(found.term for found in demands))
        yield Remark(
            "several",
            _("Có vẻ gồm nhiều yêu cầu: “%(verbs)s”. Làm xong một việc thì chưa đóng được kiến nghị.", verbs=listed),
            _("Tách thành nhiều kiến nghị: mỗi kiến nghị một yêu cầu, một cơ quan chủ trì, một thời hạn."),
            _("Kiến nghị 1: Rà soát 20 dự án chậm tiến độ. Kiến nghị 2: Thu hồi đất của các dự án vi phạm."),
            spots=tuple(Spot("text", found.start, found.end) for found in demands),
        )


@dataclass(frozen=True)
class Clause:
    """From where to where; `weak`: it follows a word that joins words as often as demands; `listed`: a point of a list, or
    what follows a semicolon."""

    start: int
    end: int
    weak: bool = False
    listed: bool = False


def demands_in(text: str, acts: Sequence[Found], lexicon: Lexicon) -> list[Found]:
    """The verb of each demand; at most one where nothing says that there are two."""
    level = even(text)
    clauses = clauses_of(text, lexicon)
    heads = [head_of(level, clause, acts, lexicon) for clause in clauses]
    demands: list[Found] = []
    for place, (clause, head) in enumerate(zip(clauses, heads, strict=True)):
        if head is None:
            continue
        own = head.term in lexicon.verbs and stands_alone(level, head, clause)
        if (
            (clause.listed and passes_something_else_on(level, head, clause, lexicon))
            or (not demands and own)
            or (own and follows(level, clauses[place - 1], heads[place - 1], clause))
        ):
            demands.append(head)
    return demands


def clauses_of(text: str, lexicon: Lexicon) -> list[Clause]:
    level = even(text)
    cuts = [(start, end, "") for start, end in stops(text, language.FULL_STOP)]
    cuts += [(one.start, one.end, one.term) for one in lexicon.find(JOINER, level)]
    cuts += [(point.start(), point.start(), "") for point in language.INLINE_POINT.finditer(level)]
    cuts.sort()
    ends = [left for left, _right, _term in cuts] + [len(level)]
    clauses = [Clause(0, ends[0], listed=any(is_listed(level, cut) for cut in cuts))]
    for cut, end in zip(cuts, ends[1:], strict=True):
        is_in_list = is_listed(level, cut)
        clauses.append(Clause(cut[1], end, cut[2] in language.WEAK_JOINERS and not is_in_list, is_in_list))
    return [clause for clause in clauses if level[clause.start : clause.end].strip()]


def is_listed(level: str, cut: tuple[int, int, str]) -> bool:
    """Does a point of a list follow, or what stands behind a semicolon?"""
    left, right, term = cut
    return term == ";" or bool(language.LIST_MARK.match(level, right) or language.NUMBER_BEFORE.search(level[:left]))


def head_of(level: str, clause: Clause, acts: Sequence[Found], lexicon: Lexicon) -> Found | None:
    """The verb that a clause begins with, after what asks, what leads to it, and the agency that is asked."""
    leading = matching.pattern((*language.LEADING, *lexicon.terms.get(VAGUE, ())))
    start = past(level, clause.start, leading)
    reach = start
    if not clause.weak and (
        language.BODY.match(level, start) or any(g.start == start for g in lexicon.find(GROUP, level))
    ):
        reach = min(start + language.LONGEST_NAME, clause.end)
    return next((act for act in acts if start <= act.start <= reach and act.end <= clause.end), None)


def stands_alone(level: str, head: Found, clause: Clause) -> bool:
    """Has it an object of its own?"""
    rest = level[head.end : clause.end].strip(" ,.:")
    if not rest or language.PREPOSITION.match(rest):
        return False
    return len(rest.split()) >= FEWEST_WORDS


def passes_something_else_on(level: str, head: Found, clause: Clause, lexicon: Lexicon) -> bool:
    """Is this the verb of what becomes of something ("trình", "công bố"), with an object that was not spoken of before?"""
    rest = level[head.end : clause.end].strip(" ,.:")
    if head.term in lexicon.verbs or language.PREPOSITION.match(rest) or language.NO_OBJECT.match(rest):
        return False
    if language.RECIPIENT.match(rest):
        rest = given_to(rest, lexicon)
    if lexicon.acts.match(rest):
        return False
    thing = language.AFTER_OBJECT.split(rest)[0]
    return len(thing.split()) >= FEWEST_WORDS and not pairs(thing) <= pairs(level[: clause.start])


def given_to(rest: str, lexicon: Lexicon) -> str:
    """What is handed to somebody, from its product on; nothing where they are to do something with it."""
    product = next(iter(lexicon.find(PRODUCT, rest)), None)
    if product is None or lexicon.acts.search(rest, 0, product.start):
        return ""
    return rest[product.start :]


def follows(level: str, before: Clause, before_head: Found | None, clause: Clause) -> bool:
    """Is it one more demand after the clause before it? A weak joiner may only go on with what stands there."""
    if not clause.weak:
        return True
    if before_head is None or not stands_alone(level, before_head, before):
        return False
    return not language.OPENS.search(level[before_head.end : before.end])


# --- measured by what -------------------------------------------------------------------------------------------------


@dataclass
class Told:
    """A vague word, and where it stands without a measure."""

    term: str
    spots: list[Spot] = field(default_factory=list)


def about_vague_words(draft: Draft, lexicon: Lexicon) -> Iterator[Remark]:
    told: dict[str, Told] = {}
    for spot, term in vague_spots(draft, lexicon):
        told.setdefault(term, Told(term)).spots.append(spot)
    for one in told.values():
        yield Remark(
            "vague",
            _("“%(word)s” không cho biết làm gì, đến mức nào thì xong.", word=one.term),
            _(
                "Thay bằng việc đo được: số lượng, tỷ lệ, ngày, hoặc văn bản phải làm ra; hoặc ghi mức đó ở “Đóng khi có đủ”."
            ),
            lexicon.examples.get(one.term)
            or _("Kiểm tra an toàn lao động tại 14 khu công nghiệp, mỗi khu ít nhất 2 lần"),
            term=one.term,
            spots=tuple(one.spots),
        )


def vague_spots(draft: Draft, lexicon: Lexicon) -> Iterator[tuple[Spot, str]]:
    """In the text, unless its sentence, the deliverable or a closing condition measures it; in those, unless they do."""
    beside = [even(part) for part in (draft.deliverable, *draft.conditions) if part]
    parts = [("text", draft.text), ("deliverable", draft.deliverable)]
    parts += [(str(place), words) for place, words in enumerate(draft.conditions)]
    for where, words in parts:
        for sentence in sentences(nfc(words)):
            found = lexicon.find(VAGUE, sentence.text)
            if not found or is_measured(sentence.text, lexicon, names_products=where != "text"):
                continue
            if where == "text" and any(measures(part, sentence.text, lexicon) for part in beside):
                continue
            for one in found:
                yield Spot(where, sentence.start + one.start, sentence.start + one.end), one.term


def sentences(text: str) -> Iterator[Sentence]:
    """Of NFC text."""
    level = even(text)
    ends = [0, *(end for _start, end in stops(text, language.SENTENCE_END)), len(level)]
    for start, end in pairwise(ends):
        if level[start:end].strip():
            yield Sentence(level[start:end], start)


def stops(text: str, ends: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Where sentences end in NFC text. A line that goes on with a small letter was only broken to fit."""
    for stop in ends.finditer(even(text)):
        if stop[0] == "\n" and is_broken(text[: stop.start()].rstrip(), text[stop.end() :].lstrip()):
            continue
        yield stop.start(), stop.end()


def is_broken(before: str, after: str) -> bool:
    return before[-1:] not in language.ENDS_A_LINE and after[:1].islower() and not language.POINT.match(after)


def is_measured(level: str, lexicon: Lexicon, *, names_products: bool) -> bool:
    """Holds it a number, a share, a day, how often, or a product? In a demand only a product that is to be made."""
    if language.MEASURED.search(language.CITED.sub(" ", level)):
        return True
    products = [one for one in lexicon.find(PRODUCT, level) if not language.AFTER_THE_RULE.search(level[: one.start])]
    if names_products:
        return bool(products)
    makers = [act for act in matching.found(lexicon.acts, level) if act.term not in language.CARRYING_OUT]
    return any(
        language.TO_THE_PRODUCT.fullmatch(level[act.end : product.start]) for act in makers for product in products
    )


def measures(part: str, sentence: str, lexicon: Lexicon) -> bool:
    """Does the deliverable or the closing condition measure just this: with a measure, about the same thing?"""
    return is_measured(part, lexicon, names_products=True) and bool(pairs(part) & pairs(sentence))


def pairs(level: str) -> set[tuple[str, str]]:
    """The pairs of neighbouring syllables that carry meaning: most Vietnamese words are two."""
    syllables = [folded(word) for word in level.replace(",", " . ").split()]
    return {
        (first, second)
        for first, second in pairwise(syllables)
        if first and second and not {first, second} & EMPTY_FOLDED
    }


# --- with what, by when -----------------------------------------------------------------------------------------------


def about_missing_parts(draft: Draft) -> Iterator[Remark]:
    if not draft.deliverable.strip():
        yield Remark(
            "deliverable",
            _("Chưa ghi sản phẩm phải hoàn thành: không biết cơ quan phải đưa ra cái gì."),
            _("Ghi văn bản hoặc kết quả nhìn thấy được."),
            _("Quyết định của Ủy ban nhân dân thành phố phê duyệt danh mục quỹ đất"),
        )
    if draft.due_on is None and not draft.is_timeless:
        yield Remark(
            "deadline",
            _("Chưa có thời hạn: không bao giờ quá hạn."),
            _("Ghi một ngày; việc nhiều năm thì đánh dấu “Thực hiện trong nhiều năm”."),
            _("Chậm nhất ngày 30/09/2026"),
        )
    if not any(condition.strip() for condition in draft.conditions):
        yield Remark(
            "condition",
            _("Chưa có điều kiện “Đóng khi có đủ”: xong hay chưa chỉ còn là ý kiến."),
            _("Mỗi dòng ghi một minh chứng mà có nó thì coi là xong."),
            _("Danh mục quỹ đất của đủ 14 khu, có bản đồ vị trí"),
        )
