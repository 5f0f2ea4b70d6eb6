"""Writes trained models in the form that ships with the package. Needs PyTorch.

    python -m scripts.attribution.export MODEL ENCODER FAST OUT

MODEL is the folder of the pretrained encoder, ENCODER and FAST the files that training wrote (`-`
leaves one out), OUT the folder of the weights.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from scripts.attribution.safetensors_file import read_safetensors

from goodoffices.read.tagging.weights import packed

State = dict[str, torch.Tensor]
Packed = dict[str, NDArray[np.int8] | NDArray[np.float32]]


def kept(vocabulary: list[str]) -> list[int]:
    """Numbers of the pieces that English text is made of: ASCII letters and digits, all marks."""
    return [
        n
        for n, piece in enumerate(vocabulary)
        if not piece.startswith("[unused") and all(c.isascii() or not c.isalnum() for c in piece)
    ]


def encoder(state: State) -> Packed:
    names = {"mix.weight": "mix", "tag.weight": "tag", "crf.opening": "opening",
             "places.weight": "places"}  # fmt: skip
    found = {}
    for name, value in state.items():
        if name in ("words.weight", "crf.follow", "crf.barred"):
            continue
        parts = name.split(".")
        if parts[0] == "layers":
            rest = ".".join(parts[2:])
            if parts[2] in ("qkv", "out", "up", "down"):
                rest = rest.removesuffix(".weight")
            new = f"{parts[1]}.{rest}"
        elif parts[0] == "features":
            new = f"features.{parts[1]}"
        else:
            new = names.get(name, name)
        found[new] = value.numpy()
    found["places"] = found["places"][:256]
    found["follow"] = (state["crf.follow"] + state["crf.barred"]).numpy()
    return packed(found)


def fast(state: State, dilations: list[int], spread: float) -> Packed:
    found = {
        "hashed": state["hashed.weight"].numpy(),
        "project": state["project.weight"].numpy() / spread,
        "tag": state["tag.weight"].numpy(),
        "tag.bias": state["tag.bias"].numpy(),
        "follow": (state["crf.follow"] + state["crf.barred"]).numpy(),
        "opening": state["crf.opening"].numpy(),
        "dilations": np.array(dilations, np.float32),
    }
    for name, value in state.items():
        if name.startswith("norms."):
            found["norm." + name.removeprefix("norms.")] = value.numpy()
    for number in range(len(dilations)):
        weight = state[f"convolutions.{number}.weight"].numpy()  # out, in, place
        for place, part in enumerate(("before", "here", "after")):
            found[f"{number}.{part}"] = np.ascontiguousarray(weight[:, :, place].T)
        found[f"{number}.bias"] = state[f"convolutions.{number}.bias"].numpy()
    return packed(found)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path)
    parser.add_argument("encoder")
    parser.add_argument("fast")
    parser.add_argument("out", type=Path)
    parser.add_argument("--dilations", default="1,2,4,8,1")
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    vocabulary = (asked.model / "vocab.txt").read_text(encoding="utf-8").rstrip("\n").split("\n")
    table = read_safetensors(asked.model / "model.safetensors")["embeddings.word_embeddings.weight"]
    numbers = kept(vocabulary)
    small = packed({"rows": table[numbers].numpy()})
    np.savez_compressed(asked.out / "pieces.npz", rows=small["rows"], scale=small["rows.scale"])
    text = "\n".join(vocabulary[n] for n in numbers)
    (asked.out / "pieces.txt").write_text(text, encoding="utf-8")
    if asked.encoder != "-":
        state = torch.load(asked.encoder, weights_only=True)
        np.savez_compressed(asked.out / "encoder.npz", **encoder(state))  # type: ignore[arg-type]
    if asked.fast != "-":
        state = torch.load(asked.fast, weights_only=True)
        dilations = [int(d) for d in asked.dilations.split(",")]
        np.savez_compressed(asked.out / "fast.npz", **fast(state, dilations, float(table.std())))  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
