using System.Runtime.InteropServices;
using FFmpeg.Native;

namespace FFmpeg;

/// <summary>What the container says about its video stream; it stays as it was when the input was opened.</summary>
public sealed class VideoStreamInfo
{
    internal VideoStreamInfo(string input, AvFormatContext format, AvStream stream, ParametersHandle parameters)
    {
        Input = input;
        Parameters = parameters;
        Codec = Marshal.PtrToStringUTF8(LibAvCodec.avcodec_get_name(stream.Parameters.CodecId)) ?? "";
        Container = format.FormatName;
        Width = stream.Parameters.Width;
        Height = stream.Parameters.Height;
        Orientation = DisplayMatrix.Read(stream);
        FrameRate = stream.AverageFrameRate.Value > 0 ? stream.AverageFrameRate.Value : stream.RealFrameRate.Value;
        TimeBase = stream.TimeBase.Value;
        StartPts90kHz = Known(stream.StartTime) ? (long)Math.Round(stream.StartTime * TimeBase * 90_000) : 0;
        Duration = ReadDuration(format, stream);
        IndexedFrames = stream.Frames > 0 ? stream.Frames : null;
    }

    /// <summary>libav's name: "h264", "hevc", "vp8", "av1", ...</summary>
    public string Codec { get; }

    /// <summary>libav's name of the container: "mov,mp4,m4a,3gp,3g2,mj2", "mpegts", "rtsp", ...</summary>
    public string Container { get; }

    /// <summary>Stored size in pixels, before <see cref="Orientation"/>; frames may differ from it later in the stream.</summary>
    public int Width { get; }

    /// <inheritdoc cref="Width"/>
    public int Height { get; }

    /// <summary>From the display matrix; a matrix of another angle than a quarter turn counts as upright.</summary>
    public Orientation Orientation { get; }

    /// <summary>Frames per second on average; 0 when unknown.</summary>
    public double FrameRate { get; }

    /// <summary>Seconds in one tick of the container's clock.</summary>
    public double TimeBase { get; }

    /// <summary>Time of the first frame, in 1/90,000 s; 0 when unknown.</summary>
    public long StartPts90kHz { get; }

    /// <summary>Null for live inputs, and where the container does not say.</summary>
    public TimeSpan? Duration { get; }

    /// <summary>Frames in the container's index; null when it has none.</summary>
    public long? IndexedFrames { get; }

    /// <summary><see cref="IndexedFrames"/>, or duration times rate; for progress only. Null when unknown.</summary>
    public long? EstimatedFrames => IndexedFrames ?? (FrameRate > 0 && Duration is { } d ? (long)Math.Round(d.TotalSeconds * FrameRate) : null);

    /// <summary>For messages of the decoder.</summary>
    internal string Input { get; }

    /// <summary>What a decoder is opened from; it lives as long as the reader.</summary>
    internal ParametersHandle Parameters { get; }

    private static TimeSpan? ReadDuration(AvFormatContext format, AvStream stream)
    {
        if (Known(stream.Duration) && stream.Duration > 0) return TimeSpan.FromSeconds(stream.Duration * stream.TimeBase.Value);
        return Known(format.Duration) && format.Duration > 0 ? TimeSpan.FromMicroseconds(format.Duration) : null;
    }

    private static bool Known(long time) => time != LibAvUtil.AV_NOPTS_VALUE;
}
