"""Endless batches of augmented pictures."""
import cv2
import numpy as np
import torch
from torch.utils.data import DataLoader, IterableDataset

from augment import sample
from data import VALUES, Cache

# Small pictures teach the most in a second; the last part of a run learns at the size that the model is used at.
SMALL, FULL = (224, 256, 288), (288, 320, 352)


class Samples(IterableDataset):
    """Batches of uint8 pictures [b, 3, side, side] and people [b, m, VALUES]; `full`, shared, asks for full size."""

    def __init__(self, folder, batch, seed, shares, full):
        self.folder, self.batch, self.seed, self.shares, self.full = folder, batch, seed, shares, full

    def __iter__(self):
        cv2.setNumThreads(1)
        worker = torch.utils.data.get_worker_info()
        random = np.random.default_rng((self.seed, worker.id if worker else 0))
        cache = Cache(self.folder)
        groups = [np.flatnonzero(cache.origins == origin) for origin in range(len(self.shares))]

        def pick():
            return random.choice(groups[random.choice(len(groups), p=self.shares)])

        while True:
            side = int(random.choice(FULL if self.full.item() else SMALL))
            yield collate([sample(random, cache, pick, side) for _ in range(self.batch)])


def collate(samples):
    pictures = torch.from_numpy(np.stack([picture for picture, _ in samples]).transpose(0, 3, 1, 2))
    people = torch.zeros(len(samples), max(1, *(len(people) for _, people in samples)), VALUES)
    for target, (_, source) in zip(people, samples):
        target[:len(source)] = torch.from_numpy(source)
    return pictures, people


def batches(folder, batch, seed, shares, full, workers):
    return DataLoader(Samples(folder, batch, seed, shares, full), batch_size=None, num_workers=workers, prefetch_factor=4)
