"""Reading tensors out of a safetensors file: a header in JSON, then the numbers."""

from __future__ import annotations

import json
import struct
from pathlib import Path

import torch
from torch import Tensor


def read_safetensors(path: Path) -> dict[str, Tensor]:
    """The 32-bit tensors of a file by name."""
    data = path.read_bytes()
    (size,) = struct.unpack("<Q", data[:8])
    head = json.loads(data[8 : 8 + size])
    found = {}
    for name, entry in head.items():
        if name == "__metadata__" or entry["dtype"] != "F32":
            continue
        low, high = entry["data_offsets"]
        raw = bytearray(data[8 + size + low : 8 + size + high])
        found[name] = torch.frombuffer(raw, dtype=torch.float32).reshape(entry["shape"])
    return found
