"""Who says it: for each token the party on whose word it is told.

A clause below "said" is told by its subject, a full quotation by whoever the sentence names as
speaking, else by the last speaker before it; "according to" names a teller for its sentence.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs

from stances.coding.lexicon import Lexicon
from stances.coding.passages import Passage
from stances.coding.phrases import Grade, Reference, References


@attrs.frozen
class Voice:
    """Who speaks: ``verb`` is the verb of saying, None where the speaker is carried over."""

    codes: tuple[str, ...]
    person: str | None
    verb: int | None


_LABEL = 6
_TIMES = frozenset({"after", "as", "when", "while", "since", "before"})
_KNOWN = ("clear", "plain", "known", "know", "obvious")
_BELOW = ("ccomp", "parataxis", "xcomp")


@attrs.frozen(eq=False)
class Speech:
    """The voices of one passage, and its references with "we" and "I" filled in."""

    references: References
    reporters: dict[int, Voice]
    quoted: dict[int, Voice]

    def voice(self, passage: Passage, token: int) -> Voice | None:
        """Who tells what stands at a token; None where the article itself tells it."""
        tree = passage.tree
        below = token
        inserted = self._inserted(passage, token)
        if inserted is not None:
            return inserted
        for above in tree.ancestors(token):
            told = self.reporters.get(above) or self._inserted(passage, above)
            if told is not None and (told.verb != above or self._told_by(passage, below, above)):
                return told
            if self._aside(passage, below):
                break
            below = above
        return self.quoted.get(token)

    def _inserted(self, passage: Passage, token: int) -> Voice | None:
        """Who is said, between commas, to tell what stands round it: "Turkey, he said, has"."""
        tree = passage.tree
        for item in tree.having(token, "parataxis"):
            told = self.reporters.get(item)
            around = told is not None and tree.child(item, "ccomp", "xcomp", "mark") is None
            if around and (item < token or passage.clauses[item].subjects[0] > item):
                return told
        return None

    def _aside(self, passage: Passage, token: int) -> bool:
        """Whether a clause is the article's own aside in what it reports."""
        tree = passage.tree
        if tree.deps[token] == "relcl":
            return True
        if tree.deps[token] != "advcl" or token not in passage.clauses:
            return False
        return bool(passage.clauses[token].marks & _TIMES)

    def _told_by(self, passage: Passage, below: int, above: int) -> bool:
        dep, lemma = passage.tree.deps[below], passage.tree.lemmas[above]
        return dep in _BELOW or (dep in ("advcl", "acl") and lemma in ("accord", *_KNOWN))


def find_speech(
    passages: Sequence[Passage], references: Sequence[References], lexicon: Lexicon
) -> tuple[Speech, ...]:
    """The speech of each passage of one article, in order: speakers carry over."""
    found: list[Speech] = []
    last: Voice | None = None
    for passage, own in zip(passages, references, strict=True):
        reporters = dict(_reporters(passage, own, lexicon))
        quoted = _quoted(passage, own, reporters, last)
        voices = [*quoted.values(), *reporters.values()]
        last = Voice(voices[-1].codes, voices[-1].person, None) if voices else None
        speech = Speech(own, reporters, quoted)
        found.append(Speech(_first_persons(passage, speech), reporters, quoted))
    return tuple(found)


def _reporters(
    passage: Passage, references: References, lexicon: Lexicon
) -> Iterator[tuple[int, Voice]]:
    tree = passage.tree
    for verb, clause in passage.clauses.items():
        if not lexicon.is_a(tree.lemmas[verb], "report"):
            continue
        told = [references.get(subject) for subject in clause.subjects]
        speaking = [r for r in told if r is not None and r.grade is Grade.ACTOR]
        if speaking:
            codes = tuple(dict.fromkeys(code for r in speaking for code in r.codes))
            person = speaking[0].person if len(speaking) == 1 else None
            yield verb, Voice(codes, person, verb)
    for token, lemma in enumerate(tree.lemmas):
        if lemma in _KNOWN and tree.lemmas[tree.heads[token]] in ("make", "let"):
            made = passage.clauses.get(tree.heads[token])
            known = [r for s in (made.subjects if made else ()) if (r := references.get(s))]
            if known and known[0].grade is Grade.ACTOR:
                yield token, Voice(known[0].codes, known[0].person, tree.heads[token])
        if lemma == "accord" and tree.tags[token] == "VBG":
            teller = _according(passage, token, references)
            if teller is not None:
                yield tree.heads[token], Voice(teller.codes, teller.person, None)


