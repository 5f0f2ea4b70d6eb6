"""A linear-chain CRF over labels in which barred sequences have no share. Needs PyTorch."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from goodoffices.read.tagging.labels import TAGS, may_follow


class Crf(nn.Module):
    """Scores of a label after a label and of the first label; all tensors are rows by words."""

    def __init__(self) -> None:
        super().__init__()
        size = len(TAGS)
        self.follow = nn.Parameter(torch.zeros(size, size))
        self.opening = nn.Parameter(torch.zeros(size))
        barred = [[0.0 if may_follow(a, b) else -1e4 for b in range(size)] for a in range(size)]
        self.register_buffer("barred", torch.tensor(barred))

    def loss(self, scores: Tensor, tags: Tensor, held: Tensor) -> Tensor:
        """Negative log-likelihood of the labels, mean over words."""
        follow = self.follow + self.barred
        rows = torch.arange(len(tags))
        total = self.opening[tags[:, 0]] + scores[rows, 0, tags[:, 0]]
        steps = follow[tags[:, :-1], tags[:, 1:]]
        steps = steps + scores[:, 1:].gather(2, tags[:, 1:].unsqueeze(2)).squeeze(2)
        total = total + (steps * held[:, 1:]).sum(1)
        alpha = self.opening + scores[:, 0]
        for at in range(1, scores.shape[1]):
            after = torch.logsumexp(alpha.unsqueeze(2) + follow, 1) + scores[:, at]
            alpha = torch.where(held[:, at : at + 1], after, alpha)
        return (torch.logsumexp(alpha, 1) - total).sum() / held.sum()

    def decode(self, scores: Tensor, held: Tensor) -> list[list[int]]:
        """The best labels of every row."""
        follow = self.follow + self.barred
        alpha = self.opening + scores[:, 0]
        back = []
        for at in range(1, scores.shape[1]):
            best, arg = (alpha.unsqueeze(2) + follow).max(1)
            back.append(arg)
            alpha = torch.where(held[:, at : at + 1], best + scores[:, at], alpha)
        found = []
        for row, length in enumerate(held.sum(1).tolist()):
            tag = int(alpha[row].argmax())
            path = [tag]
            for at in range(length - 2, -1, -1):
                tag = int(back[at][row, tag])
                path.append(tag)
            found.append(path[::-1])
        return found
