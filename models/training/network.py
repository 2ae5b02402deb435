"""A small one-class pose network: a convolutional pyramid with an anchor-free head, after the published ideas it names.

Cross-stage partial blocks (Wang et al. 2020, CSPNet), spatial pyramid pooling (He et al. 2015), top-down and bottom-up
paths (Liu et al. 2018, PANet), a decoupled anchor-free head (Ge et al. 2021, YOLOX), box sides as distributions
(Li et al. 2020, GFL), keypoints per anchor (Maji et al. 2022, YOLO-Pose), drawn to what is seen where they fall
(Papandreou et al. 2018, PersonLab's short-range offsets). ReLU throughout: it quantises well.
"""
import torch
from torch import nn

KEYPOINTS = 17
# A side reaches at most 15 cells from its anchor: 480 pixels at stride 32, more than half of the input.
BINS = 16
STRIDES = (8, 16, 32)
# How often a keypoint is drawn nearer: the second time starts from a better cell.
DRAWS = 2


class Conv(nn.Sequential):
    """Convolution, batch normalisation, ReLU; `same` padding at stride 1."""

    def __init__(self, inputs, outputs, size=3, stride=1):
        super().__init__(
            nn.Conv2d(inputs, outputs, size, stride, size // 2, bias=False),
            nn.BatchNorm2d(outputs, eps=1e-3, momentum=0.03),
            nn.ReLU(inplace=True))


class Residual(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.path = nn.Sequential(Conv(channels, channels), Conv(channels, channels))

    def forward(self, x):
        return x + self.path(x)


class Stage(nn.Module):
    """Half of the channels pass by, half go through residual steps; every step's result reaches the end."""

    def __init__(self, inputs, outputs, steps):
        super().__init__()
        self.half = half = outputs // 2
        self.enter = Conv(inputs, 2 * half, 1)
        self.steps = nn.ModuleList(Residual(half) for _ in range(steps))
        self.leave = Conv((2 + steps) * half, outputs, 1)

    def forward(self, x):
        parts = list(self.enter(x).split(self.half, 1))
        for step in self.steps:
            parts.append(step(parts[-1]))
        return self.leave(torch.cat(parts, 1))


class Pyramid(nn.Module):
    """Three 5x5 maxima in a row see 5, 9 and 13 cells around: most of a picture at stride 32."""

    def __init__(self, channels):
        super().__init__()
        self.enter = Conv(channels, channels // 2, 1)
        self.leave = Conv(channels * 2, channels, 1)

    def forward(self, x):
        parts = [self.enter(x)]
        for _ in range(3):
            parts.append(nn.functional.max_pool2d(parts[-1], 5, 1, 2))
        return self.leave(torch.cat(parts, 1))


class Head(nn.Module):
    """One level's raw values per cell: [b, 1 + 4 x BINS + 3 x KEYPOINTS, h, w]."""

    def __init__(self, inputs, width, stride):
        super().__init__()
        self.score = nn.Sequential(Conv(inputs, width), nn.Conv2d(width, 1, 1))
        self.box = nn.Sequential(Conv(inputs, width), nn.Conv2d(width, 4 * BINS, 1))
        self.pose = joints(inputs)
        # Begin with few people: some five in a picture of 640 x 640 (prior probability, Lin et al. 2017, focal loss).
        nn.init.constant_(self.score[-1].bias, float(torch.tensor(5 / (640 / stride) ** 2).logit()))

    def forward(self, x):
        return torch.cat((self.score(x), self.box(x), self.pose(x)), 1)


def joints(inputs, width=64):
    """Three values of every keypoint; narrower than the number of values it would be a bottleneck."""
    return nn.Sequential(Conv(inputs, width), Conv(width, width), nn.Conv2d(width, 3 * KEYPOINTS, 1))


class PersonPose(nn.Module):
    """[b, 3, h, w] RGB 0..1, sides multiples of 32 -> decoded [b, 56, anchors], see `decode`; while training the levels' raw
    values and the field."""

    def __init__(self, widths=(16, 32, 64, 96, 160), head=40):
        super().__init__()
        w1, w2, w3, w4, w5 = widths
        self.to4 = nn.Sequential(Conv(3, w1, 3, 2), Conv(w1, w2, 3, 2), Stage(w2, w2, 1))
        self.to8 = nn.Sequential(Conv(w2, w3, 3, 2), Stage(w3, w3, 2))
        self.to16 = nn.Sequential(Conv(w3, w4, 3, 2), Stage(w4, w4, 2))
        self.to32 = nn.Sequential(Conv(w4, w5, 3, 2), Stage(w5, w5, 1), Pyramid(w5))
        self.up16 = Stage(w5 + w4, w4, 1)
        self.up8 = Stage(w4 + w3, w3, 1)
        self.half8, self.down16 = Conv(w3, w3, 3, 2), Stage(w3 + w4, w4, 1)
        self.half16, self.down32 = Conv(w4, w4, 3, 2), Stage(w4 + w5, w5, 1)
        self.heads = nn.ModuleList(Head(width, head, stride) for width, stride in zip((w3, w4, w5), STRIDES))
        # Per cell of the finest level and keypoint: where it is from here, and how much that is worth.
        self.field = joints(w3)

    def forward(self, x):
        c3 = self.to8(self.to4(x))
        c4 = self.to16(c3)
        c5 = self.to32(c4)
        p4 = self.up16(torch.cat((double(c5), c4), 1))
        p3 = self.up8(torch.cat((double(p4), c3), 1))
        n4 = self.down16(torch.cat((self.half8(p3), p4), 1))
        n5 = self.down32(torch.cat((self.half16(n4), c5), 1))
        raw = [head(level) for head, level in zip(self.heads, (p3, n4, n5))] + [self.field(p3)]
        return raw if self.training else decode(raw)


def double(x):
    return nn.functional.interpolate(x, scale_factor=2, mode="nearest")


def cells(level, stride):
    """Centres of a level's cells in pixels, [b or 1, 2, h x w]; sums of ones, so that a traced graph keeps any size."""
    ones = torch.ones_like(level[:1, :1])
    centres = torch.cat((ones.cumsum(3), ones.cumsum(2)), 1) - 0.5
    return centres.flatten(2) * stride


def anchors(raw):
    """Centres [1, 2, n] and strides [1, 1, n] of all levels, in pixels."""
    centres = [cells(level, stride) for level, stride in zip(raw, STRIDES)]
    strides = [torch.ones_like(level[:, :1]) * stride for level, stride in zip(centres, STRIDES)]
    return torch.cat(centres, 2), torch.cat(strides, 2)


def split(raw):
    """Score logits [b, n], box logits [b, 4, BINS, n], keypoint values [b, KEYPOINTS, 3, n]."""
    flat = torch.cat([level.flatten(2) for level, _ in zip(raw, STRIDES)], 2)
    score, box, pose = flat.split((1, 4 * BINS, 3 * KEYPOINTS), 1)
    return score[:, 0], box.reshape(flat.shape[0], 4, BINS, -1), pose.reshape(flat.shape[0], KEYPOINTS, 3, -1)


def sides(box, strides):
    """Expected distances to left, top, right and bottom in pixels, [b, 4, n]."""
    bins = torch.arange(BINS, device=box.device, dtype=box.dtype).view(1, 1, BINS, 1)
    return (box.softmax(2) * bins).sum(2) * strides


def points(pose, centres, strides):
    """Keypoints in pixels, [b, KEYPOINTS, 2, n]; a unit is two cells, for a limb is rarely farther than a few."""
    return centres.unsqueeze(1) + pose[:, :, :2] * (2 * strides).unsqueeze(1)


def drawn(places, field):
    """Keypoints [b, KEYPOINTS, 2, n] moved towards where the field's cell, in which each lies, sees that joint."""
    last = (cells(field, 1)[:, :, -1] - 0.5).view(1, 1, 2, 1)
    cell = torch.minimum((places / STRIDES[0]).floor().clamp(min=0), last)
    index = (cell[:, :, 1:] * (last[:, :, :1] + 1) + cell[:, :, :1]).long()
    known = field.reshape(field.shape[0], KEYPOINTS, 3, -1).gather(3, index.expand(-1, -1, 3, -1))
    seen = (cell + 0.5 + 2 * known[:, :, :2]) * STRIDES[0]
    return places + known[:, :, 2:].sigmoid() * (seen - places)


def decode(raw):
    """[b, 4 + 1 + 3 x KEYPOINTS, n]: centre x, centre y, width, height in pixels, score, then x, y, visibility of each."""
    centres, strides = anchors(raw)
    score, box, pose = split(raw)
    before, after = sides(box, strides).split(2, 1)
    place = points(pose, centres, strides)
    for _ in range(DRAWS):
        place = drawn(place, raw[-1])
    keypoints = torch.cat((place, pose[:, :, 2:].sigmoid()), 2).flatten(1, 2)
    return torch.cat((centres + (after - before) / 2, before + after, score.sigmoid().unsqueeze(1), keypoints), 1)
