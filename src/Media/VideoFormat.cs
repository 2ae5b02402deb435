namespace Media;

/// <summary>What is known of a video before its first unit: all that a decoder for it is opened by.</summary>
/// <param name="codec">FFmpeg's name: "h264", "hevc", "mpeg4", …; containers know more of them than <see cref="VideoCodec"/> has.</param>
/// <param name="width">0 where only the frames tell.</param>
/// <param name="height">0 where only the frames tell.</param>
/// <param name="extradata">Parameter sets, where they do not travel in the units.</param>
public class VideoFormat(string codec, int width, int height, ReadOnlyMemory<byte> extradata = default)
{
    private const string RawCodec = "raw";

    /// <summary>FFmpeg's name; "raw" for frames that need no decoding.</summary>
    public string Codec => codec;

    /// <summary>Stored size in pixels, before any <see cref="Orientation"/>; frames may differ from it later, and 0 where only they tell.</summary>
    public int Width => width;

    /// <inheritdoc cref="Width"/>
    public int Height => height;

    public ReadOnlyMemory<byte> Extradata => extradata;

    /// <summary>Units are frames already.</summary>
    public bool IsRaw => codec == RawCodec;

    /// <summary>No unit needs another, so that any may be left out.</summary>
    public bool IsIntraOnly => codec is "mjpeg" or "png";

    public static VideoFormat Of(VideoCodec codec, ReadOnlyMemory<byte> extradata = default) => new(NameOf(codec), 0, 0, extradata);

    public static VideoFormat Raw(int width, int height) => new(RawCodec, width, height);

    /// <summary>As <see cref="Codec"/> has it.</summary>
    public static string NameOf(VideoCodec codec) => codec.ToString().ToLowerInvariant();
}
