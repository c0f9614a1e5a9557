"""The learned part: how likely each pair of actors in a window did each of the sixteen things.

The network reads a window once and scores every pair of it; it is kept as ONNX and run by
onnxruntime. How it was trained, and on what, is told in ``model/CARD.md``.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import resources
from typing import TYPE_CHECKING, Any

import attrs

from stances.coding.windows import Pair, Window
from stances.errors import MissingExtra
from stances.events import EventType, Modality

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MAX_PIECES = 192
"""Word pieces of a window that are read; what stands behind them is not."""

_BATCH = 16
_AHEAD = 128
TYPES = tuple(EventType)
MODALITIES = tuple(Modality)
"""In the order of the network's outputs."""

_NOTHING, _BEFORE, _HERE = 0, 1, 2


@attrs.frozen
class Score:
    """How likely one pair did one thing, 0 to 1, and in which modality if it did."""

    pair: Pair
    event_type: EventType
    likely: float
    modality: Modality


@attrs.frozen(eq=False)
class Scorer:
    """Scores windows; the same window always gets the same scores on the same machine."""

    session: Any
    tokenizer: Any

    @classmethod
    def default(cls) -> Scorer:
        """The network that comes with the package.

        Raises:
            MissingExtra: onnxruntime or tokenizers is not installed.

        """
        return _default()

    def scores(self, windows: Iterable[Window], *, least: float) -> Iterator[tuple[Score, ...]]:
        """For each window, in order, what is at least so likely."""
        source = iter(windows)
        while ahead := list(itertools.islice(source, _AHEAD)):
            read = [Encoded.of(window, self.tokenizer) for window in ahead]
            found: list[tuple[Score, ...]] = [()] * len(ahead)
            order = sorted(range(len(read)), key=lambda place: len(read[place].ids))
            for first in range(0, len(order), _BATCH):
                places = order[first : first + _BATCH]
                for place, scores in zip(
                    places, self._run([read[p] for p in places], least), strict=True
                ):
                    found[place] = scores
            yield from found

    def _run(self, read: Sequence[Encoded], least: float) -> Iterator[tuple[Score, ...]]:
        types, modalities = self.session.run(None, arrays(read))
        for row, one in enumerate(read):
            likely = types[row, : len(one.pairs)]
            scores = []
            for place, kind in zip(*(likely >= least).nonzero(), strict=True):
                scores.append(
                    Score(
                        one.pairs[place],
                        TYPES[kind],
                        float(likely[place, kind]),
                        MODALITIES[int(modalities[row, place].argmax())],
                    )
                )
            yield tuple(scores)


@attrs.frozen(eq=False)
class Encoded:
    """A window as numbers: its word pieces, and which of them mention whom."""

    ids: Sequence[int]
    kinds: Sequence[int]
    marked: frozenset[int]
    places: Mapping[str, Sequence[int]]
    pairs: tuple[Pair, ...]

    @classmethod
    def of(cls, window: Window, tokenizer: Any) -> Encoded:
        encoded = tokenizer.encode(window.text)
        offsets = encoded.offsets[:MAX_PIECES]
        here: dict[str, set[int]] = {}
        before: dict[str, set[int]] = {}
        marked: set[int] = set()
        for spot in window.spots:
            pieces = {
                piece
                for piece, (start, end) in enumerate(offsets)
                if start < spot.end and spot.start < end
            }
            marked |= pieces
            for code in spot.codes:
                (before if spot.token is None else here).setdefault(code, set()).update(pieces)
        found = {code: sorted(pieces) for code, pieces in {**before, **here}.items() if pieces}
        return cls(
            ids=encoded.ids[:MAX_PIECES],
            kinds=[_HERE if end > window.begins else _BEFORE for _, end in offsets],
            marked=frozenset(marked),
            places=found,
            pairs=tuple(
                (actor, recipient)
                for actor, recipient in window.pairs
                if actor in found and (recipient is None or recipient in found)
            ),
        )


def arrays(read: Sequence[Encoded]) -> dict[str, NDArray[np.generic]]:
    """The inputs of the network; a mention's pieces weigh alike, and one in all."""
    import numpy as np

    rows, width = len(read), max(len(one.ids) for one in read)
    deep = max(1, *(len(one.pairs) for one in read))
    ids = np.zeros((rows, width), np.int64)
    kinds = np.full((rows, width), _NOTHING, np.int64)
    marks = np.zeros((rows, width), np.int64)
    actors = np.zeros((rows, deep, width), np.float32)
    recipients = np.zeros((rows, deep, width), np.float32)
    nobody = np.zeros((rows, deep), np.float32)
    for row, one in enumerate(read):
        ids[row, : len(one.ids)] = one.ids
        kinds[row, : len(one.kinds)] = one.kinds
        marks[row, sorted(one.marked)] = 1
        for place, (actor, recipient) in enumerate(one.pairs):
            pieces = one.places[actor]
            actors[row, place, pieces] = 1 / len(pieces)
            if recipient is None:
                nobody[row, place] = 1
            else:
                pieces = one.places[recipient]
                recipients[row, place, pieces] = 1 / len(pieces)
    return {
        "ids": ids,
        "kinds": kinds,
        "marks": marks,
        "actors": actors,
        "recipients": recipients,
        "nobody": nobody,
    }


@functools.cache
def _default() -> Scorer:
    try:
        import onnxruntime
        import tokenizers
    except ImportError as error:
        raise MissingExtra("coding with the learned model", "text") from error
    folder = resources.files("stances.coding").joinpath("model")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(
        folder.joinpath("pairs.onnx").read_bytes(), options, providers=["CPUExecutionProvider"]
    )
    tokenizer = tokenizers.Tokenizer.from_str(folder.joinpath("tokenizer.json").read_text("utf-8"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return Scorer(session, tokenizer)
