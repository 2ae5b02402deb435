using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Wire.KServe;

namespace Server.KServe;

/// <summary>The response of POST …/infer: all in JSON, or a JSON object and the output's bytes behind it, as the client asked.</summary>
internal static class InferResponseJson
{
    public const string HeaderLength = "Inference-Header-Content-Length";

    // Numbers between two flushes: a few hundred kilobytes of text.
    private const int Chunk = 16_384;

    /// <summary>"binary_data" of the output, or else "binary_data_output" of the request.</summary>
    public static bool IsBinaryRequested(ModelInferRequest request)
    {
        var requested = request.Outputs.FirstOrDefault()?.Parameters.GetValueOrDefault("binary_data") ?? request.Parameters.GetValueOrDefault("binary_data_output");
        return requested?.BoolParam ?? false;
    }

    /// <param name="model">Has one raw output.</param>
    public static Task WriteAsync(HttpResponse response, ModelInferResponse model, bool binary, CancellationToken cancel) =>
        binary ? WriteBinaryAsync(response, model, cancel) : WriteNumbersAsync(response, model, cancel);

    private static async Task WriteBinaryAsync(HttpResponse response, ModelInferResponse model, CancellationToken cancel)
    {
        var data = model.RawOutputContents[0];
        var header = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(header))
        {
            Begin(json, model);
            json.WriteStartObject("parameters");
            json.WriteNumber("binary_data_size", data.Length);
            json.WriteEndObject();
            End(json);
        }

        response.ContentType = "application/octet-stream";
        response.ContentLength = header.WrittenCount + data.Length;
        response.Headers[HeaderLength] = header.WrittenCount.ToString(CultureInfo.InvariantCulture);
        await response.BodyWriter.WriteAsync(header.WrittenMemory, cancel);
        await response.BodyWriter.WriteAsync(data.Memory, cancel);
    }

    private static async Task WriteNumbersAsync(HttpResponse response, ModelInferResponse model, CancellationToken cancel)
    {
        var data = model.RawOutputContents[0].Memory;
        var count = data.Length / sizeof(float);
        response.ContentType = "application/json";
        await using var json = new Utf8JsonWriter(response.BodyWriter);
        Begin(json, model);
        json.WriteStartArray("data");
        for (var from = 0; from < count; from += Chunk)
        {
            TensorJson.Write(json, data.Span, from, Math.Min(from + Chunk, count));
            json.Flush();
            await response.BodyWriter.FlushAsync(cancel);
        }

        json.WriteEndArray();
        End(json);
    }

    /// <summary>Everything up to the output's data.</summary>
    private static void Begin(Utf8JsonWriter json, ModelInferResponse model)
    {
        json.WriteStartObject();
        json.WriteString("model_name", model.ModelName);
        json.WriteString("model_version", model.ModelVersion);
        if (model.Id.Length > 0)
            json.WriteString("id", model.Id);
        json.WriteStartArray("outputs");
        json.WriteStartObject();
        json.WriteString("name", model.Outputs[0].Name);
        json.WriteString("datatype", model.Outputs[0].Datatype);
        json.WriteStartArray("shape");
        foreach (var size in model.Outputs[0].Shape)
            json.WriteNumberValue(size);
        json.WriteEndArray();
    }

    private static void End(Utf8JsonWriter json)
    {
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
