"""Trains a reader of stances and measures it alone, on texts it has not seen. Needs PyTorch.

    PYTHONPATH=tests python -m scripts.attribution.train_stance gold|dev [--rounds 5]

It is no part of the program, because it did not help: "A trained reader" in
docs/explanation/gold.md. Trained on the sentences of `stances/` and on `dev` of the texts for
stance or the gold set, whichever is not named; measured on the one named. Neither `held` nor the
unseen set is read.

The reader is the shipped encoder with changes of low rank to its matrices (Hu et al. 2021) and
a linear layer over the mean of the vectors of the content and that of the opening mark. Besides
the content it reads the rest of the sentence, or where there is none the question before it.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from scripts.attribution import evaluate_stances
from scripts.attribution.stance_texts import marked_texts, without_brackets
from scripts.attribution.train_encoder import LAYERS, WIDTH, Layer
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812

import goldset
from goodoffices.read.rules.segment import quotations, sentences
from goodoffices.read.tagging.weights import PieceTable, matrices, piece_table

RANK, BATCH, RATE = 16, 16, 1e-3
WIDE = ("qkv", "out", "up", "down")
Place = tuple[int, int]
STANCES = (
    "reports", "asks", "offers", "accepts", "rejects", "red_line", "conditional", "denies",
    "no_comment", "resists",
)  # fmt: skip
_BEFORE, _AFTER = 90, 60  # characters of a frame
_MOST_FRAME, _MOST_CONTENT = 40, 110  # pieces
_WORD = re.compile(r"\w+(?:[-'’]\w+)*|[^\w\s]")
_TURN = re.compile(r"(?:^|\n)[^\n:]{2,40}: *([^\n]*)\n+[^\n:]{2,40}: [^\n]*$")
_FURTHEST = 500  # characters in which a question is looked for


def frame_of(text: str, sentence: Place, content: Place) -> str:
    """What stands around a content in its sentence; where nothing does, the question before it."""
    before = text[max(sentence[0], content[0] - _BEFORE) : content[0]].strip()
    after = text[content[1] : min(max(content[1], sentence[1]), content[1] + _AFTER)].strip()
    if re.search(r"\w", before + after):
        return f"{before} ... {after}"
    asked = _TURN.search(text, max(0, content[0] - _FURTHEST), content[0])
    return asked[1][-_BEFORE:] if asked else ""


def pieces_of(table: PieceTable, frame: str, content: str) -> tuple[list[int], int, int]:
    """Numbers of pieces, and where among them those of the content begin and end."""
    pieces = table.pieces
    around = [p for w in _WORD.findall(frame) for p in pieces.of(w)][:_MOST_FRAME]
    said = [p for w in _WORD.findall(content) for p in pieces.of(w)][:_MOST_CONTENT]
    numbers = [pieces.first, *around, pieces.last, *said, pieces.last]
    return numbers, len(around) + 2, len(numbers) - 1


@dataclass(frozen=True)
class Item:
    """One marked content as numbers of pieces, the part of it that is content, its stance."""

    numbers: list[int]
    start: int
    end: int
    stance: int


class Changed(nn.Module):
    """A linear layer as it is, with a change of low rank that is trained."""

    def __init__(self, weight: Tensor, bias: Tensor) -> None:
        super().__init__()
        self.weight = nn.Parameter(weight, requires_grad=False)
        self.bias = nn.Parameter(bias, requires_grad=False)
        self.down = nn.Parameter(torch.randn(RANK, weight.shape[1]) * weight.shape[1] ** -0.5)
        self.up = nn.Parameter(torch.zeros(weight.shape[0], RANK))

    def forward(self, x: Tensor) -> Tensor:
        return F.linear(x, self.weight + self.up @ self.down, self.bias)


class Model(nn.Module):
    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        shipped = {name: torch.from_numpy(values) for name, values in matrices("encoder").items()}
        table = piece_table()
        self.words = torch.from_numpy(table.rows.astype(np.float32) * table.scale[:, None])
        self.places = shipped["places"]
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))
        self.head = nn.Linear(2 * WIDTH, len(STANCES))
        self.dropout = dropout
        with torch.no_grad():
            self.norm.weight.copy_(shipped["norm.weight"])
            self.norm.bias.copy_(shipped["norm.bias"])
            for number, layer in enumerate(self.layers):
                for name in WIDE:
                    key = f"{number}.{name}"
                    setattr(layer, name, Changed(shipped[key], shipped[f"{key}.bias"]))
                for name in ("norm1", "norm2"):
                    getattr(layer, name).weight.copy_(shipped[f"{number}.{name}.weight"])
                    getattr(layer, name).bias.copy_(shipped[f"{number}.{name}.bias"])
        for name, parameter in self.named_parameters():
            parameter.requires_grad = name.startswith("head") or name.endswith((".up", ".down"))

    def forward(self, items: list[Item]) -> Tensor:
        """Scores of stances, a row for each item."""
        wide = max(len(i.numbers) for i in items)
        numbers = torch.tensor([i.numbers + [0] * (wide - len(i.numbers)) for i in items])
        at = torch.arange(wide)
        real = torch.stack([at < len(i.numbers) for i in items])
        said = torch.stack([(at >= i.start) & (at < i.end) for i in items]).float().unsqueeze(-1)
        x = self.norm(self.words[numbers] + self.places[:wide])
        x = F.dropout(x, self.dropout, self.training)
        mask = torch.zeros(real.shape).masked_fill_(~real, -1e4)[:, None, None, :]
        with torch.autocast("cpu", dtype=torch.bfloat16):
            for layer in self.layers:
                x = layer(x, mask.to(torch.bfloat16))
        x = x.float()
        both = torch.cat([(x * said).sum(1) / said.sum(1), x[:, 0]], 1)
        return self.head(F.dropout(both, self.dropout, self.training))


def items_of(text: str, marks: list[tuple[tuple[int, int], str]]) -> Iterator[Item]:
    table = piece_table()
    read = list(sentences(text, quotations(text)))
    for place, stance in marks:
        around = next(((s.start, s.end) for s in read if s.start <= place[0] < s.end), place)
        cut = pieces_of(table, frame_of(text, around, place), text[slice(*place)])
        yield Item(*cut, STANCES.index(stance))


def own_items() -> list[Item]:
    """Those of the sentences written for training."""
    return [
        item
        for m in marked_texts()
        for item in items_of(m.text, list(zip(m.places, m.stances, strict=True)))
    ]


def dev_items() -> list[Item]:
    """Those of the texts for stance that are looked at."""
    found: list[Item] = []
    for line in (evaluate_stances.FOLDER / "dev.jsonl").read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        text, places = without_brackets(entry["text"])
        found += items_of(text, list(zip(places, entry["stances"], strict=True)))
    return found


def gold_items() -> list[Item]:
    """Those of the gold set."""
    found: list[Item] = []
    for name, marks in goldset.load().items():
        text = (goldset.FOLDER / f"{name}.txt").read_text(encoding="utf-8")
        found += items_of(text, [(m.content, m.stance) for m in marks])
    return found


def train(items: list[Item], rounds: int, seed: int) -> Model:
    torch.manual_seed(seed)
    rng = random.Random(seed)
    model = Model()
    model.train()
    trained = [p for p in model.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(trained, lr=RATE, weight_decay=0.01)
    steps = rounds * math.ceil(len(items) / BATCH)
    scheduler = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda t: min(1, t / (0.1 * steps)) * max(0.0, (steps - t) / (0.9 * steps))
    )
    for number in range(rounds):
        total = 0.0
        for some in _batches(items, rng):
            wanted = torch.tensor([i.stance for i in some])
            loss = F.cross_entropy(model(some), wanted, label_smoothing=0.05)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(trained, 1.0)
            optimiser.step()
            scheduler.step()
            total += loss.item() * len(some)
        print(f"round {number} loss {total / len(items):.3f}", flush=True)
    return model.eval()


def _batches(items: list[Item], rng: random.Random) -> list[list[Item]]:
    """All items in another order each round, those of like length together."""
    order = rng.sample(items, len(items))
    made = []
    for at in range(0, len(order), BATCH * 8):
        some = sorted(order[at : at + BATCH * 8], key=lambda i: len(i.numbers))
        made += [some[k : k + BATCH] for k in range(0, len(some), BATCH)]
    rng.shuffle(made)
    return made


def measured(model: Model, items: list[Item]) -> str:
    """How the model alone reads items that it was not trained on."""
    with torch.no_grad():
        chances = torch.cat(
            [F.softmax(model(items[k : k + 32]), -1) for k in range(0, len(items), 32)]
        ).numpy()
    lines = []
    for sure in (0.5, 0.8, 0.9, 0.95):
        read = np.where(1 - chances[:, 0] > sure, 1 + chances[:, 1:].argmax(1), 0)
        marked = np.array([i.stance for i in items])
        lines.append(
            f"sure {sure}: right {np.mean(read == marked):.2f}, of stances"
            f" {np.mean((read == marked)[marked > 0]):.2f}, of reports read as a stance"
            f" {np.mean(read[marked == 0] > 0):.2f}"
        )
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("measured", choices=("gold", "dev"))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    torch.set_num_threads(1)
    parts = {"own": own_items(), "dev": dev_items(), "gold": gold_items()}
    items = [item for name, part in parts.items() if name != asked.measured for item in part]
    print({name: len(part) for name, part in parts.items()})
    model = train(items, asked.rounds, asked.seed)
    print(measured(model, parts[asked.measured]))


if __name__ == "__main__":
    main()