def _according(passage: Passage, token: int, references: References) -> Reference | None:
    tree = passage.tree
    for prep in tree.having(token, "prep"):
        for item in tree.having(prep, "pobj"):
            reference = references.get(item)
            if reference is not None and reference.grade is Grade.ACTOR:
                return reference
    return None


def _quoted(
    passage: Passage, references: References, reporters: dict[int, Voice], last: Voice | None
) -> dict[int, Voice]:
    """The voice of each token that stands in a full quotation."""
    tree = passage.tree
    told: dict[int, Voice] = dict(_labelled(passage, references))
    for quote in passage.prepared.quotes:
        if not quote.full:
            continue
        tokens = [
            token
            for token in range(len(tree))
            if quote.start <= tree.starts[token] and tree.ends[token] <= quote.end + 1
        ]
        if not tokens:
            continue
        outside = {verb: voice for verb, voice in reporters.items() if verb not in set(tokens)}
        voice = _nearest(tree.sentence_of, tokens, outside)
        voice = voice or _introduced(passage, references, tokens[0]) or last
        if voice is not None:
            told.update(dict.fromkeys(tokens, voice))
            last = voice
    return told


def _labelled(passage: Passage, references: References) -> Iterator[tuple[int, Voice]]:
    """What stands beside a speaker's name and a colon: "Putin: we will not", "Iran lies: Kerry"."""
    tree = passage.tree
    for number in range(len(tree.sentences)):
        sentence = tree.sentence_range(number)
        colons = [token for token in sentence if tree.words[token] == ":"]
        if not colons:
            continue
        first, final = sentence[0], sentence[-1]
        before = range(first, colons[0]), range(colons[0] + 1, final + 1)
        behind = range(colons[-1] + 1, final + 1), range(first, colons[-1])
        for label, rest in (before, behind):
            named = [r for t in label if (r := references.get(t)) and r.person is not None]
            verbs = any(token in passage.clauses for token in label)
            if named and not verbs and 0 < len(label) <= min(_LABEL, len(rest)):
                yield from ((t, Voice(named[0].codes, named[0].person, None)) for t in rest)
                break


def _introduced(passage: Passage, references: References, quote: int) -> Voice | None:
    """Whom the words before a quotation are about: "Moscow was blunt: "Kyiv must"."""
    tree = passage.tree
    before = max((v for v in passage.clauses if v < quote - 1), default=None)
    if before is None or tree.sentence_of[quote] - tree.sentence_of[before] > 1:
        return None
    for verb in (before, *tree.ancestors(before)):
        if tree.heads[verb] == verb and verb in passage.clauses:
            told = [references.get(s) for s in passage.clauses[verb].subjects]
            speaking = [r for r in told if r is not None and r.grade is Grade.ACTOR]
            if len(speaking) == 1 and len(told) == 1:
                return Voice(speaking[0].codes, speaking[0].person, None)
    return None


def _nearest(
    sentence_of: Sequence[int], tokens: Sequence[int], reporters: dict[int, Voice]
) -> Voice | None:
    """The speaker named nearest to a quotation, within a sentence of it."""
    first, final = sentence_of[tokens[0]], sentence_of[tokens[-1]]
    near = [verb for verb in reporters if first - 1 <= sentence_of[verb] <= final + 1]
    if not near:
        return None

    def distance(verb: int) -> tuple[bool, int]:
        same = first <= sentence_of[verb] <= final
        return (not same, min(abs(verb - tokens[0]), abs(verb - tokens[-1])))

    return reporters[min(near, key=distance)]


def _first_persons(passage: Passage, speech: Speech) -> References:
    filled: References = {}
    for token, reference in speech.references.items():
        if reference.grade is Grade.SPEAKER:
            voice = speech.voice(passage, token)
            if voice is not None:
                filled[token] = Reference(voice.codes, Grade.ACTOR, voice.person)
        else:
            filled[token] = reference
    return filled
