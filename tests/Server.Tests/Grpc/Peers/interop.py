"""gRPC's interoperability cases, and what else a server of ours must do for Python: interop.py PORT STUBS.

Prints one line of JSON a case. Exit code 77: gRPC for Python is not installed.
"""

import json
import sys
import threading
import traceback

try:
    import grpc

    sys.path.insert(0, sys.argv[2])
    import interop_pb2 as pb
    from google.protobuf import descriptor_pb2, descriptor_pool, message_factory
except ImportError as missing:
    print(missing)
    sys.exit(77)

with open(sys.argv[2] + "/grpc.pb", "rb") as published:
    pool = descriptor_pool.DescriptorPool()
    for file in descriptor_pb2.FileDescriptorSet.FromString(published.read()).file:
        pool.Add(file)
factory = message_factory.MessageFactory(pool)


class Package:
    """The messages of a package of gRPC's own."""

    def __init__(self, name):
        self.name = name

    def __getattr__(self, message):
        return factory.GetPrototype(pool.FindMessageTypeByName(f"{self.name}.{message}"))


health, reflection, reflection_alpha = Package("grpc.health.v1"), Package("grpc.reflection.v1"), Package("grpc.reflection.v1alpha")

TEST = "/grpc.testing.TestService/"
LONG = 60
UNLIMITED = [("grpc.max_send_message_length", -1), ("grpc.max_receive_message_length", -1)]

channel = grpc.insecure_channel(f"127.0.0.1:{sys.argv[1]}", options=UNLIMITED)


def unary(method, response, path=TEST):
    return channel.unary_unary(path + method, lambda message: message.SerializeToString(), response.FromString)


def client_stream(method, response):
    return channel.stream_unary(TEST + method, lambda message: message.SerializeToString(), response.FromString)


def server_stream(method, response, path=TEST):
    return channel.unary_stream(path + method, lambda message: message.SerializeToString(), response.FromString)


def duplex(method, response, path=TEST):
    return channel.stream_stream(path + method, lambda message: message.SerializeToString(), response.FromString)


empty_call = unary("EmptyCall", pb.Empty)
unary_call = unary("UnaryCall", pb.SimpleResponse)
input_call = client_stream("StreamingInputCall", pb.StreamingInputCallResponse)
output_call = server_stream("StreamingOutputCall", pb.StreamingOutputCallResponse)
duplex_call = duplex("FullDuplexCall", pb.StreamingOutputCallResponse)


def equal(wanted, got):
    if wanted != got:
        raise AssertionError(f"wanted {wanted!r}, got {got!r}")


def fails(status, call):
    try:
        call()
    except grpc.RpcError as error:
        equal(status, error.code())
        return error
    raise AssertionError(f"wanted {status}, got no error")


def payload(size):
    return pb.Payload(body=bytes(size))


def ask(size, body=0, interval_us=0, compressed=None):
    wanted = pb.ResponseParameters(size=size, interval_us=interval_us)
    if compressed is not None:
        wanted.compressed.value = compressed
    return pb.StreamingOutputCallRequest(response_parameters=[wanted], payload=payload(body))


class Requests:
    """An iterator that yields what it is given, when it is given."""

    def __init__(self):
        self.ready = threading.Condition()
        self.waiting = []
        self.done = False

    def send(self, message):
        with self.ready:
            self.waiting.append(message)
            self.ready.notify()

    def close(self):
        with self.ready:
            self.done = True
            self.ready.notify()

    def __iter__(self):
        return self

    def __next__(self):
        with self.ready:
            self.ready.wait_for(lambda: self.waiting or self.done)
            if self.waiting:
                return self.waiting.pop(0)
            raise StopIteration


def empty_unary():
    equal(pb.Empty(), empty_call(pb.Empty(), timeout=LONG))


def large_unary():
    response = unary_call(pb.SimpleRequest(response_size=314159, payload=payload(271828)), timeout=LONG)
    equal(payload(314159), response.payload)


def client_compressed_unary():
    probe = pb.SimpleRequest(expect_compressed={"value": True}, response_size=314159, payload=payload(271828))
    fails(grpc.StatusCode.INVALID_ARGUMENT, lambda: unary_call(probe, timeout=LONG))
    equal(314159, len(unary_call(probe, timeout=LONG, compression=grpc.Compression.Gzip).payload.body))
    probe.expect_compressed.value = False
    equal(314159, len(unary_call(probe, timeout=LONG).payload.body))


