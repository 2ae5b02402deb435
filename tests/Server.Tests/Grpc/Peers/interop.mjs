// gRPC's interoperability cases by @grpc/grpc-js: interop.mjs PORT PROTO.
// Prints one line of JSON a case. Exit code 77: the package is not installed.

import assert from 'node:assert/strict';
import { once } from 'node:events';

let grpc, loader;
try {
  grpc = (await import('@grpc/grpc-js')).default;
  loader = (await import('@grpc/proto-loader')).default;
} catch (missing) {
  console.log(missing.message);
  process.exit(77);
}

const [port, proto] = process.argv.slice(2);
const { testing } = grpc.loadPackageDefinition(loader.loadSync(proto, { keepCase: true })).grpc;
const GZIP = 2;
const unlimited = { 'grpc.max_receive_message_length': -1, 'grpc.max_send_message_length': -1 };
const connect = (service, options = {}) =>
  new service(`127.0.0.1:${port}`, grpc.credentials.createInsecure(), { ...unlimited, ...options });

const client = connect(testing.TestService);
const gzipped = connect(testing.TestService, { 'grpc.default_compression_algorithm': GZIP });

const soon = () => ({ deadline: Date.now() + 60_000 });
const payload = size => ({ body: Buffer.alloc(size) });
const ask = (size, body = 0) => ({ response_parameters: [{ size }], payload: payload(body) });
const sizes = messages => messages.map(message => message.payload.body.length);

const unary = (method, request, metadata = new grpc.Metadata(), from = client) => new Promise((resolve, reject) => {
  const got = {};
  const call = from[method](request, metadata, soon(), (error, response) => error ? reject(error) : (got.response = response));
  call.on('metadata', headers => { got.headers = headers; });
  // After the callback.
  call.on('status', status => resolve({ ...got, trailers: status.metadata }));
});

// Writes requests, a message or [message, flags] each, and gives the one response.
const input = (requests, from = client) => new Promise((resolve, reject) => {
  const call = from.StreamingInputCall(new grpc.Metadata(), soon(), (error, response) => error ? reject(error) : resolve(response));
  for (const [message, flags] of requests)
    call.write(message, flags);
  call.end();
});

const all = async call => {
  const messages = [];
  for await (const message of call)
    messages.push(message);
  return messages;
};

const fails = async (code, promise) => {
  const error = await promise.then(() => assert.fail('no error'), error => error);
  assert.equal(error.code, code, error.stack);
  return error;
};

