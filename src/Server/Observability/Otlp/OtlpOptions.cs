using OpenTelemetry.Exporter;

namespace Server.Observability.Otlp;

/// <summary>Where a signal is sent by OTLP. What is absent here is as the standard variables say: OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_SERVICE_NAME and their kin.</summary>
internal abstract record OtlpOptions
{
    /// <summary>Where the collector is: http://host:4317 for gRPC, http://host:4318 for HTTP.</summary>
    /// <value>http://localhost:4317, or 4318</value>
    public string? Endpoint { get; init; }

    /// <summary>How the collector is spoken to.</summary>
    /// <value>Default: as OTEL_EXPORTER_OTLP_PROTOCOL says, else gRPC</value>
    public OtlpProtocol Protocol { get; init; }

    /// <summary>What no attribute can say.</summary>
    public IEnumerable<(string Key, string? Value, string Problem)> Faults()
    {
        if (Endpoint is { } collector && !(Uri.TryCreate(collector, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"))
            yield return (nameof(Endpoint), collector, "expected an address such as http://collector:4317");
    }

    /// <param name="exporter">Has what the standard variables say.</param>
    /// <param name="signal">Which OTLP's HTTP has a path for: traces, metrics.</param>
    public void ApplyTo(OtlpExporterOptions exporter, string signal)
    {
        if (Protocol != OtlpProtocol.Default)
            exporter.Protocol = Protocol == OtlpProtocol.Http ? OtlpExportProtocol.HttpProtobuf : OtlpExportProtocol.Grpc;
        if (Endpoint is not null)
            exporter.Endpoint = new Uri(exporter.Protocol == OtlpExportProtocol.HttpProtobuf ? $"{Endpoint.TrimEnd('/')}/v1/{signal}" : Endpoint);
    }
}

internal enum OtlpProtocol
{
    Default,
    Grpc,

    /// <summary>Protobuf over HTTP/1.1.</summary>
    Http,
}
