// Starts a stream of the built-in test source and prints its results: node watch.mjs [localhost:8001] [RESULTS]
//
// Needs: npm install @grpc/grpc-js @grpc/proto-loader
import { fileURLToPath } from "node:url";
import grpc from "@grpc/grpc-js";
import loader from "@grpc/proto-loader";

const [server = "localhost:8001", wanted = "10"] = process.argv.slice(2);
const protos = fileURLToPath(new URL("../../proto", import.meta.url));
const definition = loader.loadSync(["stream/v1/stream_service.proto", "stream/v1/stream_admin.proto"], { includeDirs: [protos], defaults: true });
const { StreamAdmin, StreamService } = grpc.loadPackageDefinition(definition).stream.v1;
const admin = new StreamAdmin(server, grpc.credentials.createInsecure());
const service = new StreamService(server, grpc.credentials.createInsecure());

/** A unary call as a promise. */
const ask = (method, request) => new Promise((resolve, reject) =>
  admin[method](request, (error, response) => (error ? reject(error) : resolve(response))));

const stream = await ask("createStream", { options: { url: "test://people?count=3&size=640x480" } });
console.log(`stream ${stream.id}`);
let seen = 0;
const results = service.subscribe({ streamId: stream.id });
try {
  for await (const result of results) {
    console.log(`frame ${result.sequence}: ${result.objects.map(({ label, score }) => `${label} ${score.toFixed(2)}`).join(", ") || "nothing"}`);
    if (++seen >= Number(wanted)) break;
  }
} finally {
  results.cancel();
  await ask("deleteStream", { id: stream.id });
  admin.close();
  service.close();
}
