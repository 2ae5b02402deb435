"""Packs pictures and their people into one compact cache: python3 data.py CACHE [--scene DIR ...]... --labels FILE ...

Each --scene and each FILE is a group, of which train.py's --shares tells how much is taken.

CACHE/pixels.raw holds every picture's RGB bytes one after the other, the longest side at most 384 pixels;
CACHE/people.npz says where each begins and who is in it.
"""
import argparse
import json
import pathlib

import cv2
import numpy as np

LONGEST = 384
# score, x0, y0, x1, y1, then x, y, visibility of 17 keypoints.
VALUES = 5 + 3 * 17
# A person of whom less shows is neither taught as a person nor as background.
LEAST_VISIBLE = 0.25
UNSURE = 0.1
# The visibility to learn of a joint that is hidden but known (COCO's 1); a seen one's is 1.
HIDDEN = 0.6


def scene(folder):
    """(file, people) of `./stream scene export`'s folder."""
    known = json.loads((folder / "annotations.json").read_text())
    people = {image["id"]: [] for image in known["images"]}
    for annotation in known["annotations"]:
        people[annotation["image_id"]].append(row(annotation))
    for image in known["images"]:
        yield folder / image["file_name"], people[image["id"]]


def row(annotation):
    x, y, width, height = annotation["bbox"]
    score = 1.0 if annotation["visible_fraction"] >= LEAST_VISIBLE else UNSURE
    points = np.array(annotation["keypoints"], np.float32).reshape(-1, 3)
    points[:, 2] = np.choose(points[:, 2].astype(int), (0, HIDDEN, 1))
    return [score, x, y, x + width, y + height, *points.ravel()]


def labelled(file):
    """(file, people) of label.py's lines."""
    for line in file.read_text().splitlines():
        entry = json.loads(line)
        yield pathlib.Path(entry["file"]), entry["people"]


def shrunk(path, people):
    picture = cv2.cvtColor(cv2.imread(str(path)), cv2.COLOR_BGR2RGB)
    people = np.array(people, np.float32).reshape(-1, VALUES)
    scale = min(1, LONGEST / max(picture.shape[:2]))
    if scale < 1:
        picture = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        people[:, 1:5] *= scale
        people[:, 5::3] *= scale
        people[:, 6::3] *= scale
    return picture, people


def pack(cache, groups):
    """`groups`: one iterator of (file, people) each; a picture remembers its group's number."""
    cache.mkdir(parents=True, exist_ok=True)
    shapes, counts, everyone, origins, begin = [], [], [], [], 0
    with (cache / "pixels.raw").open("wb") as pixels:
        for origin, group in enumerate(groups):
            for path, people in group:
                picture, people = shrunk(path, people)
                pixels.write(picture.tobytes())
                shapes.append((begin, *picture.shape[:2]))
                begin += picture.size
                counts.append(len(people))
                origins.append(origin)
                everyone.append(people)
    np.savez(cache / "people.npz", shapes=shapes, counts=counts, origins=origins, people=np.concatenate(everyone))
    print(f"{len(counts)} pictures, {sum(counts)} people, {begin / 1e6:.0f} MB")


class Cache:
    def __init__(self, folder):
        self._pixels = np.memmap(pathlib.Path(folder) / "pixels.raw", np.uint8, "r")
        known = np.load(pathlib.Path(folder) / "people.npz")
        self._shapes, self._people = known["shapes"], known["people"].astype(np.float32)
        self._ends = known["counts"].cumsum()
        self._counts = known["counts"]
        self.origins = known["origins"]

    def __len__(self):
        return len(self._shapes)

    def __getitem__(self, index):
        """RGB uint8 [h, w, 3] and float32 [people, VALUES]."""
        begin, height, width = (int(value) for value in self._shapes[index])
        picture = self._pixels[begin:begin + height * width * 3].reshape(height, width, 3)
        end = self._ends[index]
        return picture, self._people[end - self._counts[index]:end].copy()


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("cache", type=pathlib.Path)
    arguments.add_argument("--scene", type=pathlib.Path, nargs="+", action="append", default=[])
    arguments.add_argument("--labels", type=pathlib.Path, nargs="*", default=[])
    given = arguments.parse_args()
    rendered = [(entry for folder in folders for entry in scene(folder)) for folders in given.scene]
    pack(given.cache, rendered + [labelled(file) for file in given.labels])


if __name__ == "__main__":
    main()
