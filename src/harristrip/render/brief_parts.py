"""Building blocks of a briefing: evidence that unfolds, footnotes for print, links, and the parts of a record."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from itertools import takewhile
from typing import TYPE_CHECKING, Any, NamedTuple

import htpy as h

from ..index import cells
from ..text import pluralize, printable
from .diagnostics import FAULTLESS

if TYPE_CHECKING:
    from htpy import Element, Node

    from ..facts.model import Cite, Source
    from ..facts.responses import Check
    from ..index.store import Store

    Texts = Mapping[str, Sequence[str]]
    """SHA-256 of an archived text -> its paragraphs."""


VERIFIED = "verified"
"""The state of most cites, shown as a tick."""
BASES = {"derived": "derived", "metadata": "as the page gives it"}
"""`date_basis` -> words for a date that the text does not print."""
NOTE = "n_"
"""Prefix of the anchors of footnotes. Ids have no "_", so anchors with one never clash with records."""
MONTH_NAMES = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_QUOTES = str.maketrans(
    {"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', **dict.fromkeys("\u00ad\u200b\ufeff")}
)


def text(value: str) -> str:
    """Return text of a store on one line; invisible and bidirectional control characters are escaped."""
    return printable(re.sub(cells.HTML_BLANKS, " ", value).strip(" "))


def search_form(value: str) -> str:
    """Return text as printed words are searched for: with straight quotes and single blanks."""
    return " ".join(unicodedata.normalize("NFC", value).translate(_QUOTES).split())


def day(date: str) -> str:
    """Return an ISO date in words: `6 to 7 June 2021`."""
    first, last = (_date_words(one) for one in date.split("/")) if "/" in date else (_date_words(date), [])
    alike = zip(first, last, strict=True) if len(first) == len(last) else ()
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], alike))
    return " ".join(first[shared:][::-1]) + (f" to {' '.join(last[::-1])}" if last else "")


def _date_words(one: str) -> list[str]:
    """Return year, month and day of a plain date as words."""
    year, month, day_ = [*one.split("-"), "", ""][:3]
    return [word for word in (year, month and MONTH_NAMES[int(month) - 1], day_.lstrip("0")) if word]


class Note(NamedTuple):
    """A footnote: a paragraph and its cited words."""

    number: int
    cite: Cite
    words: dict[str, None]


class Evidence:
    """Converts the cites of records to nodes, and collects the cited paragraphs for footnotes."""

    def __init__(self, sources: Mapping[str, Source], checks: Iterable[Check] = (), texts: Texts | None = None) -> None:
        """Take the sources by id, the results of `verify`, and the texts of the sources."""
        self.sources = sources
        self.states = {(check.id, check.source, check.paragraph, check.printed): check.state for check in checks}
        self.texts = texts or {}
        self.notes: dict[tuple[str, int], Note] = {}

    def name(self, source: str) -> str:
        """Return the publisher of a source, or its id."""
        publisher = self.sources[source].publisher
        return text(publisher) if publisher else f"{source} (publisher unknown)"

    def numbers(self, cites: Iterable[Cite]) -> Node:
        """Return the footnote numbers of cites, which only print shows."""
        numbers: dict[int, None] = {}
        for cite in cites:
            key = (cite.source, cite.paragraph)
            note = self.notes.setdefault(key, Note(len(self.notes) + 1, cite, {}))
            numbers[note.number] = None
            if cite.printed:
                note.words[text(cite.printed)] = None
        if not numbers:
            return None
        return h.sup[", ".join(map(str, numbers))]

    def below(self, id_: str, cites: Sequence[Cite], date_from: Sequence[Cite] = (), *, texts: bool = True) -> Node:
        """Return the folded evidence of a record or part, with paragraphs if `texts`."""
        if not cites and not date_from:
            return None
        return h.details[
            h.summary[f"Evidence {cells.marks((*cites, *date_from))}"],
            self._list(id_, cites, texts=texts) if cites else None,
            [h.p["The date was worked out from"], self._list(id_, date_from, texts=False)] if date_from else None,
        ]

    def _list(self, id_: str, cites: Sequence[Cite], *, texts: bool) -> Node:
        """Return cites by source and paragraph."""
        sources: dict[str, dict[int, list[Cite]]] = {}
        for cite in dict.fromkeys(cites):
            sources.setdefault(cite.source, {}).setdefault(cite.paragraph, []).append(cite)
        return h.dl[
            [
                [
                    h.dt[self.name(source), self._published(source)],
                    [self._paragraph(id_, some, self._text(some[0]) if texts else "") for some in paragraphs.values()],
                ]
                for source, paragraphs in sources.items()
            ]
        ]

    def link(self, source: str) -> Element:
        """Return a link to a source in the section of sources."""
        return h.a(href=f"#{source}")[self.name(source)]

    def _published(self, source: str) -> str:
        date, basis = self.sources[source].date, self.sources[source].date_basis
        return f", {day(date)}" + (f" ({BASES[basis]})" if basis in BASES else "") if date else ", date unknown"

    def _paragraph(self, id_: str, cites: Sequence[Cite], paragraph: str) -> Node:
        """Return the cites of a paragraph and, if available, its text with their words marked."""
        words = {search_form(one.printed): self._link(one) for one in cites if one.printed}
        found = {printed: url for printed, url in words.items() if printed in paragraph}
        details = [
            self._details(id_, one, quoted=not one.printed or search_form(one.printed) not in found) for one in cites
        ]
        shown, language = highlight_words(paragraph, found), self._language(cites[0].source)
        return h.dd[f"¶{cites[0].paragraph}", details, " ", h.span(lang=language)[shown] if language else shown]

    def _details(self, id_: str, cite: Cite, *, quoted: bool) -> list[Node]:
        """Return the printed words of a cite as a link, with relayed outlet, reading and state."""
        url, reads = self._link(cite), cite.reads
        words: Node = h.q(lang=self._language(cite.source))[text(cite.printed)] if cite.printed and quoted else None
        if url and quoted:
            words = h.a(href=url)[words or "at the source"]
        details = [f" relaying {text(cite.via)}"] if cite.via else []
        details += [f" read as “{text(reads)}”"] if reads else []
        state = self.states.get((id_, cite.source, cite.paragraph, cite.printed))
        return [words and [" ", words], *details, state and _state_label(state)]

    def _link(self, cite: Cite) -> str | None:
        """Return the address of the printed words of a cite, if its source has a safe one."""
        return cells.link_to_words(self.sources[cite.source], cite)

    def _language(self, source: str) -> str | None:
        """Return the language of a source for screen readers; None for English."""
        language = self.sources[source].language
        return language if language and language != "en" else None

    def _text(self, cite: Cite) -> str:
        paragraphs = self.texts.get(self.sources[cite.source].sha256, ())
        return search_form(paragraphs[cite.paragraph - 1]) if cite.paragraph <= len(paragraphs) else ""

    def footnotes(self) -> list[Element]:
        """Return a footnote for each cited paragraph, in order of first mention."""
        return [h.li(id=f"{NOTE}{note.number}")[self._footnote(note)] for note in self.notes.values()]

    def _footnote(self, note: Note) -> Node:
        source, number = note.cite.source, note.cite.paragraph
        words = [[" ", h.q[one]] for one in note.words]
        named = f", {self.name(source)}{self._published(source)}"
        return [h.b[f"{source} ¶{number}"], named, [":", words] if words else None]


def _state_label(state: str) -> Node:
    if state == VERIFIED:
        return " ✓"
    return [" ", h.span(class_="pill" if state in FAULTLESS else "pill differ")[state]]


def highlight_words(paragraph: str, words: Mapping[str, str | None]) -> list[Node]:
    """Return a paragraph with each occurrence of some words marked, as a link if they have an address.

    The paragraph and the words are in their `search_form`.
    """
    longest = sorted(words, key=len, reverse=True)
    pattern = "|".join(f"{_edge(one[0])}{re.escape(one)}{_edge(one[-1])}" for one in longest)
    pieces = re.split(f"({pattern})", paragraph) if words else [paragraph]
    return [_highlight(piece, words[piece]) if at % 2 else printable(piece) for at, piece in enumerate(pieces) if piece]


def _highlight(words: str, url: str | None) -> Element:
    return h.mark[h.a(href=url)[printable(words)] if url else printable(words)]


def _edge(character: str) -> str:
    """Return a pattern for the edge of some words, so that no part of a longer word is marked."""
    return r"\b" if character.isalnum() else ""


class BriefSection(NamedTuple):
    """One section of the page."""

    anchor: str
    title: str
    content: Node
    size: int | None = None
    """The number of records in it."""


class Briefing:
    """The data of all sections: filtered reports, names and evidence."""

    def __init__(self, store: Store, filters: Mapping[str, Any], evidence: Evidence) -> None:
        """Query the reports once, so that links lead only to records on the page."""
        self.store, self.filters, self.evidence = store, filters, evidence
        self.labels = cells.Labels(store.labels)
        names = ("itinerary", "meetings", "funding", "commitments", "conflicts", "gaps", "people", "statistics")
        self.reports: dict[str, Sequence[Any]] = {name: store.report(name, **filters) for name in names}
        facts = store.report("facts", **{**filters, "limit": None})
        self.reports["claims"] = [record for record in facts if record.kind == "claim"][: filters.get("limit")]
        self.records = [record for found in self.reports.values() for record in found]
        self.shown = {record.id for record in self.records}

    @property
    def travellers(self) -> tuple[str, ...]:
        """The ids of the people who travel, if any."""
        event = self.store.event
        return (event.traveller,) if event.traveller else event.travellers

    def link(self, id_: str, words: str | None = None) -> Node:
        """Return a link to a record, or only its name if it is not on the page."""
        name = text(words or id_)
        return h.a(href=f"#{id_}")[name] if id_ in self.shown else name

    def who(self, ids: Iterable[str]) -> Node:
        """Return the names of people, bodies and sources as links."""
        return separated([self._one(id_) for id_ in ids])

    def places(self, record: Any) -> list[str]:
        """Return the names of the places of a record: its own text and those of the vocabulary."""
        named = [self.store.places[id_].name for id_ in record.places]
        return [text(name) for name in dict.fromkeys((record.place, *named)) if name]

    def _one(self, id_: str) -> Node:
        if id_ in self.evidence.sources:
            return self.evidence.link(id_)
        return self.link(id_, self.labels.of("person", [id_]))


def separated(nodes: Sequence[Node], by: str = ", ") -> list[Node]:
    """Return nodes with a separator between them."""
    return [[by if number else None, node] for number, node in enumerate(nodes)]


def pill(words: str, tone: str = "") -> Element:
    """Return a short label in a frame."""
    return h.span(class_=f"pill {tone}".strip())[words]


def status(word: str) -> Element:
    """Return a status as a label with its tone."""
    return pill(word.replace("-", " "), cells.TONE.get(word, ""))


def date_node(record: Any) -> Node:
    """Return the date of a record in words, and whether it was worked out."""
    if record.date is None:
        return "date not stated"
    shown: Node = day(record.date)
    if "/" not in record.date:
        shown = h.time(datetime=record.date)[shown]
    part = f", {text(record.part_of_day)}" if record.part_of_day else ""
    return [shown, part, [" ", pill(BASES[record.date_basis])] if record.date_basis in BASES else None]


def figure_node(record: Any) -> Node:
    """Return the figure of a record with its hedge set apart, or None."""
    whole = cells.figure(record)
    if not whole:
        return None
    hedge = f"{record.qualifier} " if record.qualifier else ""
    return h.span(class_="fig")[hedge and h.i[hedge], h.b[text(whole[len(hedge) :])]]


def sentence(page: Briefing, record: Any) -> list[Node]:
    """Return the summary with the numbers of its footnotes."""
    cited = (*own(record), *record.date_from) or tuple(record.all_cites())
    return [text(record.summary), page.evidence.numbers(cited)]


def own(record: Any) -> list[Cite]:
    """Return the cites of a record without those of its parts."""
    elsewhere = {cite for one in record.parts() for cite in one.cites}
    return [cite for cite in record.cites if cite not in elsewhere]


def part_node(page: Briefing, record: Any, one: Any, *words: Node) -> list[Node]:
    """Return a part of a record with its evidence."""
    return [
        *words,
        page.evidence.numbers(one.cites),
        page.evidence.below(record.id, one.cites, texts=_shows_paragraphs(record)),
    ]


def _shows_paragraphs(record: Any) -> bool:
    """Return whether to show paragraphs below a record; for a name or a title the printed words are enough."""
    return record.kind not in ("person", "source")


def below(page: Briefing, record: Any, *more: Node) -> list[Node]:
    """Return the part below the sentence of a record: note, statuses, conflicts, id, evidence."""
    statuses = [h.li[part_node(page, record, one, status(one.status))] for one in record.statuses]
    disputed = differ(page, record.conflicts) if record.conflicts else None
    return [
        record.note and h.p(class_="note")[text(record.note)],
        statuses and h.div(class_="part")[h.p["Status by source, earliest first"], h.ul(class_="parts")[statuses]],
        h.p(class_="meta")[separated([one for one in (*more, disputed, _id(record.id)) if one], " ")],
        page.evidence.below(record.id, own(record), record.date_from, texts=_shows_paragraphs(record)),
    ]


def _id(id_: str) -> Element:
    return h.a(href=f"#{id_}")[id_]


def differ(page: Briefing, conflicts: Sequence[str]) -> Element:
    """Return a label "Sources differ" with a link to each conflict."""
    classes = {conflict.id: conflict.class_ for conflict in page.reports["conflicts"]}
    links = [page.link(id_, classes.get(id_)) for id_ in conflicts]
    return h.span(class_="pill differ")["≠ Sources differ: ", separated(links)]


def entry(record: Any, *content: Node, beside: Node = None) -> Element:
    """Return a record as a list entry, with its date or figure beside it."""
    return h.li(id=record.id)[h.div(class_="beside")[beside], h.div[content]]


def left_open(page: Briefing, name: str) -> Node:
    """Return the open questions of a report, folded."""
    gaps = page.store.open_questions(name, **page.filters)
    if not gaps:
        return None
    return h.details(class_="open")[
        h.summary[f"{pluralize(len(gaps), 'question')} left open"],
        h.ul[[h.li[page.link(gap.id, gap.summary)] for gap in gaps]],
    ]


def table_node(headers: Sequence[str], rows: Node, caption: str) -> Element:
    """Return a table with a header and a caption."""
    head = h.thead[h.tr[[h.th(scope="col")[header] for header in headers]]]
    return h.table[h.caption[caption], head, h.tbody[rows]]


def facts(pairs: Iterable[tuple[str, Node]]) -> Node:
    """Return names and values as a list, without empty values."""
    shown = [[h.dt[name], h.dd[value]] for name, value in pairs if value]
    return h.dl(class_="facts")[shown] if shown else None