def server_compressed_unary():
    for compressed in (True, False):
        request = pb.SimpleRequest(response_compressed={"value": compressed}, response_size=314159)
        equal(payload(314159), unary_call(request, timeout=LONG).payload)


def client_streaming():
    sizes = (27182, 8, 1828, 45904)
    response = input_call((pb.StreamingInputCallRequest(payload=payload(size)) for size in sizes), timeout=LONG)
    equal(74922, response.aggregated_payload_size)


def client_compressed_streaming():
    probe = [pb.StreamingInputCallRequest(payload=payload(27182), expect_compressed={"value": True})]
    fails(grpc.StatusCode.INVALID_ARGUMENT, lambda: input_call(iter(probe), timeout=LONG))
    equal(27182, input_call(iter(probe), timeout=LONG, compression=grpc.Compression.Gzip).aggregated_payload_size)


def server_streaming():
    request = pb.StreamingOutputCallRequest()
    sizes = [31415, 9, 2653, 58979]
    for size in sizes:
        request.response_parameters.add(size=size)
    equal(sizes, [len(response.payload.body) for response in output_call(request, timeout=LONG)])


def server_compressed_streaming():
    request = pb.StreamingOutputCallRequest()
    request.response_parameters.add(size=31415, compressed={"value": True})
    request.response_parameters.add(size=92653, compressed={"value": False})
    equal([31415, 92653], [len(response.payload.body) for response in output_call(request, timeout=LONG)])


def ping_pong():
    requests = Requests()
    responses = duplex_call(requests, timeout=LONG)
    for size, body in ((31415, 27182), (9, 8), (2653, 1828), (58979, 45904)):
        requests.send(ask(size, body))
        equal(payload(size), next(responses).payload)
    requests.close()
    equal([], list(responses))


def empty_stream():
    equal([], list(duplex_call(iter(()), timeout=LONG)))


def cancel_after_begin():
    requests = Requests()
    call = input_call.future(requests, timeout=LONG)
    call.cancel()
    requests.close()
    equal(True, call.cancelled())
    equal(grpc.StatusCode.CANCELLED, call.code())


def cancel_after_first_response():
    requests = Requests()
    responses = duplex_call(requests, timeout=LONG)
    requests.send(ask(31415, 27182))
    next(responses)
    responses.cancel()
    fails(grpc.StatusCode.CANCELLED, lambda: next(responses))
    requests.close()


def timeout_on_sleeping_server():
    requests = Requests()
    responses = duplex_call(requests, timeout=0.001)
    requests.send(pb.StreamingOutputCallRequest(payload=payload(27182)))
    fails(grpc.StatusCode.DEADLINE_EXCEEDED, lambda: next(responses))
    requests.close()


def status_code_and_message():
    status = pb.EchoStatus(code=2, message="test status message")
    error = fails(grpc.StatusCode.UNKNOWN, lambda: unary_call(pb.SimpleRequest(response_status=status), timeout=LONG))
    equal(status.message, error.details())
    requests = iter([pb.StreamingOutputCallRequest(response_status=status)])
    error = fails(grpc.StatusCode.UNKNOWN, lambda: list(duplex_call(requests, timeout=LONG)))
    equal(status.message, error.details())


def special_status_message():
    message = "\t\ntest with whitespace\r\nand Unicode BMP \u263a and non-BMP \U0001f608\t\n"
    request = pb.SimpleRequest(response_status=pb.EchoStatus(code=2, message=message))
    equal(message, fails(grpc.StatusCode.UNKNOWN, lambda: unary_call(request, timeout=LONG)).details())


def unimplemented_method():
    call = unary("UnimplementedCall", pb.Empty)
    fails(grpc.StatusCode.UNIMPLEMENTED, lambda: call(pb.Empty(), timeout=LONG))


def unimplemented_service():
    call = unary("UnimplementedCall", pb.Empty, "/grpc.testing.UnimplementedService/")
    fails(grpc.StatusCode.UNIMPLEMENTED, lambda: call(pb.Empty(), timeout=LONG))


