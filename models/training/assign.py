"""Which anchors answer for which person: task-aligned assignment (Feng et al. 2021, TOOD)."""
from typing import NamedTuple

import torch

# Alignment = score^ALPHA x IoU^BETA, and the anchors that a person takes: the paper's choice but for ALPHA, its 1 being
# slow where scores begin near zero.
ALPHA, BETA, TAKEN = 0.5, 6, 10
# Where the teacher is less sure than this, it is not followed, but neither is it contradicted.
SURE = 0.25
# A teacher's score above this is as good as 1.
CERTAIN = 0.8


class Assignment(NamedTuple):
    """`chosen` [k, 3]: picture, anchor, person of each positive pair; `target` [b, n]: the score to learn; `counts` [b, n]:
    False where an anchor is neither person nor background."""
    chosen: torch.Tensor
    target: torch.Tensor
    counts: torch.Tensor


def overlap(boxes, others):
    """IoU of [..., m, 4] and [..., n, 4] corner boxes: [..., m, n]."""
    a, b = boxes.unsqueeze(-2), others.unsqueeze(-3)
    shared = (torch.minimum(a[..., 2:], b[..., 2:]) - torch.maximum(a[..., :2], b[..., :2])).clamp(min=0).prod(-1)
    return shared / (area(a) + area(b) - shared + 1e-6)


def area(boxes):
    return (boxes[..., 2:] - boxes[..., :2]).clamp(min=0).prod(-1)


@torch.no_grad()
def assign(scores, boxes, centres, people):
    """scores [b, n] 0..1, boxes [b, n, 4], centres [n, 2], people [b, m, 56] with score 0 where there is none."""
    sure = people[..., 0] >= SURE
    iou = overlap(people[..., 1:5], boxes)
    inside = ((centres > people[..., None, 1:3]) & (centres < people[..., None, 3:5])).all(-1) & sure.unsqueeze(-1)
    alignment = scores.unsqueeze(1) ** ALPHA * iou ** BETA * inside
    taken = torch.zeros_like(inside).scatter_(2, alignment.topk(TAKEN, 2).indices, True) & inside
    # An anchor that several people take goes to the one it overlaps most.
    owner = (iou * taken).argmax(1, keepdim=True)
    taken &= torch.zeros_like(taken).scatter_(1, owner, True)

    alignment = alignment * taken
    best = (iou * taken).amax(2, keepdim=True)
    quality = (people[..., :1] / CERTAIN).clamp(max=1)
    target = (alignment / (alignment.amax(2, keepdim=True) + 1e-9) * best * quality).amax(1)

    unsure = (people[..., 0] > 0) & ~sure
    doubtful = ((iou > 0.5) & unsure.unsqueeze(-1)).any(1)
    picture, person, anchor = taken.nonzero(as_tuple=True)
    return Assignment(torch.stack((picture, anchor, person), 1), target, ~doubtful | taken.any(1))
