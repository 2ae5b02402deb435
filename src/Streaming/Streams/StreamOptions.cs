using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Inference;
using Inference.Batching;
using Streaming.Models;
using Streaming.Sources;
using static Streaming.Streams.OptionScope;

namespace Streaming.Streams;

/// <summary>What a client asked of a stream: the body of POST /v1/streams, and what GET gives back (with credentials redacted).</summary>
/// <remarks>
/// The one place of an option: REST, PATCH, gRPC, WHIP's and detect's queries, the API's description and docs/stream-options.md follow from these
/// declarations by <see cref="StreamOption"/>. A picture has the options of scope <see cref="Picture"/>: it is a stream of one frame.
/// </remarks>
public sealed record StreamOptions
{
    private const string IdRule = "must be 1..128 letters, digits, '.', '_' or '-', and not begin with '.'";
    private const string InRange = "must be in {1}..{2}";

    [StreamOption(Opened | Pushed, "1..128 of letters, digits, '.', '_' and '-', no '.' first (a URL has no segment \"..\"); made up where absent.")]
    [MinLength(1, ErrorMessage = IdRule)] // An empty text passes any pattern.
    [RegularExpression("^[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}$", ErrorMessage = IdRule)]
    public string? Id { get; init; }

    [StreamOption(Opened, "Where the video comes from: a path below Ingest:FileRoots, or a URL of an allowed protocol. Another ends the session and begins a new one.", MayChange = true)]
    [Required(ErrorMessage = "is required")]
    [StringLength(2048, MinimumLength = 1, ErrorMessage = "must have {2}..{1} characters")]
    public string Url { get; init; } = "";

    [StreamOption(Any, "Name of an installed model; the server's default where absent.")]
    public string? Model { get; init; }

    [StreamOption(Any, "Objects of a lower score are left out.", MayChange = true)]
    [Range(0.0, 1.0, ErrorMessage = InRange)]
    public float Conf { get; init; } = 0.25f;

    [StreamOption(Any, "Of two boxes of a class that overlap by more, the better is kept.", MayChange = true)]
    [Range(0.0, 1.0, ErrorMessage = InRange)]
    public float Iou { get; init; } = 0.7f;

    [StreamOption(Any, "Most objects of a frame, the best first.", MayChange = true)]
    [Range(1, 1000, ErrorMessage = InRange)]
    public int MaxDet { get; init; } = 300;

    [StreamOption(Any, "Labels or class ids to keep; all where absent or empty.", MayChange = true)]
    [MaxLength(1000, ErrorMessage = "may have {1} entries")]
    public string[]? Classes { get; init; }

    [StreamOption(AnyStream, "Most frames a second to infer; 0 = all. Further ones are dropped before any conversion. A URL of one picture is asked so often, at most 30 times a second; 0 = once a second.", MayChange = true)]
    [Range(0.0, 1000.0, ErrorMessage = InRange)]
    public double TargetFps { get; init; }

    [StreamOption(AnyStream, "A frame that waited longer is dropped, not run; 0 = no bound.", MayChange = true)]
    [Range(0, 60_000, ErrorMessage = InRange)]
    public int MaxLatencyMs { get; init; }

    [StreamOption(AnyStream, "Share of the engine under overload, relative to other streams.", MayChange = true)]
    [Range(0.01, 100.0, ErrorMessage = InRange)]
    public double Priority { get; init; } = 1;

    [StreamOption(Any, "Input size of the model in pixels, a side or WIDTHxHEIGHT: less is faster and misses small things. A model of fixed size takes only its own. Where absent, the server's (Inference:InputSize), else the model's own.", MayChange = true)]
    [InputSize]
    [JsonConverter(typeof(InputSizeConverter))]
    public string? Size { get; init; }

    [StreamOption(Opened, "Of RTSP: auto is TCP and, where the camera refuses that, UDP.")]
    [AllowedValues("tcp", "udp", "auto", ErrorMessage = "must be tcp, udp or auto")]
    public string RtspTransport { get; init; } = "tcp";

    [StreamOption(Opened, "Files and recordings behind a URL: start again at the end.")]
    public bool Loop { get; init; }

    [StreamOption(Opened, "Files and recordings: play at the file's own speed, dropping what the engine cannot keep up with; false infers every frame as fast as it goes.")]
    public bool Realtime { get; init; } = true;

    /// <summary>The same with other values.</summary>
    public StreamOptions With(IEnumerable<(StreamOption Option, object? Value)> values)
    {
        var changed = this with { };
        foreach (var (option, value) in values)
            option.Set(changed, value);
        return changed;
    }

    public SourceOptions ToSource() => new(Loop, Realtime, RtspTransport);

    /// <summary>What the engine is asked for.</summary>
    /// <exception cref="OptionException">A class is none of the model's, or it has no such input size.</exception>
    public InferenceStreamOptions ToInference(InferenceEngine engine) => new()
    {
        Priority = Priority,
        MaxLatency = TimeSpan.FromMilliseconds(MaxLatencyMs),
        Size = SizeFor(engine),
        Thresholds = new() { Confidence = Conf, Iou = Iou, MaxDetections = MaxDet, Classes = ClassFilter.Of(Classes, engine.Model) },
    };

    private (int Height, int Width)? SizeFor(InferenceEngine engine)
    {
        if (Size is null || !InputSizeAttribute.TryParse(Size, out var size))
            return null;
        return engine.ProblemOf(size) is { } problem ? throw new OptionException("size", problem) : size;
    }
}
