using System.Text.Json;

namespace Streaming.Pipeline;

/// <summary>Why a frame that was received has no result. The metric tag is the name in snake case.</summary>
public enum DropReason
{
    /// <summary>It came before the first key frame of its session.</summary>
    WaitingKeyframe,

    /// <summary>The decoder could make no picture of it.</summary>
    DecodeError,

    /// <summary>It was passed over before decoding, or the codec hides it by design.</summary>
    NotDecoded,

    /// <summary>A newer frame took its place before a lane was free.</summary>
    Superseded,

    /// <summary>It was older than the stream's latency bound when its turn came.</summary>
    Deadline,

    /// <summary>The stream asks for fewer frames per second than it gets.</summary>
    TargetFps,

    /// <summary>The model could not run it.</summary>
    InferenceError,

    /// <summary>The stream or the server was closed first.</summary>
    Shutdown,
}

/// <summary>The reasons, and their names outside of the server.</summary>
public static class DropReasons
{
    private static readonly string[] Tags = [.. Enum.GetNames<DropReason>().Select(JsonNamingPolicy.SnakeCaseLower.ConvertName)];

    private static readonly string[] Names = [.. Enum.GetNames<DropReason>().Select(JsonNamingPolicy.CamelCase.ConvertName)];

    public static IReadOnlyList<DropReason> All { get; } = Enum.GetValues<DropReason>();

    /// <summary>As metrics, spans and the log name it: waiting_keyframe.</summary>
    public static string Tag(this DropReason reason) => Tags[(int)reason];

    /// <summary>As answers name it, by REST and gRPC alike: waitingKeyframe.</summary>
    public static string Name(this DropReason reason) => Names[(int)reason];

    /// <summary>From <see cref="Tag"/> to <see cref="Name"/>; one of another version stays as it is.</summary>
    public static string NameOf(string tag) => Array.IndexOf(Tags, tag) is >= 0 and var reason ? Names[reason] : tag;
}
