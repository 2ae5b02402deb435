"""What the network is taught: score, box, keypoints and their visibility, per positive anchor weighted by its target."""
import math

import torch
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy

from assign import area, assign
from data import HIDDEN
from network import BINS, DRAWS, STRIDES, anchors, drawn, points, sides, split

# COCO's per-keypoint deviations (cocodataset.org, keypoint evaluation), twice: the metric's k = 2 sigma.
SPREAD = 2 * torch.tensor(
    [.026, .025, .025, .035, .035, .079, .079, .072, .072, .062, .062, .107, .107, .087, .087, .089, .089])
# COCO divides by the segmented area, about this share of the box.
BODY = 0.53
WEIGHTS = {"score": 1.0, "box": 4.0, "bins": 1.0, "pose": 8.0, "drawn": 6.0, "near": 4.0, "visible": 1.0}
# Places around every known joint from which the field is taught, and how far they are off, as a share of the root of the
# box's area: about what the keypoints are off by.
STARTS, OFF = 6, 0.08
# How much of a score is about the joints.
JOINTS = 0.5


def losses(raw, people):
    """raw: the network's levels in training; people [b, m, 56] in pixels. A dictionary of scalars to sum by WEIGHTS."""
    raw = [level.float() for level in raw]
    centres, strides = anchors(raw)
    score, box, pose = split(raw)
    reach = sides(box, strides)
    boxes = torch.cat((centres - reach[:, :2], centres + reach[:, 2:]), 1).transpose(1, 2)
    found = assign(score.detach().sigmoid(), boxes.detach(), centres[0].T, people)
    total = found.target.sum().clamp(min=1)
    result = {}

    picture, anchor, person = found.chosen.unbind(1)
    truth = people[picture, person]
    weight = found.target[picture, anchor]
    centre, stride = centres[0].T[anchor], strides[0, 0, anchor]
    result["box"] = (weight * (1 - complete_iou(boxes[picture, anchor], truth[:, 1:5]))).sum() / total
    result["bins"] = (weight * between_bins(box[picture, :, :, anchor], centre, stride, truth)).sum() / total
    places = points(pose, centres, strides)
    result["pose"] = (weight * apart(places[picture, :, :, anchor], truth)).sum() / total
    result["drawn"] = 0
    for _ in range(DRAWS):
        # The field learns to mend the places as they come, which have their own loss.
        places = drawn(places.detach(), raw[-1])
        result["drawn"] += (weight * apart(places[picture, :, :, anchor], truth)).sum() / total / DRAWS
    result["near"] = near(raw[-1], people)
    visible = binary_cross_entropy_with_logits(pose[picture, :, 2, anchor], truth[:, 7::3], reduction="none")
    result["visible"] = (weight * visible.mean(1)).sum() / total
    # The score is about the joints too, as far as they are known.
    target = found.target.clone()
    target[picture, anchor] *= 1 - JOINTS * (1 - similarity(places[picture, :, :, anchor], truth))
    entropy = binary_cross_entropy_with_logits(score, target, reduction="none")
    result["score"] = (entropy * found.counts).sum() / total
    return result


def complete_iou(a, b):
    """IoU less the distance of the centres and the difference of the shapes (Zheng et al. 2020, CIoU); [k, 4] each."""
    shared = (torch.minimum(a[:, 2:], b[:, 2:]) - torch.maximum(a[:, :2], b[:, :2])).clamp(min=0).prod(1)
    iou = shared / (area(a) + area(b) - shared + 1e-6)
    hull = torch.maximum(a[:, 2:], b[:, 2:]) - torch.minimum(a[:, :2], b[:, :2])
    away = ((a[:, :2] + a[:, 2:] - b[:, :2] - b[:, 2:]) ** 2).sum(1) / 4 / ((hull ** 2).sum(1) + 1e-6)
    slope_a, slope_b = (torch.atan2(x[:, 2] - x[:, 0], (x[:, 3] - x[:, 1]).clamp(min=1e-3)) for x in (a, b))
    shape = 4 / math.pi ** 2 * (slope_a - slope_b) ** 2
    with torch.no_grad():
        trade = shape / (1 - iou + shape + 1e-6)
    return iou - away - trade * shape


def between_bins(box, centre, stride, truth):
    """Cross entropy with the two bins around each true distance (Li et al. 2020, distribution focal loss), [k]."""
    distance = torch.cat((centre - truth[:, 1:3], truth[:, 3:5] - centre), 1) / stride.unsqueeze(1)
    distance = distance.clamp(0, BINS - 1.01)
    low = distance.floor()
    share = distance - low
    logits, low = box.reshape(-1, BINS), low.long().flatten()
    loss = cross_entropy(logits, low, reduction="none") * (1 - share.flatten()) \
        + cross_entropy(logits, low + 1, reduction="none") * share.flatten()
    return loss.view(-1, 4).mean(1)


def near(field, people):
    """The field alone, from all around every known joint: far more cells learn than those that keypoints fall into."""
    known = people.repeat_interleave(STARTS, 1)
    places = known[:, :, 5:].unflatten(2, (17, 3))[..., :2]
    size = area(known[:, :, 1:5]).sqrt()[..., None, None]
    starts = places + torch.randn_like(places) * (OFF * size + STRIDES[0] / 2)
    moved = drawn(starts.permute(0, 2, 3, 1), field).permute(0, 3, 1, 2)
    weight = known[:, :, 0].flatten()
    return (weight * apart(moved.flatten(0, 1), known.flatten(0, 1))).sum() / weight.sum().clamp(min=1)


def apart(places, truth):
    """Keypoints' distance, [k]. The error is that of OKS's exponent, but under a logarithm and not in an exponential
    (1 - OKS, YOLO-Pose): equal near zero, and a far point still pulls."""
    error, worth = errors(places, truth)
    return (torch.log1p(error) * worth).sum(1) / worth.sum(1).clamp(min=1)


@torch.no_grad()
def similarity(places, truth):
    """OKS, [k]; 1 where no joint is known."""
    error, worth = errors(places, truth)
    return ((-error).exp() * worth).sum(1).add(1e-6) / worth.sum(1).add(1e-6)


def errors(places, truth):
    """OKS's exponents and how much each joint's place counts, [k, 17] each: fully from a hidden one's visibility on, for
    the metric judges those too."""
    known = truth[:, 5:].unflatten(1, (17, 3))
    size = area(truth[:, 1:5]) * BODY + 1
    error = ((places - known[:, :, :2]) ** 2).sum(2) / (2 * size.unsqueeze(1) * SPREAD.to(size) ** 2)
    return error, (known[:, :, 2] / HIDDEN).clamp(max=1)
