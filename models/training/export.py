"""Writes a checkpoint as ONNX in the layout of YOLOv8-pose exports: python3 export.py checkpoint.pt model.onnx

Input `images` float32 [batch, 3, height, width], RGB 0..1, sides multiples of 32; output `output0` float32
[batch, 56, anchors], see network.decode. Batch normalisation is folded into the convolutions.
"""
import argparse
import datetime
import pathlib

import onnx
import torch

from network import KEYPOINTS, STRIDES, PersonPose

VERSION = "1"
SIDE = 320
VALUES = 4 + 1 + 3 * KEYPOINTS


def metadata():
    return {
        "description": "Stream person-pose: a small network for people and their 17 COCO keypoints",
        "author": "the Stream project",
        "license": "Apache-2.0",
        "version": VERSION,
        "date": datetime.date.today().isoformat(),
        "task": "pose",
        "stride": str(max(STRIDES)),
        "batch": "1",
        "imgsz": str([SIDE, SIDE]),
        "names": str({0: "person"}),
        "kpt_shape": str([KEYPOINTS, 3]),
        "channels": "3",
    }


def export(checkpoint, path):
    network = PersonPose()
    network.load_state_dict(torch.load(checkpoint, map_location="cpu")["weights"])
    path.parent.mkdir(parents=True, exist_ok=True)
    torch.onnx.export(
        network.eval(), torch.zeros(1, 3, SIDE, SIDE), str(path), opset_version=17, input_names=["images"], output_names=["output0"],
        dynamic_axes={"images": {0: "batch", 2: "height", 3: "width"}, "output0": {0: "batch", 2: "anchors"}})
    model = onnx.load(str(path))
    model.ir_version = 8
    # The tracer loses sight of this one constant.
    model.graph.output[0].type.tensor_type.shape.dim[1].dim_value = VALUES
    onnx.helper.set_model_props(model, metadata())
    onnx.checker.check_model(model)
    onnx.save(model, str(path))
    print(f"{path}: {path.stat().st_size / 1e6:.1f} MB, {len(model.graph.node)} nodes")


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("checkpoint", type=pathlib.Path)
    arguments.add_argument("model", type=pathlib.Path)
    given = arguments.parse_args()
    export(given.checkpoint, given.model)


if __name__ == "__main__":
    main()
