"""The coder that asks a language model, and believes it as little as anybody else."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from stances.actors import Actors
from stances.articles import Article
from stances.coding.assemble import distinct
from stances.coding.coder import Coded, Skipped
from stances.coding.llm.asking import Answer, Asking, in_order, key_of
from stances.coding.llm.cache import Cache
from stances.coding.llm.endpoint import Endpoint
from stances.coding.llm.estimating import Estimate, likely_of, most_of
from stances.coding.llm.naming import actors_named
from stances.coding.llm.pieces import Piece, message, packed, pieces
from stances.coding.llm.prompt import Prompt
from stances.coding.llm.usage import Budget, Meter, Price, Spent, Tokens
from stances.errors import InvalidArgument, MissingExtra
from stances.events import StanceEvent

if TYPE_CHECKING:
    from stances.coding.llm.client import Chat
    from stances.coding.llm.verification import Verifier

VERSION = "llm-1"
"""Of how answers are verified; what a model was told has a version of its own."""
_EXTRA = frozenset({"anyio", "openai", "httpx2", "rapidfuzz"})


def _from_one(coder: object, attribute: attrs.Attribute[Any], value: int) -> None:
    if type(value) is not int or value < 1:
        raise InvalidArgument(f"{attribute.name}={value!r}: expected a whole number from 1")


@attrs.frozen(kw_only=True, eq=False)
class LanguageModelCoder:
    """Codes by asking a language model, and verifying each event that it claims.

    Attributes:
        endpoint: the model, and where it is asked.
        actors: who can act, and under which names.
        prompt: what the model is told.
        cache: the file in which answers are kept; None to keep none.
        price: what a million tokens cost.
        budget: how much all that this coder does may cost.
        at_once: how many requests are under way at a time.
        together: how many short articles one request asks about. More than one saves the cost of
            telling the guidelines again, and lets one article speak to the model about another.

    """

    endpoint: Endpoint
    actors: Actors = attrs.field(factory=Actors.default)
    prompt: Prompt = attrs.field(factory=Prompt.default)
    cache: Path | None = None
    price: Price | None = None
    budget: Budget = attrs.field(factory=Budget)
    at_once: int = attrs.field(default=4, validator=_from_one)
    together: int = attrs.field(default=1, validator=_from_one)
    _meter: Meter = attrs.field(
        init=False,
        repr=False,
        default=attrs.Factory(lambda self: Meter(self.budget, self.price), takes_self=True),
    )

    @property
    def name(self) -> str:
        """Version of the verification, the model, and the version of what it is told."""
        return f"{VERSION}+{self.endpoint.model}+prompt-{self.prompt.version}"

    @property
    def spent(self) -> Spent:
        """What this coder spent so far; answers that were kept cost nothing."""
        return self._meter.spent

    def code(self, articles: Iterable[Article]) -> Iterator[Coded]:
        """Code each article, in order, lazily; raises on no text whatsoever.

        An article about which there is no usable answer is passed over, and asked about again in
        the next run.

        Raises:
            BudgetSpent: the next request may cost more than is left.
            EndpointRefused: the endpoint will not answer, or failed three times in a row.
            InvalidArgument: the cache is not one, or the key cannot be sent.
            MissingExtra: the parts that this coder needs are not installed.

        """
        chat, verifier = _parts()
        with contextlib.ExitStack() as opened:
            asking = Asking(
                chat=opened.enter_context(chat(self.endpoint)),
                endpoint=self.endpoint,
                prompt=self.prompt,
                cache=None if self.cache is None else opened.enter_context(Cache(self.cache)),
                meter=self._meter,
            )
            batches = _batched(articles, self.together)
            results = in_order(
                batches, lambda batch: (batch, asking.answers(batch)), at_once=self.at_once
            )
            with contextlib.closing(results):
                for batch, answers in results:
                    for article, told in zip(batch, answers, strict=True):
                        yield self._coded(article, told, verifier)

    def estimate(self, articles: Iterable[Article]) -> Estimate:
        """What coding these articles would cost; asks nobody."""
        count = kept = requests = 0
        tokens, most = Tokens(), Tokens()
        with contextlib.ExitStack() as opened:
            cache = None
            if self.cache is not None and self.cache.exists():
                cache = opened.enter_context(Cache(self.cache))
            for batch in _batched(articles, self.together):
                every = list(itertools.chain.from_iterable(map(pieces, batch)))
                wanted = [piece for piece in every if not self._is_kept(piece, cache)]
                count += len(batch)
                kept += len(every) - len(wanted)
                for group in packed(wanted):
                    requests += 1
                    tokens += likely_of(self.endpoint, self.prompt, group)
                    most += most_of(self.endpoint, self.prompt, message(group))
        return Estimate(
            articles=count, kept=kept, requests=requests, tokens=tokens, most=most, price=self.price
        )

    def _is_kept(self, piece: Piece, cache: Cache | None) -> bool:
        key = key_of(piece, self.prompt, self.endpoint)
        return cache is not None and cache.get(key) is not None

    def _coded(
        self, article: Article, answers: Sequence[Answer], verifier: type[Verifier]
    ) -> Coded:
        named = (
            actors_named(article, self.actors) if any(a.events for a in answers) else frozenset()
        )
        events: list[StanceEvent] = []
        skipped: list[Skipped] = []
        for answer in answers:
            if answer.fault is not None:
                skipped.append(_unanswered(answer.piece, answer.fault))
            judge = verifier(piece=answer.piece, actors=self.actors, named=named, coder=self.name)
            for result in itertools.chain.from_iterable(map(judge.verified, answer.events)):
                if isinstance(result, Skipped):
                    skipped.append(result)
                else:
                    events.append(result)
        return Coded(article, tuple(distinct(events)), tuple(skipped))


def _unanswered(piece: Piece, fault: str) -> Skipped:
    start, end = piece.paragraphs[0].start, piece.paragraphs[-1].end
    text = piece.article.text[start:end]
    return Skipped(article=piece.article.id, start=start, end=end, text=text, reason=fault)


def _batched(articles: Iterable[Article], size: int) -> Iterator[tuple[Article, ...]]:
    source = iter(articles)
    while batch := tuple(itertools.islice(source, size)):
        yield batch


def _parts() -> tuple[type[Chat], type[Verifier]]:
    try:
        from stances.coding.llm.client import Chat
        from stances.coding.llm.verification import Verifier
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in _EXTRA:
            raise
        raise MissingExtra("coding with a language model", "llm") from error
    return Chat, Verifier
