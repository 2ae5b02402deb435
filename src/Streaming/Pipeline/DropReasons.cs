using System.Text.Json;

namespace Streaming.Pipeline;

/// <summary>The reasons, and their names outside of the server.</summary>
public static class DropReasons
{
    private static readonly string[] s_tags = [.. Enum.GetNames<DropReason>().Select(JsonNamingPolicy.SnakeCaseLower.ConvertName)];

    public static IReadOnlyList<DropReason> All { get; } = Enum.GetValues<DropReason>();

    /// <summary>As metrics and messages name it: waiting_keyframe.</summary>
    public static string Tag(this DropReason reason) => s_tags[(int)reason];
}
