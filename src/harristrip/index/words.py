"""One form for the spellings and inflections of an English word, so that either finds the other.

The index and a query go through the same functions. A form need not be a word: "promise" becomes "promize", as
"organise" becomes "organize". SQLite's Porter stemmer then drops regular endings. No patterns: a table of suffixes is
looked up by the last letters of a word, which takes 2 µs and nothing at start-up.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

from ..text import fold

_NUMBER_WORDS_WORDS = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety half quarter dozen hundred thousand lakh
crore million billion trillion
"""
NUMBER_WORDS = frozenset(_NUMBER_WORDS_WORDS.split())
"""Words by which a text may have a number."""
LONGEST_SUFFIX = 10
VOWELS = frozenset("aeiouy")


def _family(*pairs: tuple[str, str, str]) -> dict[str, str]:
    """Return suffix -> form, from (old ending, new ending, what may follow both); "-" means nothing follows."""
    return {
        old + rest.replace("-", ""): new + rest.replace("-", "") for old, new, rests in pairs for rest in rests.split()
    }


_VERB = "e es ed er ers ing"
_SUFFIXES = _family(
    ("our", "or", "- s ed ing er ers able ably ite ites itism al hood hoods ly less ful fully y ies ist ists ism"),
    *((f"{letter}re", f"{letter}er", "- s") for letter in "tbgv"),
    *((f"{letter}r", f"{letter}er", "ed ing") for letter in "tbgv"),
    ("is", "iz", f"{_VERB} ation ations ational ingly able ement ory"),
    ("lys", "lyz", f"{_VERB} is"),
    *((f"{vowel}ll", f"{vowel}l", "ed ing er ers or ors ous ist ists ation ations") for vowel in "aeo"),
    ("ll", "l", "ful fully ment ments"),
    ("gramme", "gram", "- s"),
    ("logue", "log", "- s d"),
    ("geing", "ging", "-"),
    ("dgement", "dgment", "- s al"),
    *((f"{letter}eable", f"{letter}able", "-") for letter in "kzlvts"),
    ("wards", "ward", "-"),
    ("xion", "ction", "- s"),
    # Nouns in -sion and -tion whose verb ends otherwise
    ("ension", "end", "- s"),
    ("pansion", "pand", "- s"),
    ("pulsion", "pel", "- s"),
    ("lusion", "lude", "- s"),
    ("cision", "cide", "- s"),
    ("duction", "duce", "- s"),
    ("scription", "scribe", "- s"),
    ("ception", "ceive", "- s"),
    ("sumption", "sume", "- s"),
    ("olution", "olve", "- s"),
    ("omy", "omic", "-"),
    ("omies", "omic", "-"),
    ("omics", "omic", "-"),
    ("men", "man", "-"),
    *((f"{letter}uses", f"{letter}us", "-") for letter in "rnptldo"),
)
_INFIXES = (
    *(
        ("plough", "plow"),
        ("mould", "mold"),
        ("moult", "molt"),
        ("draught", "draft"),
        ("cheque", "check"),
        ("sulph", "sulf"),
    ),
    *(
        ("oesoph", "esoph"),
        ("oestr", "estr"),
        ("foet", "fet"),
        ("rrhoe", "rrhe"),
        ("homoeo", "homeo"),
        ("amoeb", "ameb"),
    ),
    *(("oedem", "edem"), ("manoe", "mane"), ("aeroplan", "airplan"), ("alumini", "alumin"), ("jeweller", "jewel")),
    *(
        ("jewelr", "jewel"),
        ("woollen", "woolen"),
        ("moustach", "mustach"),
        ("yoghurt", "yogurt"),
        ("artefact", "artifact"),
    ),
    *(
        ("carburett", "carburet"),
        ("liquorice", "licorice"),
        ("omelette", "omelet"),
        ("pyjama", "pajama"),
        ("sceptic", "skeptic"),
    ),
    *(
        ("practis", "practic"),
        ("enquir", "inquir"),
        ("mollusc", "mollusk"),
        ("racquet", "racket"),
        ("cypher", "cipher"),
    ),
    *(
        ("doughnut", "donut"),
        ("focuss", "focus"),
        ("benefitt", "benefit"),
        ("kidnapp", "kidnap"),
        ("worshipp", "worship"),
    ),
    *(
        ("smoulder", "smolder"),
        ("behove", "behoove"),
        ("specialit", "specialt"),
        ("storey", "story"),
        ("gipsy", "gypsy"),
    ),
    *(
        ("defenc", "defens"),
        ("offenc", "offens"),
        ("licenc", "licens"),
        ("pretenc", "pretens"),
        ("councill", "council"),
    ),
    *(
        ("chilli", "chili"),
        ("ochre", "ocher"),
        ("honourar", "honorar"),
        ("aerofoil", "airfoil"),
        ("callisth", "calisth"),
    ),
    *(("woolly", "wooly"), ("ageis", "agis"), ("connexi", "connecti"), ("medallis", "medalis")),
)
"""Parts of words that differ between British and American spelling."""
_PREFIXES = (
    *(
        ("grey", "gray"),
        ("gaol", "jail"),
        ("kerb", "curb"),
        ("tyre", "tire"),
        ("tsar", "czar"),
        ("cosy", "cozy"),
        ("cosi", "cozi"),
    ),
    *(("dyke", "dike"), ("counsell", "counsel"), ("titbit", "tidbit"), ("oenolog", "enolog")),
)
_SAME = """
focus focused focuses focusing focussed focussing|gram gramme grams grammes|while whilst|among amongst
disk disc disks discs|nought naught|whisky whiskey|furor furore|ax axe|mom mum|jewel jewelry jewellery
percent percentage|through thru|math maths|ok okay|cancel cancellation cancelation|child children|foot feet
tooth teeth|goose geese|mouse mice|louse lice|ox oxen|man men|woman women|crisis crises|thesis theses
hypothesis hypotheses|criterion criteria|phenomenon phenomena|bacterium bacteria|memorandum memoranda
referendum referenda|stimulus stimuli|alumnus alumni|fungus fungi|nucleus nuclei|index indices|appendix appendices
matrix matrices|vertex vertices|oasis oases|syllabus syllabi|curriculum curricula|medium mediums|knive knife knives
wive wife wives|live life lives|halve half halves|wolve wolf wolves|thieve thief thieves theft|shelve shelf shelves
leave leaf leaves left leaving|loave loaf loaves|calve calf calves|scarve scarf scarves|hoove hoof|bus buses busses
gas gases gasses|lens lenses|quiz quizzes|virus viruses|tax taxes|say said|meet met|go went gone goes|send sent
speak spoke spoken speech speeches|give gave given|tell told|hold held|take took taken|make made|begin began begun
come came|become became|see saw seen|find found|get got gotten|pay paid|spend spent|build built
lose lost loss losses|win won|lead led|bring brought|buy bought|think thought|seek sought|flee fled
fly flew flown flight flights flies|grow grew grown growth|rise rose risen|fall fell fallen|drive drove driven
write wrote written|choose chose chosen choice choices|break broke broken|steal stole stolen|know knew known
throw threw thrown|draw drew drawn|shake shook shaken|sell sold sale sales|keep kept|feel felt|hear heard|mean meant
stand stood|understand understood|run ran running|sink sank sunk|strike struck|fight fought|catch caught
teach taught|deal dealt|die died dying dies death deaths dead deadly|bleed bled|feed fed|shoot shot shots shooting
ride rode ridden|swear swore sworn|wear wore worn|tear tore torn|forget forgot forgotten|hide hid hidden
sing sang sung|swim swam|burn burnt|spell spelt|dream dreamt|leap leapt|learn learnt|spill spilt|spoil spoilt
lean leant|smell smelt|kneel knelt|depart departure departures|fail failure failures|close closure closures
seize seizure seizures|believe belief beliefs|prove proof proofs proven|succeed success successes
proceed procedure procedures|visit visitor visitors|invest investor investors|protest protestor protestors
advizer advisor advisors|destroy destruction|entrepreneur entrepreneurial|respond response responses
explain explanation explanations|invade invasion invasions|explode explosion explosions|admit admission
permit permission|decide decisive|arrive arrival arrivals|approve approval|propose proposal proposals|poor poverty
hungry hunger|angry anger|safe safety|able ability|long length|strong strength|wide width|high height
"""
"""Irregular forms of the same word; the first one is the form of all."""
_EXCEPTIONS = {
    word: words.split()[0] for line in _SAME.strip().splitlines() for words in line.split("|") for word in words.split()
}
_KEPT_WORDS = """
yemen specimen regimen abdomen omen acumen amen bitumen turkmen stamen lumen hymen semen
"""
_KEPT = frozenset(_KEPT_WORDS.split())
"""Words in -men that are singular."""
_ALIKE = """
outcome result consequence conclusion|cost price expense bill|money fund funding cash dollar aid financing
pay payment payout|aid help assistance relief support|amount sum total figure|number count total how
trip visit travel journey tour itinerary|flight plane fly travel leave land leg|leave depart departure travel
arrive land come|return back home|stay remain spend|meeting talk conversation summit bilateral session call briefing
talk speak discuss conversation|call phone telephone|agenda topic item programme
goal aim target objective purpose focus|target reduce reduction|plan intend strategy scheme
promise pledge vow commit commitment agree|agreement deal accord pact treaty|announce unveil reveal declare
demand call urge ask request|question ask query|answer reply respond response|deny reject dismiss refuse decline
criticism critic attack blame fault rebuke slam|critic opponent foe|support back endorse|worry concern fear
official spokesperson spokesman spokeswoman aide adviser staff|adviser aide staff consultant
boss head leader chief president|lawmaker congressman congresswoman senator legislator member
government administration authority state|gop republican|task role job mandate assignment duty
appoint name assign task charge|lead head charge|official authority|migrant immigrant refugee asylum
migration immigration influx surge flow|caught apprehend arrest detain encounter stop
arrest apprehend detain capture|expel deport remove send|border frontier crossing|minor child kid youth teenager
smuggle traffic smuggling trafficking|crime gang violence|kill murder death dead|victim casualty dead
injure wound hurt|police officer force personnel|army military soldier troop force
personnel staff officer force trainer|train trainer training|hunger food famine starvation|drought dry water
storm hurricane cyclone weather|flood flooding water|climate warm global|damage destroy destruction ruin harm
disaster catastrophe emergency crisis|rebuild repair recovery reconstruct|poor poverty destitution need
job employment work labour|work worker labour|wage salary pay income|business company firm enterprise
company firm corporation business|entrepreneur business founder|invest investment money|economy economic growth
vaccine dose jab shot vaccination|jab vaccine dose|covid coronavirus pandemic virus|illness disease sick
doctor medic physician|hospital clinic health|woman female lady girl|female woman|man male|family household relative
people person resident citizen|corruption bribe graft|graft corruption bribery|law rule legal justice
court judge trial justice|vote ballot election poll|highest record most peak top|record highest most biggest
biggest largest greatest main|increase rise grow growth more surge|decrease fall drop decline reduce less slow
first earliest initial|last final latest|quick fast immediate|long length duration|duration length long
date day when|place location where site|city town capital|country nation state|neighbour region
journalist reporter press media|press media journalist reporter|interview talk conversation
statement word quote remark comment|quote word say statement|tweet post twitter message|report article story news
author writer write|headline title|protest demonstrate demonstration rally march|protester demonstrator
welcome greet|hope optimism trust|cause reason root driver why|reason cause motive|solve fix tackle address deal
tackle fight combat address|prevent stop curb deter|give send share provide deliver|share give send distribute
deliver ship send arrive|split divide share distribute|approve approval authorise pass|delay postpone cancel
open opening start launch|build construct create|create establish build|list enumerate|member delegation group
delegation travel team|accompany travel join with|job task work|safe secure protect|difficult hard tough
important key critical|cooperate cooperation work together
"""
"""Synonyms of the first word of each group, in case a record has no better match."""


