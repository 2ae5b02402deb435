namespace FFmpeg;

/// <summary>How an input is opened. Times that are zero or negative are refused.</summary>
public sealed record MediaReaderOptions
{
    /// <summary>The longest that opening and probing may take. Default 10 s.</summary>
    public TimeSpan OpenTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The longest that one read may wait for data. Default 10 s.</summary>
    public TimeSpan ReadTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The longest that an RTSP camera which sends is waited for until it sends video that can be decoded: some have a key frame in ten seconds. Default 30 s.</summary>
    public TimeSpan KeyFrameTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The longest that one read may wait for a packet of video while others come, such as those of its sound. Default 10 s.
    /// Both waits are at least <see cref="MediaReader.FrameInterval"/> three times.
    /// </summary>
    public TimeSpan VideoTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Reads sound too and lets it go, so that silence and missing video are told apart; else the demuxer leaves it out. Default false.
    /// </summary>
    public bool HearSound { get; init; }

    /// <summary>
    /// Opens for latency: no input buffering and half a second of probing; libav's default of 5 s would make each
    /// reconnect to a camera that long. Default false.
    /// </summary>
    public bool Live { get; init; }

    /// <summary>
    /// The longest piece of media that is read to learn the stream's parameters; null leaves libav's 5 s
    /// (<see cref="Live"/>: 0.5 s).
    /// </summary>
    public TimeSpan? AnalyzeDuration { get; init; }

    /// <summary>The most bytes read for the same purpose; null leaves libav's 5 MB (<see cref="Live"/>: 500 kB).</summary>
    public int? ProbeBytes { get; init; }

    /// <summary>The largest picture of motion JPEG, and of an address that is one picture. Default 32 MiB; it is taken as it comes.</summary>
    public int MaxPictureBytes { get; init; } = 32 * 1024 * 1024;

    /// <summary>"tcp", "udp", or "auto" below RTSP: TCP, and UDP where the server refuses it. Default tcp: it passes firewalls and loses nothing.</summary>
    public string RtspTransport { get; init; } = "tcp";

    /// <summary>
    /// Protocols a URL may use, by libav's names and with those underneath ("https" needs "tls" and "tcp").
    /// Null leaves libav's own rule: a file opens files only, HTTP nothing local.
    /// </summary>
    public IReadOnlyCollection<string>? AllowedProtocols { get; init; }

    /// <summary>
    /// Containers that may be probed. The default leaves out those that read text as pictures (tty), run filter
    /// graphs (lavfi), or name further files (concat).
    /// </summary>
    public IReadOnlyCollection<string> AllowedFormats { get; init; } = VideoContainers;

    /// <summary>The container's short name ("h264", "mpegts") where probing must not guess; null probes.</summary>
    public string? Format { get; init; }

    /// <summary>Further options of the demuxer or protocol, by libav's names; they win over all others.</summary>
    public IReadOnlyDictionary<string, string> FormatOptions { get; init; } = new Dictionary<string, string>();

    /// <summary>Those of the default that name no further inputs: no playlists, no session descriptions.</summary>
    public static IReadOnlyCollection<string> SelfContainedFormats { get; } = [.. VideoContainers.Except(["hls", "dash", "rtsp", "sdp", "rtp"])];

    private static string[] VideoContainers =>
    [
        "mov,mp4,m4a,3gp,3g2,mj2", "matroska,webm", "mpegts", "mpeg", "flv", "live_flv", "avi", "asf", "ogg", "ivf", "mxf", "nut", "gif",
        "rm", "wav", "mp3", "aac", "flac", "h264", "hevc", "vvc", "av1", "obu", "mpegvideo", "m4v", "h263", "vc1", "mjpeg", "mpjpeg", "dv",
        "yuv4mpegpipe", "rtsp", "sdp", "rtp", "hls", "dash", "webvtt", "jpeg_pipe", "png_pipe", "webp_pipe",
    ];

    internal void Validate()
    {
        Positive(OpenTimeout, nameof(OpenTimeout));
        Positive(ReadTimeout, nameof(ReadTimeout));
        Positive(KeyFrameTimeout, nameof(KeyFrameTimeout));
        if (MaxPictureBytes < 1024)
            throw new ArgumentOutOfRangeException(nameof(MaxPictureBytes), MaxPictureBytes, "must be at least 1024");
        Positive(VideoTimeout, nameof(VideoTimeout));
        if (RtspTransport is not ("tcp" or "udp" or "auto"))
            throw new ArgumentException($"{nameof(RtspTransport)} is \"{RtspTransport}\"; it must be tcp, udp or auto");
    }

    /// <summary>The dictionary given to libav; later entries overwrite earlier ones.</summary>
    /// <param name="url">Empty where libav opens none.</param>
    internal IEnumerable<KeyValuePair<string, string>> ToLibav(string url)
    {
        if (Live)
            yield return new("fflags", "nobuffer");
        if ((AnalyzeDuration ?? (Live ? TimeSpan.FromSeconds(0.5) : null)) is { } analyze)
            yield return new("analyzeduration", ((long)analyze.TotalMicroseconds).ToString());
        if ((ProbeBytes ?? (Live ? 500_000 : null)) is { } bytes)
            yield return new("probesize", bytes.ToString());
        // What a live playlist calls its segments says nothing about them: protocols and containers are on lists of their own.
        if (HttpAnswer.IsHttp(url))
            yield return new("extension_picky", "0");
        if (AllowedProtocols is not null)
            yield return new("protocol_whitelist", string.Join(',', AllowedProtocols));
        yield return new("format_whitelist", string.Join(',', AllowedFormats));
        foreach (var option in FormatOptions)
            yield return option;
    }

    private static void Positive(TimeSpan value, string name)
    {
        if (value <= TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(name, value, "must be longer than zero");
    }
}
