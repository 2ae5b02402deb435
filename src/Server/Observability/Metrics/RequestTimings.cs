using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Telemetry;
using static Telemetry.MetricType;

namespace Server.Observability.Metrics;

/// <summary>What ASP.NET Core's own instruments tell of requests, kept for the metrics page.</summary>
/// <remarks>Routes, methods and codes are few: an unknown method is called _OTHER, and what matches no route has none.</remarks>
internal sealed class RequestTimings : IDisposable
{
    private readonly ConcurrentDictionary<RequestKind, DurationHistogram> _durations = new();
    private readonly MeterListener _listener = new();
    private long _active;

    public RequestTimings(IMeterFactory meters)
    {
        // Several servers may live in one process: only the meters of this one's factory are meant.
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter is { Name: "Microsoft.AspNetCore.Hosting", Scope: var scope } && scope == meters
                && instrument.Name is "http.server.request.duration" or "http.server.active_requests")
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((_, change, _, _) => Interlocked.Add(ref _active, change));
        _listener.SetMeasurementEventCallback<double>((_, seconds, tags, _) => Record(seconds, tags));
        _listener.Start();
    }

    public MetricGroup Metrics() => new MetricGroup<RequestTimings>(
        () => this,
        new(Gauge, "http_server_active_requests", "HTTP requests and gRPC calls under way; subscriptions last.", _ => Interlocked.Read(ref _active)),
        new(MetricType.Histogram, "http_server_request_duration_seconds", "Time of HTTP requests and gRPC calls.", ["http_request_method", "http_route", "http_response_status_code"],
            _ => _durations.Select(kind => (new[] { kind.Key.Method, kind.Key.Route, $"{kind.Key.Status}" }, (Reading)kind.Value.Read()))));

    public void Dispose() => _listener.Dispose();

    private void Record(double seconds, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var kind = new RequestKind("", "", 0);
        foreach (var (name, value) in tags)
        {
            kind = name switch
            {
                "http.request.method" => kind with { Method = (string)value! },
                "http.route" => kind with { Route = (string)value! },
                "http.response.status_code" => kind with { Status = (int)value! },
                _ => kind,
            };
        }

        _durations.GetOrAdd(kind, static _ => new()).Record(TimeSpan.FromSeconds(seconds));
    }
}

internal readonly record struct RequestKind(string Method, string Route, int Status);
