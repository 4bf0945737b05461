"""Features at the address or on the street that a text names."""

from __future__ import annotations

from collections.abc import Iterator

from ..language import tr
from .addresses import Street, same_street
from .candidates import Candidate, Subject
from .institutions import Institution, speciality_differs
from .layer_index import FeatureProfile, LayerIndex
from .settlements import compatible
from .text import shortened, stem, stems

SAME_ADDRESS = 0.95
SAME_STREET = 0.95
OTHER_INSTITUTION_THERE = 0.6
STREET_ONLY_SAYS_WHERE = 0.6

# Works on the street itself or along it; anything else «по вул. …» stands at one point of the street.
LINEAR_WORKS = frozenset(
    stem(word)
    for word in (
        "дорога дорожнє вулиця вулиць вулиці вулично проїзна тротуар тротуарна освітлення вуличне покриття асфальтове "
        "мережа мережі водопровід водогін водовід каналізація колектор тепломережа теплотраса газопровід лінія "
        "велодоріжка доріжка маршрут озеленення насадження благоустрій шлях траса кабель берегоукріплення"
    ).split()
)
AT_ONE_POINT = frozenset(
    stem(word)
    for word in (
        "будівля будинок приміщення корпус котельня станція насосна гуртожиток майданчик зупинка башта вежа "
        "свердловина міст шляхопровід сквер парк"
    ).split()
)
MEANS_THE_STREET = frozenset(stem(word) for word in ("ремонт", "реконструкція", "будівництво", "відновлення"))


def by_address(subject: Subject, index: LayerIndex) -> Iterator[Candidate]:
    """Features with a house number that the subject names, and streets without houses that it works on."""
    for street in subject.streets:
        for row in _rows(street, index):
            profile = index.profiles[row]
            there = profile.street
            if there is None or not compatible(subject.settlement, profile.settlement):
                continue
            if bool(street.houses) == bool(there.houses):
                yield from _at(subject, street, profile, there)


def differs(subject: Subject, profile: FeatureProfile) -> bool:
    """Whether both say a house and none agrees."""
    there = profile.street
    own = [street for street in subject.streets if street.houses]
    if there is None or not there.houses or not own:
        return False
    return not any(same_street(street, there) and set(street.houses) & set(there.houses) for street in own)


def _rows(street: Street, index: LayerIndex) -> list[int]:
    found = [index.by_street[word] for word in street.name if len(word) > 1 and word in index.by_street]
    return sorted({row for rows in found for row in rows})


def _at(subject: Subject, street: Street, profile: FeatureProfile, there: Street) -> Iterator[Candidate]:
    sure = same_street(street, there)
    houses = set(street.houses) & set(there.houses)
    if not sure or (street.houses and not houses) or not set(profile.beside) <= set(subject.stems):
        return
    agreement = SAME_ADDRESS * sure if houses else _street_score(subject, street) * sure
    score = min(agreement, _institutions_agree(subject, profile))
    if not score:
        return
    evidence = tr("«{said}» = «{label}»", said=shortened(street.said), label=shortened(there.said))
    claim = f"{' '.join(street.name)} {min(houses, default='')}"
    yield Candidate(
        subject.subject_id, profile.row, "address", score, evidence, frozenset({claim}), many=not street.houses
    )


def _street_score(subject: Subject, street: Street) -> float:
    """Sure where the street itself is repaired, or where works along it are named before anything that stands there."""
    named = {word for mention in subject.institutions for word in stems(mention.said)}
    sorts = [_sort_of(word, named) for word in subject.stems]
    first = next(filter(None, sorts), "")
    if first == "line" or (not first and not street.where and MEANS_THE_STREET & set(subject.stems)):
        return SAME_STREET
    return STREET_ONLY_SAYS_WHERE


def _sort_of(word: str, named: set[str]) -> str:
    if word in AT_ONE_POINT or word in named:
        return "point"
    return "line" if word in LINEAR_WORKS else ""


def _institutions_agree(subject: Subject, profile: FeatureProfile) -> float:
    """How far what stands there can be what the text speaks of: 1 yes or not known, 0 of another family."""
    there = [name.institutions[0] for name in profile.names if name.institutions]
    if not there or not subject.institutions:
        return 1.0
    return max(_agreement(one, other) for one in subject.institutions for other in there)


def _agreement(one: Institution, other: Institution) -> float:
    if one.family != other.family:
        return 0.0
    clash = one.numbers and other.numbers and not one.numbers & other.numbers
    return OTHER_INSTITUTION_THERE if clash or speciality_differs(one, other) else 1.0
