"""The shipped weights: whole numbers of 8 bits with one scale for each row.

    weights/pieces.txt    word pieces, one a line
    weights/pieces.npy    their vectors, 8 bits
    weights/NAME.npz      the matrices of a model

What they were trained on and where they fail is in docs/reference/models.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import TYPE_CHECKING

from goodoffices.read.tagging.pieces import Pieces

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_FOLDER = "weights"


def _read(name: str) -> bytes:
    return files("goodoffices.read").joinpath(_FOLDER, name).read_bytes()


@dataclass(frozen=True, slots=True)
class PieceTable:
    """Vectors of word pieces: `rows` in 8 bits, times `scale` of the row."""

    pieces: Pieces
    rows: NDArray[np.int8]
    scale: NDArray[np.float32]

    def vectors(self, numbers: NDArray[np.int64]) -> NDArray[np.float32]:
        """One vector for each number of a piece."""
        import numpy as np

        found: NDArray[np.float32] = self.rows[numbers].astype(np.float32)
        found *= self.scale[numbers, None]
        return found


@cache
def piece_table() -> PieceTable:
    """The vocabulary with its vectors, read once."""
    import numpy as np

    pieces = Pieces(_read("pieces.txt").decode("utf-8").split("\n"))
    packed = np.load(BytesIO(_read("pieces.npz")), allow_pickle=False)
    return PieceTable(pieces, packed["rows"], packed["scale"].astype(np.float32))


def matrices(model: str) -> dict[str, NDArray[np.float32]]:
    """The matrices of a model by name, as 32-bit floats."""
    import numpy as np

    packed = np.load(BytesIO(_read(f"{model}.npz")), allow_pickle=False)
    found: dict[str, NDArray[np.float32]] = {}
    for name in packed.files:
        if name.endswith(".scale"):
            continue
        values = packed[name].astype(np.float32)
        if f"{name}.scale" in packed.files:
            values *= packed[f"{name}.scale"].astype(np.float32)[:, None]
        found[name] = values
    return found


def packed(
    arrays: dict[str, NDArray[np.float32]],
) -> dict[str, NDArray[np.int8] | NDArray[np.float32]]:
    """The inverse of `matrices`: what has two dimensions in 8 bits, the rest as it is."""
    import numpy as np

    found: dict[str, NDArray[np.int8] | NDArray[np.float32]] = {}
    for name, values in arrays.items():
        if values.ndim != 2 or values.size < 1_000:
            found[name] = values.astype(np.float32)
            continue
        scale = np.maximum(np.abs(values).max(axis=1) / 127, 1e-12).astype(np.float32)
        found[name] = np.rint(values / scale[:, None]).astype(np.int8)
        found[f"{name}.scale"] = scale
    return found
