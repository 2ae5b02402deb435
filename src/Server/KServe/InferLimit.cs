using Server.Http;
using Telemetry;

namespace Server.KServe;

/// <summary>Requests with tensors inside the server: Server:MaxConcurrentInfers.</summary>
internal sealed class InferLimit(int capacity) : ConcurrencyLimit(capacity)
{
    private long _refused;

    public MetricGroup Metrics() => new MetricGroup<InferLimit>(
        () => this, new Metric<InferLimit>(MetricType.Counter, "stream_infer_requests_refused_total", "Requests with tensors that found the server full.", _ => Interlocked.Read(ref _refused)));

    public void CountRefused() => Interlocked.Increment(ref _refused);
}