def _alike() -> dict[str, tuple[str, ...]]:
    groups = [
        [form(word) for word in group.split()] for line in _ALIKE.strip().splitlines() for group in line.split("|")
    ]
    found: dict[str, tuple[str, ...]] = {}
    for first, *rest in groups:
        found[first] = tuple(dict.fromkeys((*found.get(first, ()), *rest)))
    return found


@lru_cache(maxsize=1)
def alike() -> dict[str, tuple[str, ...]]:
    """Return the form of a word -> the forms of its synonyms."""
    return _alike()


_STOP_WORDS = """
a an and any anyone are as at be been being but by can could did do does doing for from had has have her hers him
his how i if in into is it its may me might much many my no nor not of off on or our out she he should so some such
than that the their them then there these they this those to too upon was we were what when where whether which who
whom whose why will with within would you your yet s t re about
"""
STOP = frozenset(_STOP_WORDS.split())
"""Words of a query that may be missing."""


def has_number(text: str) -> bool:
    """Return whether a text may have a number."""
    return any(map(str.isdigit, text)) or not NUMBER_WORDS.isdisjoint(text.lower().replace("-", " ").split())


@lru_cache(maxsize=20_000)
def form(word: str) -> str:
    """Return the form that all spellings of a folded word share."""
    if not word.isascii() or len(word) < 3 or word.isdigit():
        return word
    if word in _EXCEPTIONS:
        return _EXCEPTIONS[word]
    for start, other in _PREFIXES:
        if word.startswith(start):
            word = other + word[len(start) :]
    for part, other in _INFIXES:
        if part in word:
            word = word.replace(part, other)
    if "ae" in word[:-1]:
        word = "".join(_without_ae(word))
    return _singular(_with_suffix(word))


