using System.ComponentModel.DataAnnotations;

namespace Server.Observability.Tracing;

/// <summary>OpenTelemetry traces, sent by OTLP. What is absent here is as the standard variables say: OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_TRACES_SAMPLER, OTEL_SERVICE_NAME and their kin.</summary>
/// <remarks>At most 2048 spans wait for the collector (OTEL_BSP_MAX_QUEUE_SIZE); further ones are dropped.</remarks>
internal sealed record TracingOptions
{
    /// <summary>Share of frames, and of requests that come without a traceparent, that are traced.</summary>
    /// <value>0: no traces, unless OTEL_TRACES_SAMPLER asks for some</value>
    [Range(0.0, 1.0)]
    public double Ratio { get; init; }

    /// <summary>Where the collector is: http://host:4317 for gRPC, http://host:4318 for HTTP.</summary>
    /// <value>http://localhost:4317, or 4318</value>
    public string? Endpoint { get; init; }

    /// <value>Default: as OTEL_EXPORTER_OTLP_PROTOCOL says, else gRPC</value>
    public OtlpProtocol Protocol { get; init; }
}

internal enum OtlpProtocol
{
    Default,
    Grpc,

    /// <summary>Protobuf over HTTP/1.1.</summary>
    Http,
}
