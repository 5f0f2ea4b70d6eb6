"""Trains the fast tagger: hashed lexical features, dilated convolutions, a CRF. Needs PyTorch.

    python -m scripts.attribution.train_fast CORPUS MODEL OUT [--rounds 12] [--seed 1]

CORPUS, MODEL and OUT as for `train_encoder`; of the pretrained encoder only the vectors of word
pieces are used, unchanged.
"""

from __future__ import annotations

import argparse
import random
import time
from pathlib import Path

import torch
from scripts.attribution.corpus import documents, labels, passages
from scripts.attribution.crf import Crf
from scripts.attribution.measures import score_tags
from scripts.attribution.safetensors_file import read_safetensors
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812

from goodoffices.read.tagging.convolutions import rows_of
from goodoffices.read.tagging.hashing import SIZE, Hasher
from goodoffices.read.tagging.labels import TAGS
from goodoffices.read.tagging.pieces import Pieces

GAP = 24


class Fast(nn.Module):
    def __init__(self, vectors: Tensor, width: int, dilations: list[int], dropout: float,
                 use_vectors: bool = True, use_hash: bool = True) -> None:  # fmt: skip
        super().__init__()
        self.hashed = nn.EmbeddingBag(SIZE, width, mode="sum")
        nn.init.normal_(self.hashed.weight, std=0.1)
        self.vectors = vectors
        self.project = nn.Linear(vectors.shape[1], width, bias=False)
        self.norms = nn.ModuleList(nn.LayerNorm(width) for _ in range(len(dilations) + 1))
        self.convolutions = nn.ModuleList(
            nn.Conv1d(width, width, 3, padding=d, dilation=d) for d in dilations
        )
        self.tag = nn.Linear(width, len(TAGS))
        self.crf = Crf()
        self.dropout = dropout
        self.use_vectors, self.use_hash = use_vectors, use_hash

    def forward(self, places: Tensor, words: Tensor, held: Tensor) -> Tensor:
        x = torch.zeros(len(words), self.tag.in_features)
        if self.use_hash:
            x = x + self.hashed(places)
        if self.use_vectors:
            x = x + self.project(self.vectors[words])
        x = F.dropout(self.norms[0](x), self.dropout, self.training) * held
        for convolution, norm in zip(self.convolutions, self.norms[1:], strict=True):
            y = F.relu(convolution(x.T.unsqueeze(0)))[0].T
            x = norm(x + F.dropout(y, self.dropout, self.training)) * held
        return self.tag(x)


class Data:
    def __init__(self, folder: Path, part: str, limit: int, index: dict[str, int]) -> None:
        self.documents = list(documents(folder, part))[: limit or None]
        self.passages = passages(self.documents)
        hasher = Hasher()
        self.tags = [labels(d, p) for d, p in zip(self.documents, self.passages, strict=True)]
        self.places = [torch.from_numpy(hasher.places(p)) for p in self.passages]
        self.words = [
            torch.tensor([index.setdefault(w, len(index)) for w in p.words]) for p in self.passages
        ]

    def batch(self, chosen: list[int]) -> tuple[Tensor, Tensor, Tensor, Tensor, list[range]]:
        places, words, held, tags = [], [], [], []
        rows: list[range] = []
        at = 0
        for n in chosen:
            size = len(self.words[n])
            places += [self.places[n], torch.zeros(GAP, self.places[n].shape[1], dtype=torch.long)]
            words += [self.words[n], torch.zeros(GAP, dtype=torch.long)]
            held += [torch.ones(size), torch.zeros(GAP)]
            tags += [torch.tensor(self.tags[n]), torch.zeros(GAP, dtype=torch.long)]
            rows += [range(at + a, at + b) for a, b in rows_of(self.passages[n])]
            at += size + GAP
        return (torch.cat(places), torch.cat(words), torch.cat(held).unsqueeze(1), torch.cat(tags),
                rows)  # fmt: skip


