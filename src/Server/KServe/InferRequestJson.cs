using System.Text.Json;
using Google.Protobuf;
using Wire.KServe;

namespace Server.KServe;

/// <summary>
/// The body of POST …/infer: a JSON object, and behind it the tensors that the object calls binary (Triton's binary tensor data extension).
/// </summary>
/// <remarks>
/// <code>
/// { "id", "parameters", "inputs": [ { "name", "shape", "datatype", "data" | "parameters": { "binary_data_size" } } ], "outputs" }  f32 f32 …
/// |&lt;----------------------------------- Inference-Header-Content-Length ----------------------------------------&gt;|
/// </code>
/// Members of other names have no meaning here and are passed over, as the protocol's other servers do.
/// </remarks>
internal static class InferRequestJson
{
    private const string BinaryDataSize = "binary_data_size";

    /// <param name="headerLength">Bytes of the JSON object.</param>
    /// <param name="maxValues">Most numbers of a tensor that stands in the JSON.</param>
    /// <returns>A request whose inputs all lie in raw_input_contents; binary ones are not copied out of the body.</returns>
    /// <exception cref="KServeException">Says which member is wrong.</exception>
    public static ModelInferRequest Parse(ReadOnlyMemory<byte> body, int headerLength, long maxValues)
    {
        var request = new ModelInferRequest();
        var inJson = new List<ReadOnlyMemory<byte>?>();
        try
        {
            var json = new Utf8JsonReader(body.Span[..headerLength]);
            json.Read();
            ReadRequest(ref json, request, inJson, maxValues);
            if (json.Read())
                throw KServeException.Invalid("body: expected one JSON object");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // A string may hold half a surrogate pair: that is found when it is taken, and told as an invalid operation.
            throw KServeException.Invalid("body: not valid JSON");
        }

        AddRaw(request, inJson, body[headerLength..]);
        return request;
    }

    private static void ReadRequest(ref Utf8JsonReader json, ModelInferRequest request, List<ReadOnlyMemory<byte>?> data, long maxValues) =>
        JsonWalk.Members(ref json, "", (ref value, name, path) =>
        {
            switch (name)
            {
                case "id": request.Id = JsonWalk.Text(ref value, path); break;
                case "parameters": JsonWalk.Members(ref value, path, (ref value, name, path) => request.Parameters[name] = Parameter(ref value, path)); break;
                case "inputs": JsonWalk.Elements(ref value, path, (ref value, path) => ReadInput(ref value, path, request, data, maxValues)); break;
                case "outputs": JsonWalk.Elements(ref value, path, (ref value, path) => request.Outputs.Add(Output(ref value, path))); break;
                default: value.Skip(); break;
            }
        });

    private static void ReadInput(ref Utf8JsonReader json, string at, ModelInferRequest request, List<ReadOnlyMemory<byte>?> data, long maxValues)
    {
        var input = new ModelInferRequest.Types.InferInputTensor();
        ReadOnlyMemory<byte>? numbers = null;
        JsonWalk.Members(ref json, at, (ref value, name, path) =>
        {
            switch (name)
            {
                case "name": input.Name = JsonWalk.Text(ref value, path); break;
                case "datatype": input.Datatype = JsonWalk.Text(ref value, path); break;
                case "shape": JsonWalk.Elements(ref value, path, (ref value, path) => input.Shape.Add(JsonWalk.Integer(ref value, path))); break;
                case "parameters": JsonWalk.Members(ref value, path, (ref value, name, path) => input.Parameters[name] = Parameter(ref value, path)); break;
                case "data": numbers = TensorJson.Read(ref value, path, maxValues); break;
                default: value.Skip(); break;
            }
        });
        request.Inputs.Add(input);
        data.Add(numbers);
    }

    private static ModelInferRequest.Types.InferRequestedOutputTensor Output(ref Utf8JsonReader json, string at)
    {
        var output = new ModelInferRequest.Types.InferRequestedOutputTensor();
        JsonWalk.Members(ref json, at, (ref value, name, path) =>
        {
            switch (name)
            {
                case "name": output.Name = JsonWalk.Text(ref value, path); break;
                case "parameters": JsonWalk.Members(ref value, path, (ref value, name, path) => output.Parameters[name] = Parameter(ref value, path)); break;
                default: value.Skip(); break;
            }
        });
        return output;
    }

    private static InferParameter Parameter(ref Utf8JsonReader json, string path) => json.TokenType switch
    {
        JsonTokenType.True or JsonTokenType.False => new() { BoolParam = json.GetBoolean() },
        JsonTokenType.String => new() { StringParam = json.GetString() },
        JsonTokenType.Number when json.TryGetInt64(out var whole) => new() { Int64Param = whole },
        JsonTokenType.Number when json.TryGetDouble(out var number) => new() { DoubleParam = number },
        _ => throw KServeException.Invalid($"{path}: expected a string, a number or a boolean"),
    };

    private static void AddRaw(ModelInferRequest request, List<ReadOnlyMemory<byte>?> inJson, ReadOnlyMemory<byte> binary)
    {
        foreach (var (index, input) in request.Inputs.Index())
        {
            var at = $"inputs[{index}]";
            var isBinary = input.Parameters.Remove(BinaryDataSize, out var size);
            if (isBinary == inJson[index] is not null)
                throw KServeException.Invalid($"{at}: expected either data or parameters.{BinaryDataSize}");
            if (inJson[index] is { } data)
            {
                request.RawInputContents.Add(UnsafeByteOperations.UnsafeWrap(data));
                continue;
            }

            if (size!.ParameterChoiceCase != InferParameter.ParameterChoiceOneofCase.Int64Param || size.Int64Param < 0 || size.Int64Param > binary.Length)
                throw KServeException.Invalid($"{at}.parameters.{BinaryDataSize}: is {size}; {binary.Length} bytes are left behind the JSON");
            request.RawInputContents.Add(UnsafeByteOperations.UnsafeWrap(binary[..(int)size.Int64Param]));
            binary = binary[(int)size.Int64Param..];
        }

        if (!binary.IsEmpty)
            throw KServeException.Invalid($"body: {binary.Length} bytes behind the JSON belong to no input");
    }
}
