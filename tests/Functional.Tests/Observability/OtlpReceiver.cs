using System.Collections.Concurrent;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Functional.Tests.Observability;

/// <summary>A collector that takes OTLP by HTTP and keeps every span.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<OtlpSpan> _spans = [];

    private OtlpReceiver()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.Urls.Add("http://127.0.0.1:0");
        _app.MapPost("/v1/traces", Take);
    }

    public Uri Address { get; private set; } = null!;

    public IReadOnlyList<OtlpSpan> Spans => [.. _spans];

    public static async Task<OtlpReceiver> Start()
    {
        var receiver = new OtlpReceiver();
        await receiver._app.StartAsync(TestContext.Current.CancellationToken);
        receiver.Address = new Uri(receiver._app.Urls.Single());
        return receiver;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task<IResult> Take(HttpRequest request)
    {
        Assert.Equal("application/x-protobuf", request.ContentType);
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        foreach (var span in OtlpSpan.Read(body.ToArray()))
            _spans.Enqueue(span);
        // An empty ExportTraceServiceResponse: all were taken.
        return Results.Bytes([], "application/x-protobuf");
    }
}

/// <summary>A span as opentelemetry/proto/trace/v1/trace.proto (1.0) has it on the wire.</summary>
/// <param name="Service">service.name of its resource.</param>
internal sealed record OtlpSpan(string Service, string Trace, string Id, string Parent, string Name, ulong Start, ulong End, IReadOnlyDictionary<string, string> Tags, IReadOnlyList<(string Trace, string Id)> Links)
{
    // ExportTraceServiceRequest.resource_spans = 1; ResourceSpans: resource = 1, scope_spans = 2; ScopeSpans.spans = 2.
    public static IEnumerable<OtlpSpan> Read(byte[] request) =>
        from resource in Fields(request)[1]
        let parts = Fields(resource)
        let service = TagsOf(parts[1].SelectMany(described => Fields(described)[1]))["service.name"]
        from scope in parts[2]
        from span in Fields(scope)[2]
        select Of(service, Fields(span));

    // Span: trace_id = 1, span_id = 2, parent_span_id = 4, name = 5, start = 7, end = 8, attributes = 9, links = 13.
    private static OtlpSpan Of(string service, ILookup<int, byte[]> span) => new(
        service, Hex(span[1]), Hex(span[2]), Hex(span[4]), Text(span[5]), BitConverter.ToUInt64(span[7].Single()), BitConverter.ToUInt64(span[8].Single()), TagsOf(span[9]),
        [.. span[13].Select(link => (Hex(Fields(link)[1]), Hex(Fields(link)[2])))]);

    // KeyValue: key = 1, value = 2; AnyValue: string_value = 1, int_value = 3.
    private static Dictionary<string, string> TagsOf(IEnumerable<byte[]> pairs) => pairs.Select(Fields).ToDictionary(pair => Text(pair[1]), pair =>
    {
        var value = Fields(pair[2].Single());
        return value.Contains(3) ? $"{BitConverter.ToInt64(value[3].Single())}" : Text(value[1]);
    });

    private static string Hex(IEnumerable<byte[]> field) => Convert.ToHexStringLower(field.SingleOrDefault() ?? []);

    private static string Text(IEnumerable<byte[]> field) => System.Text.Encoding.UTF8.GetString(field.SingleOrDefault() ?? []);

    /// <summary>A message's fields by number; numbers as eight bytes.</summary>
    private static ILookup<int, byte[]> Fields(byte[] message)
    {
        var fields = new List<(int Number, byte[] Value)>();
        using var input = new CodedInputStream(message);
        while (input.ReadTag() is var tag and not 0)
        {
            fields.Add((WireFormat.GetTagFieldNumber(tag), WireFormat.GetTagWireType(tag) switch
            {
                WireFormat.WireType.LengthDelimited => input.ReadBytes().ToByteArray(),
                WireFormat.WireType.Varint => BitConverter.GetBytes(input.ReadUInt64()),
                WireFormat.WireType.Fixed64 => BitConverter.GetBytes(input.ReadFixed64()),
                _ => BitConverter.GetBytes((ulong)input.ReadFixed32()),
            }));
        }

        return fields.ToLookup(field => field.Number, field => field.Value);
    }
}