def _singular(word: str) -> str:
    """Return a word without the ending of plurals."""
    if not word.endswith("s") or len(word) < 4 or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    return word[:-2] if word.endswith(("sses", "shes", "ches", "xes", "zzes")) else word[:-1]


def _without_ae(word: str) -> Iterator[str]:
    """Yield the letters of a word, "ae" as "e": anaemia, but aerial, Israel."""
    for number, letter in enumerate(word):
        if not (
            letter == "a"
            and word[number + 1 : number + 2] == "e"
            and word[number + 2 : number + 3] not in ("l", "r", "")
        ):
            yield letter


def _with_suffix(word: str) -> str:
    if word in _KEPT:
        return word
    for length in range(min(LONGEST_SUFFIX, len(word) - 1), 2, -1):
        other = _SUFFIXES.get(word[-length:])
        if other is not None and not VOWELS.isdisjoint(word[:-length]):
            return word[:-length] + other
    return word


def forms(text: str) -> list[str]:
    """Return the form of each word of a text; writing without blanks between words becomes single characters."""
    text = text.replace("%", " percent ").replace("per cent", "percent")
    folded = fold(_acronyms(text))
    if not folded.isascii():
        folded = " ".join(_apart(unicodedata.normalize("NFC", folded)))
    return [form(word) for word in folded.split()]