def padded(scores: Tensor, tags: Tensor, rows: list[range]) -> tuple[Tensor, Tensor, Tensor]:
    wide = max(map(len, rows))
    place = torch.tensor([[*r, *[r.start] * (wide - len(r))] for r in rows])
    held = torch.tensor([[1] * len(r) + [0] * (wide - len(r)) for r in rows]).bool()
    return scores[place], tags[place], held


def predict(model: Fast, data: Data) -> list[list[int]]:
    model.eval()
    found = []
    with torch.no_grad():
        for n in range(len(data.passages)):
            places, words, held, tags, rows = data.batch([n])
            scores, _, real = padded(model(places, words, held), tags, rows)
            path = model.crf.decode(scores, real)
            found.append([tag for row in path for tag in row])
    model.train()
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("model", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--rounds", type=int, default=12)
    parser.add_argument("--stop", type=int, default=0, help="rounds after which to stop early")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--limit", type=int, default=0)
    parser.add_argument("--width", type=int, default=128)
    parser.add_argument("--dilations", default="1,2,4,8,1")
    parser.add_argument("--dropout", type=float, default=0.3)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--no-vectors", action="store_true")
    parser.add_argument("--no-hash", action="store_true")
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(asked.threads)
    torch.manual_seed(asked.seed)
    rng = random.Random(asked.seed)
    index: dict[str, int] = {}
    train = Data(asked.corpus, "train", asked.limit, index)
    dev = Data(asked.corpus, "dev", asked.limit, index)
    vocabulary = (asked.model / "vocab.txt").read_text(encoding="utf-8").split("\n")
    pieces = Pieces([line for line in vocabulary if line])
    table = read_safetensors(asked.model / "model.safetensors")["embeddings.word_embeddings.weight"]
    table = table / table.std()
    vectors = torch.stack([table[list(pieces.of(word))].mean(0) for word in index])
    model = Fast(vectors, asked.width, [int(d) for d in asked.dilations.split(",")], asked.dropout,
                 not asked.no_vectors, not asked.no_hash)  # fmt: skip
    optimiser = torch.optim.AdamW(model.parameters(), lr=asked.rate, weight_decay=0.01)
    size = 8
    per_round = (len(train.documents) + size - 1) // size
    steps = per_round * asked.rounds
    scheduler = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, asked.rate, total_steps=steps, pct_start=0.1
    )
    averaged = {n: p.detach().clone() for n, p in model.named_parameters()}
    began, step, best = time.time(), 0, 0.0
    for number in range(asked.rounds):
        order = list(range(len(train.documents)))
        rng.shuffle(order)
        total = 0.0
        for at in range(0, len(order), size):
            places, words, held, tags, rows = train.batch(order[at : at + size])
            scores, gold, real = padded(model(places, words, held), tags, rows)
            loss = model.crf.loss(scores, gold, real)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            scheduler.step()
            step += 1
            total += loss.item()
            keep = min(0.995, step / (step + 9))
            with torch.no_grad():
                for name, value in model.named_parameters():
                    averaged[name].lerp_(value, 1 - keep)
        spent = time.time() - began
        print(f"round {number} loss {total / per_round:.4f} {spent:.0f} s,"
              f" {spent / step * (steps - step):.0f} left", flush=True)  # fmt: skip
        if number % 3 == 2 or number == asked.rounds - 1:
            own = {n: p.detach().clone() for n, p in model.named_parameters()}
            model.load_state_dict(averaged, strict=False)
            figures = score_tags(dev.documents, dev.passages, predict(model, dev))
            print(" ".join(f"{k} {v:.1f}" for k, v in figures.items()), flush=True)
            if figures["content"] > best:
                best = figures["content"]
                torch.save(model.state_dict(), asked.out / "fast.pt")
            model.load_state_dict(own, strict=False)
        if number + 1 == asked.stop:
            return


if __name__ == "__main__":
    main()
