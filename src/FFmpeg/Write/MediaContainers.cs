using Media;

namespace FFmpeg;

/// <summary>What follows from a container.</summary>
public static class MediaContainers
{
    /// <summary>The container that a file's name asks for.</summary>
    /// <exception cref="MediaException">It has another ending than .mp4, .m4v, .mov, .mkv or .webm.</exception>
    public static MediaContainer Of(string path) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".mp4" or ".m4v" => MediaContainer.Mp4,
        ".mov" => MediaContainer.QuickTime,
        ".mkv" => MediaContainer.Matroska,
        ".webm" => MediaContainer.WebM,
        "" => throw Unknown(path, "no ending tells the kind of video"),
        var other => throw Unknown(path, $"\"{other}\" is no kind of video that can be written"),
    };

    /// <summary>The codec that every player of such files knows.</summary>
    public static VideoCodec DefaultCodec(this MediaContainer container) => container == MediaContainer.WebM ? VideoCodec.Vp8 : VideoCodec.H264;

    /// <summary>libav's name of the muxer.</summary>
    internal static string Muxer(this MediaContainer container) => container switch
    {
        MediaContainer.QuickTime => "mov",
        MediaContainer.Matroska => "matroska",
        MediaContainer.WebM => "webm",
        _ => "mp4",
    };

    private static MediaException Unknown(string path, string reason) =>
        new(MediaErrorKind.Unsupported, $"{Path.GetFileName(path)}: {reason}; use .mp4, .mov, .mkv or .webm");
}

/// <summary>Kinds of video file that can be written.</summary>
public enum MediaContainer
{
    Mp4,
    QuickTime,
    Matroska,

    /// <summary>For VP8.</summary>
    WebM,
}
