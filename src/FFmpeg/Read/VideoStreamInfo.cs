using System.Runtime.InteropServices;
using FFmpeg.Native;
using Media;

namespace FFmpeg;

/// <summary>What the container says about its video stream; it stays as it was when the stream was chosen.</summary>
public sealed class VideoStreamInfo : VideoFormat
{
    // libav's name of it, also where our own reader takes it apart.
    private const string MotionJpeg = "mpjpeg";

    /// <param name="first">What the input's video was before; null at its opening.</param>
    internal VideoStreamInfo(string input, string container, AvFormatContext format, AvStream stream, ParametersHandle parameters, VideoStreamInfo? first)
        : base(NameOf(stream.Parameters.CodecId), stream.Parameters.Width, stream.Parameters.Height, stream.Parameters.Extradata.ToArray())
    {
        Input = input;
        Parameters = parameters;
        Container = container.Length > 0 ? container : MotionJpeg;
        Orientation = DisplayMatrix.Read(stream);
        FrameRate = stream.AverageFrameRate.Value > 0 ? stream.AverageFrameRate.Value : stream.RealFrameRate.Value;
        TimeBase = stream.TimeBase.Value;
        StartPts90kHz = first is not null ? first.StartPts90kHz : Known(stream.StartTime) ? (long)Math.Round(stream.StartTime * TimeBase * 90_000) : 0;
        Duration = ReadDuration(format, stream);
        IndexedFrames = stream.Frames > 0 ? stream.Frames : null;
    }

    /// <summary>libav's name of the container: "mov,mp4,m4a,3gp,3g2,mj2", "mpegts", "rtsp", ...</summary>
    public string Container { get; }

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

    private static string NameOf(int codecId) => Marshal.PtrToStringUTF8(LibAvCodec.avcodec_get_name(codecId)) ?? "";

    private static TimeSpan? ReadDuration(AvFormatContext format, AvStream stream)
    {
        if (Known(stream.Duration) && stream.Duration > 0)
            return TimeSpan.FromSeconds(stream.Duration * stream.TimeBase.Value);
        return Known(format.Duration) && format.Duration > 0 ? TimeSpan.FromMicroseconds(format.Duration) : null;
    }

    private static bool Known(long time) => time != LibAvUtil.AV_NOPTS_VALUE;
}