const cases = {
  async empty_unary() {
    assert.deepEqual((await unary('EmptyCall', {})).response, {});
  },

  async large_unary() {
    const { response } = await unary('UnaryCall', { response_size: 314159, payload: payload(271828) });
    assert.deepEqual(response.payload.body, Buffer.alloc(314159));
  },

  async client_compressed_unary() {
    const request = { expect_compressed: { value: true }, response_size: 314159, payload: payload(271828) };
    await fails(grpc.status.INVALID_ARGUMENT, unary('UnaryCall', request));
    const { response } = await unary('UnaryCall', request, new grpc.Metadata(), gzipped);
    assert.equal(response.payload.body.length, 314159);
  },

  async server_compressed_unary() {
    for (const value of [true, false]) {
      const { response } = await unary('UnaryCall', { response_compressed: { value }, response_size: 314159 });
      assert.equal(response.payload.body.length, 314159);
    }
  },

  async client_streaming() {
    const response = await input([27182, 8, 1828, 45904].map(size => [{ payload: payload(size) }]));
    assert.equal(response.aggregated_payload_size, 74922);
  },

  async client_compressed_streaming() {
    const expect = value => ({ payload: payload(27182), expect_compressed: { value } });
    await fails(grpc.status.INVALID_ARGUMENT, input([[expect(true)]]));
    const response = await input([[expect(true)], [expect(false), grpc.writeFlags?.NoCompress ?? 2]], gzipped);
    assert.equal(response.aggregated_payload_size, 2 * 27182);
  },

  async server_streaming() {
    const wanted = [31415, 9, 2653, 58979];
    const request = { response_parameters: wanted.map(size => ({ size })) };
    assert.deepEqual(sizes(await all(client.StreamingOutputCall(request, soon()))), wanted);
  },

  async server_compressed_streaming() {
    const request = { response_parameters: [{ size: 31415, compressed: { value: true } }, { size: 92653, compressed: { value: false } }] };
    assert.deepEqual(sizes(await all(client.StreamingOutputCall(request, soon()))), [31415, 92653]);
  },

  async ping_pong() {
    const call = client.FullDuplexCall(soon());
    for (const [size, body] of [[31415, 27182], [9, 8], [2653, 1828], [58979, 45904]]) {
      call.write(ask(size, body));
      const [message] = await once(call, 'data');
      assert.equal(message.payload.body.length, size);
    }
    call.end();
    const [status] = await once(call, 'status');
    assert.equal(status.code, grpc.status.OK);
  },

  async empty_stream() {
    const call = client.FullDuplexCall(soon());
    call.end();
    assert.deepEqual(await all(call), []);
  },

  async cancel_after_begin() {
    await fails(grpc.status.CANCELLED, new Promise((resolve, reject) => {
      const call = client.StreamingInputCall(new grpc.Metadata(), soon(), error => error ? reject(error) : resolve());
      setImmediate(() => call.cancel());
    }));
  },

  async cancel_after_first_response() {
    const call = client.FullDuplexCall(soon());
    call.write(ask(31415, 27182));
    await once(call, 'data');
    call.cancel();
    await fails(grpc.status.CANCELLED, once(call, 'end'));
  },

  async timeout_on_sleeping_server() {
    const call = client.FullDuplexCall({ deadline: Date.now() + 1 });
    call.write({ payload: payload(27182) });
    await fails(grpc.status.DEADLINE_EXCEEDED, all(call));
  },

  async status_code_and_message() {
    const response_status = { code: 2, message: 'test status message' };
    assert.equal((await fails(grpc.status.UNKNOWN, unary('UnaryCall', { response_status }))).details, response_status.message);
    const call = client.FullDuplexCall(soon());
    call.write({ response_status });
    assert.equal((await fails(grpc.status.UNKNOWN, all(call))).details, response_status.message);
  },

  async special_status_message() {
    const message = '\t\ntest with whitespace\r\nand Unicode BMP \u263a and non-BMP \u{1f608}\t\n';
    const error = await fails(grpc.status.UNKNOWN, unary('UnaryCall', { response_status: { code: 2, message } }));
    assert.equal(error.details, message);
  },

  async unimplemented_method() {
    await fails(grpc.status.UNIMPLEMENTED, unary('UnimplementedCall', {}));
  },

  async unimplemented_service() {
    await fails(grpc.status.UNIMPLEMENTED, unary('UnimplementedCall', {}, new grpc.Metadata(), connect(testing.UnimplementedService)));
  },

  async custom_metadata() {
    const metadata = new grpc.Metadata();
    metadata.set('x-grpc-test-echo-initial', 'test_initial_metadata_value');
    metadata.set('x-grpc-test-echo-trailing-bin', Buffer.from('ababab', 'hex'));
    const { headers, trailers } = await unary('UnaryCall', { response_size: 1 }, metadata);
    assert.deepEqual(headers.get('x-grpc-test-echo-initial'), ['test_initial_metadata_value']);
    assert.equal(trailers.get('x-grpc-test-echo-trailing-bin')[0].toString('hex'), 'ababab');
  },

  async forty_megabytes() {
    assert.equal((await input([[{ payload: payload(40_000_000) }]])).aggregated_payload_size, 40_000_000);
    assert.equal((await unary('UnaryCall', { response_size: 40_000_000 })).response.payload.body.length, 40_000_000);
  },
};

for (const [name, run] of Object.entries(cases)) {
  let fault = null;
  try {
    await run();
  } catch (error) {
    fault = error.stack;
  }
  console.log(JSON.stringify({ case: name, fault }));
}
process.exit(0);
