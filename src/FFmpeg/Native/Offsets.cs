namespace FFmpeg.Native;

/// <summary>Byte offsets of the public struct fields that have no accessor function, on 64-bit Linux.</summary>
/// <remarks>
/// A major version fixes the layout of libav's public structs. Every number was printed by offsetof() over the headers
/// of FFmpeg 5.1.x (59), 6.1.1 (60) and 7.0.1 (61); a test repeats that for the headers installed beside it.
/// Fields of AVCodecContext are not here: they are set by av_opt_set.
/// </remarks>
internal sealed record Offsets
{
    internal static readonly Offsets AvCodec59 = new();

    internal static readonly Offsets AvCodec60 = AvCodec59 with
    {
        StreamCodecParameters = 16,
        StreamTimeBase = 32,
        StreamStartTime = 40,
        StreamDuration = 48,
        StreamFrames = 56,
        StreamDisposition = 64,
        StreamDiscard = 68,
        StreamAverageFrameRate = 88,
        StreamRealFrameRate = 216,
    };

    internal static readonly Offsets AvCodec61 = AvCodec60 with
    {
        FormatStartTime = 96,
        FormatDuration = 104,
        FormatInterrupt = 216,
        FrameFlags = 292,
        FrameColorRange = 296,
        FrameColorPrimaries = 300,
        FrameColorTransfer = 304,
        FrameColorSpace = 308,
        FrameBestEffortTimestamp = 320,
        FrameDecodeErrors = 344,
        ParametersWidth = 72,
        ParametersHeight = 76,
    };

    private static readonly Lazy<Offsets> Loaded = new(Libraries.Load);

    /// <summary>Those of the release that is loaded; the first use loads it and checks its version.</summary>
    internal static Offsets Current => Loaded.Value;

    // AVFormatContext
    internal int FormatInput { get; init; } = 8;
    internal int FormatIo { get; init; } = 32;
    internal int FormatStreamCount { get; init; } = 44;
    internal int FormatStreams { get; init; } = 48;
    internal int FormatStartTime { get; init; } = 64;
    internal int FormatDuration { get; init; } = 72;
    internal int FormatInterrupt { get; init; } = 200;

    // AVIOContext
    internal int IoBuffer { get; init; } = 8;
    internal int IoError { get; init; } = 84;
    internal int IoSeekable { get; init; } = 144;

    // AVStream
    internal int StreamTimeBase { get; init; } = 16;
    internal int StreamStartTime { get; init; } = 24;
    internal int StreamDuration { get; init; } = 32;
    internal int StreamFrames { get; init; } = 40;
    internal int StreamDisposition { get; init; } = 48;
    internal int StreamDiscard { get; init; } = 52;
    internal int StreamAverageFrameRate { get; init; } = 72;
    internal int StreamRealFrameRate { get; init; } = 200;
    internal int StreamCodecParameters { get; init; } = 208;

    // AVPacket
    internal int PacketPts { get; init; } = 8;
    internal int PacketDts { get; init; } = 16;
    internal int PacketData { get; init; } = 24;
    internal int PacketSize { get; init; } = 32;
    internal int PacketStreamIndex { get; init; } = 36;
    internal int PacketFlags { get; init; } = 40;
    internal int PacketDuration { get; init; } = 64;
    internal int PacketPosition { get; init; } = 72;

    // AVFrame
    internal int FrameData { get; init; }
    internal int FrameStrides { get; init; } = 64;
    internal int FrameWidth { get; init; } = 104;
    internal int FrameHeight { get; init; } = 108;
    internal int FrameFormat { get; init; } = 116;
    internal int FrameKey { get; init; } = 120;
    internal int FramePictureType { get; init; } = 124;
    internal int FramePixelAspect { get; init; } = 128;
    internal int FramePts { get; init; } = 136;
    internal int FrameFlags { get; init; } = 316;
    internal int FrameColorRange { get; init; } = 320;
    internal int FrameColorPrimaries { get; init; } = 324;
    internal int FrameColorTransfer { get; init; } = 328;
    internal int FrameColorSpace { get; init; } = 332;
    internal int FrameBestEffortTimestamp { get; init; } = 344;
    internal int FrameDecodeErrors { get; init; } = 376;

    // AVCodecParameters
    internal int ParametersCodecType { get; init; }
    internal int ParametersCodecId { get; init; } = 4;
    internal int ParametersExtradata { get; init; } = 16;
    internal int ParametersExtradataSize { get; init; } = 24;
    internal int ParametersWidth { get; init; } = 56;
    internal int ParametersHeight { get; init; } = 60;

    // AVFrameSideData
    internal int SideData { get; init; } = 8;
    internal int SideDataSize { get; init; } = 16;

    // AVPixFmtDescriptor
    internal int PixelDescriptorFlags { get; init; } = 16;
}
