"""Every call of GRPCInferenceService as Python's grpcio makes it: kserve_client.py HOST:PORT MODEL INPUT_FILE.

The input is [2, 3, 64, 64] f32. Prints one JSON object; the output goes to INPUT_FILE.out.
"""
import json
import sys

import grpc
from google.protobuf import json_format
from kserve import grpc_predict_v2_pb2 as v2

SERVICE = "/inference.GRPCInferenceService/"
REQUESTS = 40


def unary(channel, name):
    request, response = getattr(v2, f"{name}Request"), getattr(v2, f"{name}Response")
    return channel.unary_unary(SERVICE + name, request_serializer=request.SerializeToString, response_deserializer=response.FromString)


def infer_request(model, data, name="", shape=(2, 3, 64, 64)):
    request = v2.ModelInferRequest(model_name=model, id=name, raw_input_contents=[data])
    request.inputs.add(name="images", datatype="FP32", shape=shape)
    return request


def stream(channel, model, data):
    """All requests are sent before a response is read; every fourth has a shape that its data does not fill."""
    call = channel.stream_stream(
        SERVICE + "ModelStreamInfer",
        request_serializer=v2.ModelInferRequest.SerializeToString,
        response_deserializer=v2.ModelStreamInferResponse.FromString)
    requests = [infer_request(model, data, str(i), (2 + (i % 4 == 3), 3, 64, 64)) for i in range(REQUESTS)]
    responses = list(call(iter(requests)))
    return {
        "ids": [response.infer_response.id for response in responses],
        "errors": [response.error_message for response in responses],
        "same": len({response.infer_response.raw_output_contents[0] for response in responses if not response.error_message}),
    }


def status_of(call, request):
    try:
        call(request)
        return "OK"
    except grpc.RpcError as fault:
        return f"{fault.code().name}: {fault.details()}"


def main():
    server, model, path = sys.argv[1:]
    with open(path, "rb") as file:
        data = file.read()
    with grpc.insecure_channel(server) as channel:
        infer = unary(channel, "ModelInfer")
        response = infer(infer_request(model, data, "one"))
        with open(path + ".out", "wb") as file:
            file.write(response.raw_output_contents[0])
        descriptions = {name: json_format.MessageToDict(unary(channel, name)(request), preserving_proto_field_name=True) for name, request in {
            "ServerLive": v2.ServerLiveRequest(),
            "ServerReady": v2.ServerReadyRequest(),
            "ModelReady": v2.ModelReadyRequest(name=model),
            "ServerMetadata": v2.ServerMetadataRequest(),
            "ModelMetadata": v2.ModelMetadataRequest(name=model, version="1"),
            "ModelConfig": v2.ModelConfigRequest(name=model),
            "RepositoryIndex": v2.RepositoryIndexRequest(ready=True),
        }.items()}
        streamed = stream(channel, model, data)
        print(json.dumps({
            **descriptions,
            "infer": {"id": response.id, "model": response.model_name, "version": response.model_version, "shape": list(response.outputs[0].shape)},
            "stream": streamed,
            "unknown": status_of(infer, infer_request("nobody", data)),
            "short": status_of(infer, infer_request(model, data[:-1])),
            "ModelStatistics": json_format.MessageToDict(
                unary(channel, "ModelStatistics")(v2.ModelStatisticsRequest(name=model)), preserving_proto_field_name=True),
        }))


if __name__ == "__main__":
    main()
