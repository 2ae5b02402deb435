using System.ComponentModel.DataAnnotations;

namespace Server.Pictures;

/// <summary>What clients may take of the server with single pictures, in section Server.</summary>
internal sealed record PictureOptions
{
    /// <summary>Largest picture in pixels, judged by its header before anything is allocated.</summary>
    /// <value>64 megapixels</value>
    [Range(1024, 1_000_000_000)]
    public long MaxPicturePixels { get; init; } = 64_000_000;

    /// <summary>Pictures of POST /v1/detect that may wait or run at once; further ones are answered 503.</summary>
    /// <value>64</value>
    [Range(1, 10_000)]
    public int MaxConcurrentDetects { get; init; } = 64;

    /// <summary>Requests that may wait for a stream's next frame as a picture; further ones are answered 503.</summary>
    /// <value>32</value>
    [Range(1, 1000)]
    public int MaxConcurrentSnapshots { get; init; } = 32;

    /// <summary>Previews that may run at once, over all streams; further ones are answered 503.</summary>
    /// <value>16</value>
    [Range(0, 1000)]
    public int MaxPreviews { get; init; } = 16;
}
