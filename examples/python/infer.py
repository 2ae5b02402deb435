"""Runs a picture through a model of Stream by KServe's gRPC and prints the best object: python3 infer.py PICTURE [--model person-pose]

Needs grpcio, protobuf and ffmpeg; the messages come from the .proto file, once:

    protoc -I proto --python_out=examples/python proto/kserve/grpc_predict_v2.proto
"""
import argparse
import array
import subprocess

import grpc
from kserve import grpc_predict_v2_pb2 as kserve


def method(channel, name):
    """A call of the service by its name; grpc_tools would generate the same."""
    return channel.unary_unary(
        f"/inference.GRPCInferenceService/{name}",
        request_serializer=getattr(kserve, f"{name}Request").SerializeToString,
        response_deserializer=getattr(kserve, f"{name}Response").FromString)


def tensor(picture, width, height):
    """[3, height, width] of floats: R, G, B in 0..1; ffmpeg's own order is G, B, R."""
    planes = f"scale={width}:{height},format=gbrp,shuffleplanes=2:0:1,format=gbrpf32le"
    command = ["ffmpeg", "-nostdin", "-v", "error", "-i", picture, "-vf", planes, "-frames:v", "1", "-f", "rawvideo", "-"]
    return subprocess.run(command, check=True, capture_output=True).stdout


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("picture")
    arguments.add_argument("--model", default="person-pose")
    arguments.add_argument("--side", type=int, default=320, help="pixels of the input's sides")
    arguments.add_argument("--server", default="localhost:8001")
    given = arguments.parse_args()
    with grpc.insecure_channel(given.server) as channel:
        about = method(channel, "ModelMetadata")(kserve.ModelMetadataRequest(name=given.model))
        request = kserve.ModelInferRequest(model_name=given.model, raw_input_contents=[tensor(given.picture, given.side, given.side)])
        request.inputs.add(name=about.inputs[0].name, datatype="FP32", shape=[1, 3, given.side, given.side])
        response = method(channel, "ModelInfer")(request)

    # [1, channels, anchors]: cx, cy, w, h in pixels of the input, then a score for each class (and the keypoints of a pose).
    _, channels, anchors = response.outputs[0].shape
    values = array.array("f", response.raw_output_contents[0])
    best = max(range(anchors), key=lambda anchor: values[4 * anchors + anchor])
    x, y, width, height, score = (values[channel * anchors + best] for channel in range(5))
    print(f"{response.model_name} gave {channels} x {anchors}; class 0 best at {x:.0f},{y:.0f}, {width:.0f} x {height:.0f}, score {score:.2f}")


if __name__ == "__main__":
    main()
