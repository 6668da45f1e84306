"""Rows of token ids for training: mostly one document a row, every fourth batch packed to the full context."""

import random

import torch
from torch import Tensor

END = 0
NOTHING = -1
DOCUMENTS_PER_BATCH = 128
PACKED_ROWS = 24
PACKED_EVERY = 4
P_NO_START = 0.1


class Batches:
    """An endless stream of batches over tokenised documents, shuffled anew each time they run out."""

    def __init__(self, documents: list[list[int]], seed: int, n_positions: int):
        self._documents = documents
        self._n_positions = n_positions
        self._rng = random.Random(seed + 1)
        self._order: list[int] = []
        self._count = 0
        self.tokens = sum(len(ids) + 1 for ids in documents)

    def next(self) -> Tensor:
        """The next batch of ids [batch, pos + 1]; -1 fills up rows whose document has ended."""
        self._count += 1
        return self._packed() if self._count % PACKED_EVERY == 0 else self._single()

    def _document(self) -> list[int]:
        if not self._order:
            self._order = list(range(len(self._documents)))
            self._rng.shuffle(self._order)
        return self._documents[self._order.pop()]

    def _single(self) -> Tensor:
        """One document a row, between two `<|endoftext|>`; one row in ten lacks the first, as a prompt without BOS does."""
        rows = []
        for _ in range(DOCUMENTS_PER_BATCH):
            ids = self._document() + [END]
            rows.append((ids if self._rng.random() < P_NO_START else [END, *ids])[: self._n_positions + 1])
        longest = max(map(len, rows))
        return torch.tensor([row + [NOTHING] * (longest - len(row)) for row in rows])

    def _packed(self) -> Tensor:
        """Documents one after another, `<|endoftext|>` between them, cut at the model's context."""
        rows = []
        for _ in range(PACKED_ROWS):
            row = [END]
            while len(row) <= self._n_positions:
                row += self._document() + [END]
            rows.append(row[: self._n_positions + 1])
        return torch.tensor(rows)
