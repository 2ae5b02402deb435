using System.ComponentModel.DataAnnotations;

namespace Server.Configuration;

/// <summary>Where the server listens and what a client may take of it.</summary>
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

    /// <summary>Folder of the models that clients may name, in place of the installed ones: &lt;name&gt;.onnx or &lt;name&gt;/&lt;version&gt;/model.onnx.</summary>
    public string? ModelsDirectory { get; init; }

    /// <summary>Name of the model that is used where none is asked for; the first installed where absent.</summary>
    public string? DefaultModel { get; init; }

    /// <summary>Largest request body in bytes.</summary>
    /// <value>20 MB</value>
    [Range(1024, 1_000_000_000)]
    public long MaxBodyBytes { get; init; } = 20_000_000;

    /// <summary>Largest gRPC message in bytes, after inflating: a raw RGB frame of 4K has 25 MB.</summary>
    /// <value>64 MB</value>
    [Range(1024, 1_000_000_000)]
    public int MaxGrpcMessageBytes { get; init; } = 64_000_000;

    /// <summary>Largest picture in pixels, judged by its header before anything is allocated.</summary>
    /// <value>64 megapixels</value>
    [Range(1024, 1_000_000_000)]
    public long MaxPicturePixels { get; init; } = 64_000_000;

    /// <summary>Pictures of POST /v1/detect that may wait or run at once; further ones are answered 503.</summary>
    /// <value>64</value>
    [Range(1, 10_000)]
    public int MaxConcurrentDetects { get; init; } = 64;

    /// <summary>Requests with tensors (/v2, GRPCInferenceService) that may be inside at once; further ones are refused as exhausted (HTTP 429).</summary>
    /// <value>32</value>
    [Range(1, 10_000)]
    public int MaxConcurrentInfers { get; init; } = 32;

    /// <summary>Most pictures in one request with a tensor. They are scheduled one by one, so this bounds memory and not speed.</summary>
    /// <value>8</value>
    [Range(1, 1024)]
    public int MaxInferBatch { get; init; } = 8;

    /// <summary>Subscribers of one stream's results.</summary>
    /// <value>100</value>
    [Range(1, 100_000)]
    public int MaxSubscribersPerStream { get; init; } = 100;

    /// <summary>Requests that may wait for a stream's next frame as a picture; further ones are answered 503.</summary>
    /// <value>32</value>
    [Range(1, 1000)]
    public int MaxConcurrentSnapshots { get; init; } = 32;

    /// <summary>Previews that may run at once, over all streams; further ones are answered 503.</summary>
    /// <value>16</value>
    [Range(0, 1000)]
    public int MaxPreviews { get; init; } = 16;

    /// <summary>Web pages of other origins that may use the server, such as https://panel.example; "*" is any, "null" a page from a file.</summary>
    /// <value>none: pages that the server itself sent</value>
    public string[] AllowedOrigins { get; init; } = [];

    /// <summary>How long a stop may take before what is left is cut off, in seconds.</summary>
    /// <value>10</value>
    [Range(0, 3600)]
    public int DrainSeconds { get; init; } = 10;
}
