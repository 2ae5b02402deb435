using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Xunit;
using static Functional.Tests.Observability.OtlpWire;

namespace Functional.Tests.Observability;

/// <summary>A collector that takes OTLP by HTTP and keeps every span, and every export of metrics.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<OtlpSpan> _spans = [];
    private readonly ConcurrentQueue<IReadOnlyList<OtlpPoint>> _exports = [];

    private OtlpReceiver()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.Urls.Add("http://127.0.0.1:0");
        _app.MapPost("/v1/traces", request => Take(request, body =>
        {
            foreach (var span in OtlpSpan.Read(body))
                _spans.Enqueue(span);
        }));
        _app.MapPost("/v1/metrics", request => Take(request, body => _exports.Enqueue([.. OtlpPoint.Read(body)])));
    }

    public Uri Address { get; private set; } = null!;

    public IReadOnlyList<OtlpSpan> Spans => [.. _spans];

    /// <summary>The oldest first.</summary>
    public IReadOnlyList<IReadOnlyList<OtlpPoint>> Exports => [.. _exports];

    public static async Task<OtlpReceiver> Start()
    {
        var receiver = new OtlpReceiver();
        await receiver._app.StartAsync(TestContext.Current.CancellationToken);
        receiver.Address = new Uri(receiver._app.Urls.Single());
        return receiver;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static async Task Take(HttpContext context, Action<byte[]> keep)
    {
        Assert.Equal("application/x-protobuf", context.Request.ContentType);
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        keep(body.ToArray());
        // An empty response of its service: all were taken.
        await Results.Bytes([], "application/x-protobuf").ExecuteAsync(context);
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
}

/// <summary>A point of a metric as opentelemetry/proto/metrics/v1/metrics.proto (1.0) has it on the wire.</summary>
/// <param name="Kind">gauge, sum or histogram.</param>
/// <param name="Value">Of a histogram the count.</param>
internal sealed record OtlpPoint(string Service, string Meter, string Name, string Unit, string Kind, double Value, IReadOnlyDictionary<string, string> Tags, IReadOnlyList<double> Bounds)
{
    private static readonly Dictionary<int, string> Kinds = new() { [5] = "gauge", [7] = "sum", [9] = "histogram" };

    // ExportMetricsServiceRequest.resource_metrics = 1; ResourceMetrics: resource = 1, scope_metrics = 2; ScopeMetrics: scope = 1, metrics = 2.
    // Metric: name = 1, unit = 3, and one of gauge = 5, sum = 7, histogram = 9, each with data_points = 1.
    public static IEnumerable<OtlpPoint> Read(byte[] request) =>
        from resource in Fields(request)[1]
        let parts = Fields(resource)
        let service = TagsOf(parts[1].SelectMany(described => Fields(described)[1]))["service.name"]
        from scope in parts[2].Select(Fields)
        let meter = Text(Fields(scope[1].Single())[1])
        from metric in scope[2].Select(Fields)
        from kind in Kinds
        from data in metric[kind.Key]
        from point in Fields(data)[1]
        select Of(service, meter, Text(metric[1]), Text(metric[3]), kind.Value, Fields(point));

    // NumberDataPoint: as_double = 4, as_int = 6, attributes = 7. HistogramDataPoint: count = 4, explicit_bounds = 7 (packed), attributes = 9.
    private static OtlpPoint Of(string service, string meter, string name, string unit, string kind, ILookup<int, byte[]> point) => kind == "histogram"
        ? new(service, meter, name, unit, kind, BitConverter.ToUInt64(point[4].Single()), TagsOf(point[9]), System.Runtime.InteropServices.MemoryMarshal.Cast<byte, double>(point[7].Single()).ToArray())
        : new(service, meter, name, unit, kind, point.Contains(4) ? BitConverter.ToDouble(point[4].Single()) : BitConverter.ToInt64(point[6].Single()), TagsOf(point[7]), []);
}
