using System.ComponentModel.DataAnnotations;
using Server.Ingest;

namespace Server.Streams;

/// <summary>What a client asked of a stream: the body of POST /v1/streams, and what GET gives back (with credentials redacted).</summary>
internal sealed record StreamOptions
{
    private const string IdRule = "must be 1..128 letters, digits, '.', '_' or '-', and not begin with '.'";

    /// <summary>1..128 of letters, digits, '.', '_' and '-', no '.' first (a URL has no segment ".."); made up where absent.</summary>
    [MinLength(1, ErrorMessage = IdRule)] // An empty text passes any pattern.
    [RegularExpression("^[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}$", ErrorMessage = IdRule)]
    public string? Id { get; init; }

    /// <summary>Where the video comes from: a path below Ingest:FileRoots, or a URL of an allowed protocol.</summary>
    [Required(ErrorMessage = "is required")]
    [StringLength(2048, MinimumLength = 1, ErrorMessage = "must have 1..2048 characters")]
    public string Url { get; init; } = "";

    /// <summary>Model name; the server's default where absent.</summary>
    public string? Model { get; init; }

    /// <summary>Objects of a lower score are left out.</summary>
    /// <value>0.25</value>
    [Range(0.0, 1.0, ErrorMessage = "must be in 0..1")]
    public float Conf { get; init; } = 0.25f;

    /// <summary>Of two boxes of a class that overlap by more, the better is kept.</summary>
    /// <value>0.7</value>
    [Range(0.0, 1.0, ErrorMessage = "must be in 0..1")]
    public float Iou { get; init; } = 0.7f;

    /// <summary>Most objects of a frame, the best first.</summary>
    /// <value>300</value>
    [Range(1, 1000, ErrorMessage = "must be in 1..1000")]
    public int MaxDet { get; init; } = 300;

    /// <summary>Labels to keep; null keeps all.</summary>
    [MaxLength(1000, ErrorMessage = "may have 1000 entries")]
    public string[]? Classes { get; init; }

    /// <summary>Most frames a second to infer; 0 = all. Further ones are dropped before any conversion.</summary>
    /// <value>0</value>
    [Range(0.0, 1000.0, ErrorMessage = "must be in 0..1000")]
    public double TargetFps { get; init; }

    /// <summary>A frame that waited longer is dropped, not run; 0 = no bound.</summary>
    /// <value>0</value>
    [Range(0, 60_000, ErrorMessage = "must be in 0..60000")]
    public int MaxLatencyMs { get; init; }

    /// <summary>Share of the engine under overload, relative to other streams.</summary>
    /// <value>1</value>
    [Range(0.01, 100.0, ErrorMessage = "must be in 0.01..100")]
    public double Priority { get; init; } = 1;

    /// <summary>Of RTSP: tcp, udp, or auto, which is TCP and, where the camera refuses that, UDP.</summary>
    /// <value>tcp</value>
    [AllowedValues("tcp", "udp", "auto", ErrorMessage = "must be tcp, udp or auto")]
    public string RtspTransport { get; init; } = "tcp";

    /// <summary>Files and recordings behind a URL: start again at the end.</summary>
    /// <value>false</value>
    public bool Loop { get; init; }

    /// <summary>Files and recordings: play at the file's own speed, dropping what the engine cannot keep up with; false infers every frame as fast as it goes.</summary>
    /// <value>true</value>
    public bool Realtime { get; init; } = true;

    public SourceOptions ToSource() => new(Loop, Realtime, RtspTransport);
}
