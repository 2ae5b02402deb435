"""Asks a running server for a teacher's people in every picture of a folder: DIR/*.jpg -> one JSON line each.

    ./stream serve --model yolov8n-pose --port 8400
    python3 label.py PICTURES labels.jsonl --server http://127.0.0.1:8400
"""
import argparse
import json
import pathlib
import urllib.request
from concurrent.futures import ThreadPoolExecutor

# Low, so that people whom the teacher half sees are known too: they are neither taught as people nor as background.
LOWEST_SCORE = 0.05


def people(server, path):
    """Rows of [score, x0, y0, x1, y1, 17 x (x, y, visibility)] in pixels of the picture."""
    address = f"{server}/v1/detect?conf={LOWEST_SCORE}&iou=0.6"
    request = urllib.request.Request(address, path.read_bytes(), {"Content-Type": "image/jpeg"})
    with urllib.request.urlopen(request, timeout=120) as answer:
        found = json.load(answer)["objects"]
    return [row(person) for person in found]


def row(person):
    box = person["box"]
    numbers = [person["score"], box["xMin"], box["yMin"], box["xMax"], box["yMax"]]
    for point in person["keypoints"]:
        numbers += [point["x"], point["y"], point["score"]]
    return [round(number, 3) for number in numbers]


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("pictures", type=pathlib.Path)
    arguments.add_argument("labels", type=pathlib.Path)
    arguments.add_argument("--server", default="http://127.0.0.1:8400")
    given = arguments.parse_args()
    paths = sorted(given.pictures.glob("*.jpg"))
    # Two at a time keep both lanes of the server busy.
    with given.labels.open("w") as out, ThreadPoolExecutor(2) as pool:
        for path, rows in zip(paths, pool.map(lambda path: people(given.server, path), paths)):
            out.write(json.dumps({"file": str(path.resolve()), "people": rows}) + "\n")


if __name__ == "__main__":
    main()
