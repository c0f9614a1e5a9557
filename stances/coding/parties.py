"""Which actors a noun phrase brings in: by what it names, or by who is behind it."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from stances.coding import grounds
from stances.coding.branches import prepositions
from stances.coding.clauses import Clause
from stances.coding.lexicon import Lexicon
from stances.coding.passages import Passage
from stances.coding.phrases import Grade, Reference
from stances.coding.speech import Speech
from stances.events import EventType

BEHIND = ("by", "from", "of", "against", "between", "with", "on", "to", "for", "in")
DOERS = ("by", "from", "of", "between", "with", "for", "to")
_DEPTH = 4
_BARE_INFINITIVE = frozenset({"let", "help"})


@attrs.frozen(eq=False)
class Parties:
    """Answers for one passage; codes come distinct, in text order."""

    passage: Passage
    speech: Speech
    lexicon: Lexicon

    def reference(self, token: int) -> Reference | None:
        """What a token stands for."""
        return self.speech.references.get(token)

    def actors(self, tokens: Iterable[int]) -> tuple[str, ...]:
        """Codes of those among the tokens that are actors themselves."""
        references = (self.reference(token) for token in tokens)
        codes = [c for r in references if r is not None and r.grade is Grade.ACTOR for c in r.codes]
        return tuple(dict.fromkeys(codes))

    def acting(self, tokens: Iterable[int]) -> tuple[str, ...]:
        """Codes of those among the tokens that can act: actors, their forces, their deeds."""
        codes: list[str] = []
        for token in tokens:
            reference = self.reference(token)
            if reference is None:
                continue
            if reference.grade is Grade.ACTOR or self._acts(token):
                codes.extend(reference.codes)
        return tuple(dict.fromkeys(codes))

    def _acts(self, token: int) -> bool:
        lemma = self.passage.tree.lemmas[token]
        return bool(self.lexicon.noun(lemma))

    def person(self, tokens: Iterable[int]) -> str | None:
        """The name or office of the one person among the tokens; None if several act."""
        found = [self.reference(token) for token in tokens]
        acting = [r for r in found if r is not None and r.grade is Grade.ACTOR]
        return acting[0].person if len(acting) == 1 else None

    def named(self, token: int) -> tuple[str, ...]:
        """Codes a token itself stands for, as actor or as something of an actor."""
        reference = self.reference(token)
        if reference is None or reference.grade in (Grade.PLACE, Grade.DEED):
            return ()
        return () if self._a_water(token) else reference.codes

    def _a_water(self, token: int) -> bool:
        """Whether it only names a sea: "the Sea of Japan", "the Gulf of Mexico"."""
        tree = self.passage.tree
        above = tree.heads[tree.heads[token]]
        behind = tree.deps[token] == "pobj" and tree.lemmas[tree.heads[token]] == "of"
        return behind and tree.words[above] in ("Sea", "Gulf", "Bay", "Strait")

    def done_by(self, token: int) -> tuple[str, ...]:
        """Codes of whoever did what the token names, as the article told before."""
        reference = self.reference(token)
        return reference.codes if reference is not None and reference.grade is Grade.DEED else ()

    def placed(self, token: int) -> bool:
        """Whether the token names a town."""
        reference = self.reference(token)
        return reference is not None and reference.grade is Grade.PLACE

    def located(self, token: int) -> tuple[str, ...]:
        """Codes of the state in which a place lies, if the token names one."""
        reference = self.reference(token)
        return () if reference is None else reference.codes

    def affected(
        self,
        token: int,
        but: Iterable[str] = (),
        depth: int = 0,
        behind_it: tuple[str, ...] = BEHIND,
    ) -> tuple[str, ...]:
        """Codes that a noun phrase concerns: its own, or of whoever stands behind it."""
        others = frozenset(but)
        own = tuple(code for code in self.named(token) if code not in others)
        if own or depth >= _DEPTH:
            return own
        tree = self.passage.tree
        behind = prepositions(tree, token)
        holders = grounds.holders(self, token, others)
        if holders:
            return holders
        for name in behind_it:
            codes = [
                code
                for preposition, item in behind
                if preposition == name and (name != "in" or self._struggle(item))
                for code in self.affected(item, others, depth + 1, behind_it)
            ]
            if codes:
                return tuple(dict.fromkeys(codes))
        for child in tree.having(token, "acl", "relcl", "pcomp", "dobj", "xcomp", "ccomp"):
            codes = list(self.affected(child, others, depth + 1, behind_it))
            if codes:
                return tuple(codes)
        return tuple(code for code in self.done_by(token) if code not in others)

    def _struggle(self, token: int) -> bool:
        """Whether "in" leads to a conflict with somebody, and not to a place."""
        lemma = self.passage.tree.lemmas[token]
        return lemma in ("war", "conflict", "dispute", "row") or bool(self.lexicon.noun(lemma))

    def slot(
        self,
        clause: Clause,
        name: str,
        but: Iterable[str],
        *,
        actors_only: bool = False,
        behind_it: tuple[str, ...] = BEHIND,
    ) -> tuple[str, ...]:
        """Codes that stand in one slot of a clause.

        The slots: "obj", "dative", "comp" (a complement), "purpose" (an infinitive that says what
        for), "border", "ground", "place", "front", "provoker", else the preposition that leads
        there.
        """
        others = tuple(but)
        tree = self.passage.tree
        if name == "obj":
            tokens: list[int] = list(clause.objects)
        elif name == "dative":
            tokens = [t for t in clause.objects if tree.deps[t] == "dative"]
            tokens = tokens or tree.having(clause.verb, "dobj")[:-1]
        elif name == "comp":
            found = self.complement(clause, others)
            strict = self.actors(range(len(tree))) if actors_only else found
            return tuple(code for code in found if code in strict)
        elif name == "comp-subject":
            return self._complement_subject(clause, others)
        elif name == "border":
            return self.border(clause.verb, others)
        elif name == "ground":
            return grounds.left(self, (clause.verb, *clause.objects), others)
        elif name == "place":
            return grounds.within(self, (clause.verb, *clause.objects), others)
        elif name == "provoker":
            return self._provoker(clause, others)
        elif name == "purpose":
            return self._purpose(clause, others)
        elif name == "front":
            tokens = grounds.in_front(tree, clause.verb)
        else:
            tokens = [item for preposition, item in clause.preps if preposition == name]
            for owner in (*clause.objects, *(item for _, item in clause.preps)):
                tokens += [i for p, i in self.nested(owner) if p == name]
        codes: list[str] = []
        for token in tokens:
            if self._reciprocal(token):
                return others
            if actors_only:
                codes.extend(code for code in self.actors([token]) if code not in others)
            else:
                codes.extend(self.affected(token, others, behind_it=behind_it))
        return tuple(dict.fromkeys(codes))

    def _complement_subject(self, clause: Clause, but: tuple[str, ...]) -> tuple[str, ...]:
        """The actors who are to do what the complement says: "wants Turkey to withdraw"."""
        tree = self.passage.tree
        tokens: list[int] = []
        for token in clause.complements:
            marked = any(tree.lemmas[c] == "to" for c in tree.having(token, "aux"))
            bare = clause.lemma in _BARE_INFINITIVE and tree.tags[token] == "VB"
            if marked or (bare and tree.lemmas[token] != "know"):
                tokens += tree.having(token, "nsubj") or list(clause.objects)
        return tuple(c for c in self.acting(tokens) if c not in but)

    def border(self, token: int, but: tuple[str, ...]) -> tuple[str, ...]:
        """Toward whose border or coast a phrase leads."""
        return grounds.border(self, token, but)

    def _provoker(self, clause: Clause, but: tuple[str, ...]) -> tuple[str, ...]:
        """Who is struck back: whoever struck last, as told before."""
        for verb in reversed([v for v in self.passage.clauses if v < clause.verb]):
            before = self.passage.clauses[verb]
            types = {frame.event_type for frame in self.lexicon.verb(before.lemma)}
            codes = tuple(c for c in self.acting(before.subjects) if c not in but)
            if codes and EventType.ASSAULT in types:
                return codes
        return ()

    def a_people(self, token: int) -> bool:
        """Whether it stands for persons: a pronoun, or a nationality, as in "13 Rwandans"."""
        tree = self.passage.tree
        if tree.lemmas[token] in ("he", "she", "they") or tree.words[token] in ("him", "her"):
            return True
        counted = tree.child(token, "det", "nummod") is not None
        people = tree.tags[token] == "NNPS" or (counted and tree.tags[token] in ("NNP", "NN"))
        return people and bool(self.actors([token])) and tree.words[token][:1].isupper()

    def _reciprocal(self, token: int) -> bool:
        """Whether it is "each other" or "one another", or "each accused the other"."""
        tree = self.passage.tree
        if tree.lemmas[token] not in ("other", "another"):
            return False
        before = {tree.lemmas[c] for c in tree.children[token]}
        if tree.words[token].lower() == "other" and "the" in before:
            sentence = tree.sentence_range(tree.sentence_of[token])
            return any(tree.lemmas[item] == "each" for item in sentence if item < token)
        return bool(before & {"each", "one"})

    def _purpose(self, clause: Clause, but: tuple[str, ...]) -> tuple[str, ...]:
        tree = self.passage.tree
        for child in tree.having(clause.verb, "advcl", "xcomp"):
            below = self.passage.clauses.get(child)
            if below is not None and any(tree.lemmas[c] == "to" for c in tree.having(child, "aux")):
                codes = [code for item in below.objects for code in self.affected(item, but)]
                if codes:
                    return tuple(dict.fromkeys(codes))
        return ()

    def complement(self, clause: Clause, but: Iterable[str]) -> tuple[str, ...]:
        """Codes in a clause's complement: of its subject, else of whom it concerns."""
        others = frozenset(but)
        for token in self.complements(clause):
            below = self.passage.clauses.get(token)
            if below is None:
                continue
            for tokens in (below.subjects, below.objects):
                codes = [c for item in tokens for c in self.affected(item, others)]
                if codes:
                    return tuple(dict.fromkeys(codes))
            codes = [c for _, item in below.preps for c in self.affected(item, others)]
            if codes:
                return tuple(dict.fromkeys(codes))
            deeper = self.complement(below, others)
            if deeper:
                return deeper
        return ()

    def complements(self, clause: Clause) -> list[int]:
        """Complement clauses, an infinitive that the parser hung beside the verb among them."""
        tree = self.passage.tree
        found = list(clause.complements)
        for child in tree.having(clause.verb, "advcl"):
            marked = any(tree.lemmas[c] == "for" for c in tree.having(child, "mark"))
            if marked:
                found.append(child)
        for name, item in clause.preps:
            if name in ("of", "for", "to", "against") and item in self.passage.clauses:
                found.append(item)
        return found

    def conditional(self, token: int, but: Iterable[str]) -> tuple[str, ...]:
        """Whom a condition of the sentence names: a threat beside it is meant for them."""
        tree, others = self.passage.tree, frozenset(but)
        for item in tree.sentence_range(tree.sentence_of[token]):
            clause = self.passage.clauses.get(item)
            if clause is None or not clause.marks & {"if", "unless", "until"}:
                continue
            for named in (*clause.subjects, *clause.objects):
                codes = self.affected(named, others)
                if codes:
                    return codes
        return ()

    def nested(self, token: int) -> list[tuple[str, int]]:
        """The prepositions below a noun, and those below what they lead to, outermost first."""
        return grounds.nested(self.passage.tree, token)

    def third(self, root: int, but: Iterable[str]) -> str | None:
        """The first party below a token that is none of these: whom the act is about."""
        others = frozenset(but)
        below = self.passage.tree.subtree(root)
        codes = [c for token in below for c in self.named(token) if c not in others]
        codes += [c for token in below for c in self.located(token) if c not in others]
        return codes[0] if codes else None
