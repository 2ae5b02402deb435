"""Sends a video to Stream by gRPC and prints what it finds in every frame: python3 stream_video.py VIDEO [--server localhost:8001]

Needs grpcio, protobuf and ffmpeg; the messages come from the .proto files, once:

    protoc -I proto --python_out=examples/python proto/stream/v1/*.proto
"""
import argparse
import json
import queue
import subprocess

import grpc
from stream.v1 import stream_options_pb2, stream_service_pb2

STREAM = "/stream.v1.StreamService/Stream"


def size_of(video):
    """(width, height) in pixels."""
    probe = ["ffprobe", "-v", "error", "-select_streams", "v:0", "-show_entries", "stream=width,height", "-of", "json", video]
    stream = json.loads(subprocess.run(probe, check=True, capture_output=True).stdout)["streams"][0]
    return stream["width"], stream["height"]


def frames(video, width, height):
    """I420 frames of the video."""
    command = ["ffmpeg", "-v", "error", "-i", video, "-f", "rawvideo", "-pix_fmt", "yuv420p", "-"]
    length = width * height + 2 * ((width + 1) // 2) * ((height + 1) // 2)
    with subprocess.Popen(command, stdout=subprocess.PIPE) as ffmpeg:
        while len(frame := ffmpeg.stdout.read(length)) == length:
            yield frame


def requests(video, credits):
    """`open`, then a frame for each credit that the server gives."""
    width, height = size_of(video)
    layout = stream_service_pb2.RawFormat(pixel_format=stream_service_pb2.PIXEL_FORMAT_I420, width=width, height=height)
    options = stream_options_pb2.StreamOptions(conf=0.4)
    yield stream_service_pb2.StreamRequest(open=stream_service_pb2.OpenStream(options=options, raw=layout, lossless=True))
    allowed = 0
    for number, frame in enumerate(frames(video, width, height)):
        while allowed == 0:
            allowed = credits.get()
        allowed -= 1
        yield stream_service_pb2.StreamRequest(frame=stream_service_pb2.RawFrame(data=frame, pts_90khz=number * 3000))


def show(result):
    found = ", ".join(f"{o.label} {o.score:.2f} at {o.box.x_min:.0f},{o.box.y_min:.0f}" for o in result.objects)
    print(f"frame {result.sequence}: {found or 'nothing'}", flush=True)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("video")
    arguments.add_argument("--server", default="localhost:8001")
    given = arguments.parse_args()
    credits = queue.Queue()
    with grpc.insecure_channel(given.server) as channel:
        call = channel.stream_stream(
            STREAM,
            request_serializer=stream_service_pb2.StreamRequest.SerializeToString,
            response_deserializer=stream_service_pb2.StreamResponse.FromString)
        for response in call(requests(given.video, credits)):
            kind = response.WhichOneof("message")
            if kind == "opened":
                credits.put(response.opened.credit)
            elif kind == "credit":
                credits.put(response.credit)
            elif kind == "result":
                show(response.result)
            else:
                print(f"{response.ended.frames.inferred} of {response.ended.frames.received} frames inferred")


if __name__ == "__main__":
    main()
