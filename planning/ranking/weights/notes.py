"""What the reader has to know about a set of weights, in the current language."""

from __future__ import annotations

from ...language import tr
from ...wording import number
from .weight_set import Agreement, WeightSet

SHOWN = 8
CONSENSUS_WORDS = (0.5, 0.625, 0.75, 0.875)


def weight_notes(found: WeightSet) -> list[str]:
    """Notes of the method, what to reconsider, and how far the members agree."""
    return [*found.notes, *found.reconsider, *agreement_notes(found)]


def agreement_notes(found: WeightSet) -> list[str]:
    """How far the members agree, and who disagrees on what; nothing where there is one."""
    if found.agreement is None:
        return []
    return [_about_agreement(found.agreement), *disagreement_sentences(found)]


def disagreement_sentences(found: WeightSet) -> list[str]:
    """A sentence for each of the largest differences between a member and the group."""
    if found.agreement is None or found.members is None:
        return []
    names = [item.name for item in found.hierarchy.criteria]
    sentences = []
    for one in found.agreement.disagreements[:SHOWN]:
        sentences.append(
            tr(
                "«{member}» gives «{criterion}» {own} %, the group {group} %: {difference} points {side}.",
                member=found.names[one.member],
                criterion=names[one.criterion],
                own=number(100 * found.members[one.member, one.criterion], 1),
                group=number(100 * found.weights[one.criterion], 1),
                difference=number(100 * abs(one.difference), 1),
                side=tr("more") if one.difference > 0 else tr("less"),
            )
        )
    hidden = len(found.agreement.disagreements) - len(sentences)
    return [*sentences, *([tr("{count} smaller differences are not listed.", count=hidden)] if hidden else [])]


def _about_agreement(agreement: Agreement) -> str:
    return tr(
        "Agreement of the members: Kendall's W of their orders {w}, consensus of their weights {consensus} "
        "(Goepel 2013): {words}.",
        w=number(agreement.kendall_w, 2),
        consensus=number(agreement.consensus, 2),
        words=_consensus_words(agreement.consensus),
    )


def _consensus_words(consensus: float) -> str:
    words = (tr("very low"), tr("low"), tr("moderate"), tr("high"), tr("very high"))
    return words[sum(consensus >= line for line in CONSENSUS_WORDS)]
