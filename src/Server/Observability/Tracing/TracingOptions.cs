using System.ComponentModel.DataAnnotations;
using Server.Observability.Otlp;

namespace Server.Observability.Tracing;

/// <summary>OpenTelemetry traces, sent by OTLP; which ones, OTEL_TRACES_SAMPLER may say too.</summary>
/// <remarks>At most 2048 spans wait for the collector (OTEL_BSP_MAX_QUEUE_SIZE); further ones are dropped.</remarks>
internal sealed record TracingOptions : OtlpOptions
{
    /// <summary>Share of frames, and of requests that come without a traceparent, that are traced.</summary>
    /// <value>0: no traces, unless OTEL_TRACES_SAMPLER asks for some</value>
    [Range(0.0, 1.0)]
    public double Ratio { get; init; }
}