def custom_metadata():
    initial, trailing = "x-grpc-test-echo-initial", "x-grpc-test-echo-trailing-bin"
    sent = ((initial, "test_initial_metadata_value"), (trailing, b"\xab\xab\xab"))
    _, call = unary_call.with_call(pb.SimpleRequest(response_size=1), metadata=sent, timeout=LONG)
    equal(sent[0][1], dict(call.initial_metadata())[initial])
    equal(sent[1][1], dict(call.trailing_metadata())[trailing])
    stream = duplex_call(iter([ask(1)]), metadata=sent, timeout=LONG)
    equal(1, len(list(stream)))
    equal(sent[0][1], dict(stream.initial_metadata())[initial])
    equal(sent[1][1], dict(stream.trailing_metadata())[trailing])


def unknown_compression():
    request = pb.SimpleRequest(payload=payload(1000))
    fails(grpc.StatusCode.UNIMPLEMENTED, lambda: unary_call(request, timeout=LONG, compression=grpc.Compression.Deflate))


def forty_megabytes():
    request = pb.StreamingInputCallRequest(payload=payload(40_000_000))
    equal(40_000_000, input_call(iter([request]), timeout=LONG).aggregated_payload_size)
    equal(40_000_000, len(unary_call(pb.SimpleRequest(response_size=40_000_000), timeout=LONG).payload.body))


def health_check():
    check = unary("Check", health.HealthCheckResponse, "/grpc.health.v1.Health/")
    equal(health.HealthCheckResponse.SERVING, check(health.HealthCheckRequest(), timeout=LONG).status)
    fails(grpc.StatusCode.NOT_FOUND, lambda: check(health.HealthCheckRequest(service="no.such.Service"), timeout=LONG))


def health_watch():
    watch = server_stream("Watch", health.HealthCheckResponse, "/grpc.health.v1.Health/")
    responses = watch(health.HealthCheckRequest(service="no.such.Service"), timeout=LONG)
    equal(health.HealthCheckResponse.SERVICE_UNKNOWN, next(responses).status)
    responses.cancel()
    responses = watch(health.HealthCheckRequest(), timeout=LONG)
    equal(health.HealthCheckResponse.SERVING, next(responses).status)
    responses.cancel()


def reflect(messages, version, *questions):
    call = duplex("ServerReflectionInfo", messages.ServerReflectionResponse, f"/grpc.reflection.{version}.ServerReflection/")
    return list(call(iter([messages.ServerReflectionRequest(**question) for question in questions]), timeout=LONG))


def reflection_listing():
    for messages, version in ((reflection, "v1"), (reflection_alpha, "v1alpha")):
        answer, = reflect(messages, version, {"list_services": "*"})
        names = {service.name for service in answer.list_services_response.service}
        equal({"grpc.testing.TestService", "grpc.health.v1.Health", "grpc.reflection.v1.ServerReflection",
               "grpc.reflection.v1alpha.ServerReflection"}, names)


def reflection_descriptors():
    """Everything that another program needs to call the service, from the service itself."""
    found, by_name, unknown = reflect(
        reflection, "v1",
        {"file_containing_symbol": "grpc.testing.TestService.UnaryCall"},
        {"file_by_filename": "interop.proto"},
        {"file_containing_symbol": "no.such.Symbol"})
    equal(found.file_descriptor_response, by_name.file_descriptor_response)
    equal(grpc.StatusCode.NOT_FOUND.value[0], unknown.error_response.error_code)
    told = descriptor_pool.DescriptorPool()
    for data in found.file_descriptor_response.file_descriptor_proto:
        told.Add(descriptor_pb2.FileDescriptorProto.FromString(data))
    method = told.FindServiceByName("grpc.testing.TestService").FindMethodByName("UnaryCall")
    equal("grpc.testing.SimpleRequest", method.input_type.full_name)
    equal(["response_status"], [field.name for field in method.input_type.fields if field.number == 7])


CASES = [
    empty_unary, large_unary, client_compressed_unary, server_compressed_unary, client_streaming, client_compressed_streaming,
    server_streaming, server_compressed_streaming, ping_pong, empty_stream, cancel_after_begin, cancel_after_first_response,
    timeout_on_sleeping_server, status_code_and_message, special_status_message, unimplemented_method, unimplemented_service,
    custom_metadata, unknown_compression, forty_megabytes, health_check, health_watch, reflection_listing, reflection_descriptors,
]

for case in CASES:
    fault = None
    try:
        case()
    except Exception:
        fault = traceback.format_exc()
    print(json.dumps({"case": case.__name__, "fault": fault}), flush=True)
