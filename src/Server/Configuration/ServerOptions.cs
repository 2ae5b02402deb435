using System.ComponentModel.DataAnnotations;
using System.Net;

namespace Server.Configuration;

/// <summary>Where the server listens, where it writes, and the largest of what it reads.</summary>
internal sealed record ServerOptions
{
    /// <summary>Address to listen on. Loopback until there is authentication; 0.0.0.0 opens it to the network, knowingly.</summary>
    /// <value>127.0.0.1</value>
    public string Listen { get; init; } = "127.0.0.1";

    /// <summary>REST, WebSocket, gRPC-Web and health; 0 takes any free port.</summary>
    /// <value>8000</value>
    [Range(0, 65535)]
    public int HttpPort { get; init; } = 8000;

    /// <summary>gRPC, by HTTP/2 in cleartext; 0 takes any free port.</summary>
    /// <value>8001</value>
    [Range(0, 65535)]
    public int GrpcPort { get; init; } = 8001;

    /// <summary>Metrics; 0 takes any free port.</summary>
    /// <value>8002</value>
    [Range(0, 65535)]
    public int MetricsPort { get; init; } = 8002;

    /// <summary>Folder of everything that the server writes.</summary>
    /// <value>data, in the working directory</value>
    public string DataDirectory { get; init; } = "data";

    /// <summary>Largest request body in bytes.</summary>
    /// <value>20 MB</value>
    [Range(1024, 1_000_000_000)]
    public long MaxBodyBytes { get; init; } = 20_000_000;

    /// <summary>Largest gRPC message in bytes, after inflating: a raw RGB frame of 4K has 25 MB.</summary>
    /// <value>64 MB</value>
    [Range(1024, 1_000_000_000)]
    public int MaxGrpcMessageBytes { get; init; } = 64_000_000;

    /// <summary>How long a stop may take before what is left is cut off, in seconds.</summary>
    /// <value>10</value>
    [Range(0, 3600)]
    public int DrainSeconds { get; init; } = 10;

    /// <summary>What no attribute can say.</summary>
    public IEnumerable<(string Key, string? Value, string Problem)> Faults()
    {
        if (!IPAddress.TryParse(Listen, out _))
            yield return (nameof(Listen), Listen, "expected an IP address such as 127.0.0.1, 0.0.0.0 or ::");
        if (HttpPort == MetricsPort && HttpPort != 0)
            yield return (nameof(MetricsPort), $"{MetricsPort}", "must differ from Server:HttpPort");
        if (GrpcPort != 0 && (GrpcPort == HttpPort || GrpcPort == MetricsPort))
            yield return (nameof(GrpcPort), $"{GrpcPort}", "must differ from Server:HttpPort and Server:MetricsPort");
    }
}