def _acronyms(text: str) -> str:
    """Return a text in which `U.S.` is `US`, and `Lund's` is `Lund`."""
    for mark in ("\u2019s ", "'s "):
        text = text.replace(mark, " ")
    if "." not in text:
        return text
    words = text.split(" ")
    return " ".join(word.replace(".", "") if _is_acronym(word) else word for word in words)


def _is_acronym(word: str) -> bool:
    letters = word.strip(".,;:()").split(".")
    return len(letters) > 1 and all(len(one) == 1 and one.isupper() for one in letters)


def _apart(text: str) -> Iterable[str]:
    """Yield the words of a text, those of a script without blanks between words as single characters."""
    for word in text.split():
        if not is_unspaced(word):
            yield word
            continue
        cluster = ""
        for character in word:
            is_mark = unicodedata.category(character)[0] == "M"
            if cluster and not is_mark and (_in_unspaced(character) or _in_unspaced(cluster[0])):
                yield cluster
                cluster = ""
            cluster += character
        yield cluster


UNSPACED = (
    *((0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x3040, 0x30FF), (0x31F0, 0x31FF), (0x3400, 0x4DBF)),
    *((0x4E00, 0x9FFF), (0xAC00, 0xD7AF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF)),
)
"""Thai, Lao, Burmese, Khmer, kana, Chinese and Hangul, which joins particles to words."""


def is_unspaced(word: str) -> bool:
    """Return whether a word has a character of a script that puts no blanks between words."""
    return not word.isascii() and any(map(_in_unspaced, word))


def _in_unspaced(character: str) -> bool:
    code = ord(character)
    return any(first <= code <= last for first, last in UNSPACED)
