using System.ComponentModel.DataAnnotations;

namespace Streaming.Sources;

/// <summary>What sources may reach, and how long they are waited for.</summary>
public sealed record IngestOptions
{
    /// <summary>Folders whose files clients may name as sources. Empty: no file of the server is read for a client.</summary>
    /// <value>empty</value>
    public string[] FileRoots { get; init; } = [];

    /// <summary>URL schemes that sources may have.</summary>
    /// <value>http, https, rtsp, rtsps, rtmp, srt, test (the built-in test source), whip (whoever publishes to the stream's id)</value>
    public string[] Protocols { get; init; } = ["http", "https", "rtsp", "rtsps", "rtmp", "srt", "test", "whip"];

    /// <summary>Cameras of this machine that clients may name as sources, such as /dev/video0 or a link of /dev/v4l/by-id.</summary>
    /// <value>empty</value>
    public string[] Devices { get; init; } = [];

    /// <summary>Lets srt addresses with mode=listener open a port of this machine and wait for a caller.</summary>
    /// <value>false</value>
    public bool AllowListeners { get; init; }

    /// <summary>Streams of URLs outlive the server: they are kept in streams.jsonl of Server:DataDirectory, with the credentials in their
    /// URLs (so only the server's user may read it), and are started again with it. Pushed streams and files at their end are not.</summary>
    /// <value>true</value>
    public bool KeepStreams { get; init; } = true;

    /// <summary>
    /// Longest wait for a source to open, and for anything to come of it, in seconds. A source whose frames are further apart is waited for three times as long as
    /// they are; an RTSP camera that sends, and only its first key frame is missing, six times as long.
    /// </summary>
    /// <value>5</value>
    [Range(1, 300)]
    public int TimeoutSeconds { get; init; } = 5;

    /// <summary>
    /// Longest wait for the next decoded frame of a live source, in seconds, while something else comes: its sound, or video of which nothing decodes. Then it is opened
    /// again; a publisher is sent away. At least <see cref="TimeoutSeconds"/>, and three times as long as frames are apart; six times while the first key frame is waited for.
    /// </summary>
    /// <value>10</value>
    [Range(1, 3600)]
    public int FrameTimeoutSeconds { get; init; } = 10;

    /// <summary>How long a live source may be without a frame.</summary>
    internal TimeSpan Patience => TimeSpan.FromSeconds(Math.Max(TimeoutSeconds, FrameTimeoutSeconds));

    /// <summary>First pause before a lost live source is opened again, in milliseconds; doubled each time up to <see cref="ReconnectMaxMilliseconds"/>, with jitter.</summary>
    /// <value>250</value>
    [Range(10, 60_000)]
    public int ReconnectMinMilliseconds { get; init; } = 250;

    /// <summary>Longest pause before it is opened again.</summary>
    /// <value>2000</value>
    [Range(10, 600_000)]
    public int ReconnectMaxMilliseconds { get; init; } = 2000;

    /// <summary>Streams that may exist at once.</summary>
    /// <value>256</value>
    [Range(1, 10_000)]
    public int MaxStreams { get; init; } = 256;

    /// <summary>
    /// Results a second that every stream shall get at least, or its target_fps where that is less. A further stream is refused when the
    /// engine, at the speed that it has at that time, cannot give so many to all. 0 refuses none.
    /// </summary>
    /// <value>1</value>
    [Range(0.0, 1000.0)]
    public double MinStreamFps { get; init; } = 1;

    /// <summary>What no attribute can say.</summary>
    public IEnumerable<(string Key, string? Value, string Problem)> Faults()
    {
        if (ReconnectMaxMilliseconds < ReconnectMinMilliseconds)
            yield return (nameof(ReconnectMaxMilliseconds), $"{ReconnectMaxMilliseconds}", $"must be at least Ingest:ReconnectMinMilliseconds, {ReconnectMinMilliseconds}");
        foreach (var root in FileRoots.Where(root => !Directory.Exists(root)))
            yield return (nameof(FileRoots), root, "no such folder");
    }
}
