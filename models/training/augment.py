"""Training pictures out of the cache: mosaics, scale, flips, quarter turns, colour, grey, noise, blur, JPEG."""
import cv2
import numpy as np

from data import UNSURE

# Left and right change places in a mirror: nose, eyes, ears, shoulders, elbows, wrists, hips, knees, ankles.
MIRROR = np.array([0, 2, 1, 4, 3, 6, 5, 8, 7, 10, 9, 12, 11, 14, 13, 16, 15])
# The letterbox's grey, so that borders look the same at inference.
GREY = 114
# Pixels; less cannot be told from a smudge at stride 8.
SMALLEST = 8
# A person cut down to less than this share of the box is unsure.
LEAST_LEFT = 0.3


def sample(random, cache, pick, side):
    """One square RGB picture of `side` pixels and its people; `pick()` chooses an index of the cache."""
    canvas = np.full((side, side, 3), GREY, np.uint8)
    if random.random() < 0.5:
        x, y = (int(side * random.uniform(0.35, 0.65)) for _ in range(2))
        tiles = [(0, 0, x, y), (x, 0, side, y), (0, y, x, side), (x, y, side, side)]
        people = [place(random, canvas, tile, *cache[pick()], (1.3, 3.4)) for tile in tiles]
    else:
        people = [place(random, canvas, (0, 0, side, side), *cache[pick()], (0.8, 2.4))]
    return tint(random, canvas), np.concatenate(people)


def place(random, canvas, tile, picture, people, zoom):
    """Draws a picture into a tile at a random scale and place; returns the people where they are then."""
    x0, y0, x1, y1 = tile
    height, width = picture.shape[:2]
    fit = min((x1 - x0) / width, (y1 - y0) / height) * np.exp(random.uniform(*np.log(zoom)))
    stretch = np.exp(random.normal(0, 0.07))
    linear = np.diag((fit * stretch, fit / stretch))
    flipped = random.random() < 0.5
    if flipped:
        linear = np.diag((-1, 1)) @ linear
    if random.random() < 0.04:
        linear = np.array(((0, -1), (1, 0))) * random.choice((-1, 1)) @ linear
    # The picture's middle comes anywhere such that at least about half of the shorter extent shows.
    extent = np.abs(linear @ (width, height))
    space = np.array((x1 - x0, y1 - y0), float)
    slack = np.abs(space - extent) / 2 + 0.1 * space
    middle = np.array((x0 + x1, y0 + y1)) / 2 + random.uniform(-slack, slack)
    shift = middle - linear @ (width / 2, height / 2)
    draw(canvas[y0:y1, x0:x1], picture, linear, shift - (x0, y0))
    return clip(move(people, linear, shift, flipped), tile)


def draw(target, picture, linear, shift):
    # Pixel centres lie at halves in our coordinates, at whole numbers in OpenCV's.
    matrix = np.column_stack((linear, shift + linear @ (0.5, 0.5) - 0.5))
    cv2.warpAffine(picture, matrix, target.shape[1::-1], target, cv2.INTER_LINEAR, cv2.BORDER_TRANSPARENT)


def move(people, linear, shift, flipped):
    corners = people[:, 1:5].reshape(-1, 2, 2) @ linear.T + shift
    people[:, 1:3], people[:, 3:5] = corners.min(1), corners.max(1)
    points = people[:, 5:].reshape(-1, 17, 3)
    points[:, :, :2] = points[:, :, :2] @ linear.T + shift
    if flipped:
        people[:, 5:] = points[:, MIRROR].reshape(-1, 51)
    return people


def clip(people, tile):
    x0, y0, x1, y1 = tile
    before = (people[:, 3:5] - people[:, 1:3]).prod(1)
    people[:, 1:5:2] = people[:, 1:5:2].clip(x0, x1)
    people[:, 2:5:2] = people[:, 2:5:2].clip(y0, y1)
    sizes = people[:, 3:5] - people[:, 1:3]
    people[(sizes.prod(1) < LEAST_LEFT * before) | (sizes.max(1) < SMALLEST), 0] = UNSURE
    points = people[:, 5:].reshape(-1, 17, 3)
    outside = (points[:, :, :2] < (x0, y0)).any(2) | (points[:, :, :2] >= (x1, y1)).any(2)
    points[outside, 2] = 0
    people[:, 5:] = points.reshape(-1, 51)
    return people[sizes.min(1) > 1]


def tint(random, picture):
    """What cameras, lights and codecs do."""
    if random.random() < 0.12:
        picture = cv2.cvtColor(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)
    elif random.random() < 0.4:
        grey = cv2.cvtColor(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)
        colourful = random.uniform(0.3, 1.5)
        picture = cv2.addWeighted(picture, colourful, grey, 1 - colourful, 0)
    if random.random() < 0.8:
        picture = cv2.LUT(picture, curves(random))
    if random.random() < 0.12:
        picture = cv2.blur(picture, (int(random.integers(2, 5)),) * 2)
    if random.random() < 0.1:
        noise = random.integers(-16, 17, picture.shape, np.int16)
        picture = (picture + noise).clip(0, 255).astype(np.uint8)
    if random.random() < 0.15:
        _, code = cv2.imencode(".jpg", picture, (cv2.IMWRITE_JPEG_QUALITY, int(random.integers(25, 90))))
        picture = cv2.imdecode(code, cv2.IMREAD_COLOR)
    return picture


def curves(random):
    """One lookup table per channel: gamma, contrast, brightness and a little colour cast, [1, 256, 3]."""
    levels = np.linspace(0, 1, 256)[:, None] ** np.exp(random.normal(0, 0.25))
    cast = np.exp(random.normal(0, 0.06, 3))
    levels = (levels - 0.5) * np.exp(random.normal(0, 0.2)) * cast + 0.5 + random.normal(0, 0.08)
    return (levels.clip(0, 1) * 255).astype(np.uint8)[None]
