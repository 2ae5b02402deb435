using FFmpeg;
using Inference;
using Server.Ingest;

namespace Server.Decode;

/// <summary>Access units to frames, each with the times of its unit and what decoding it took.</summary>
/// <remarks>Belongs to one thread: the stream's. After each send, receive until false.</remarks>
internal sealed class StreamDecoder(VideoDecoder decoder, TimeProvider time) : IDisposable
{
    private long _arrival;
    private TimeSpan _spent;

    public static StreamDecoder Open(MediaSource source, TimeProvider time) =>
        new(VideoDecoder.Open(source.Video, new VideoDecoderOptions { LowDelay = source.IsLive }), time);

    /// <summary>Units and parts of units that made no picture.</summary>
    public long Errors => decoder.DecodeErrors;

    public long CorruptFrames => decoder.CorruptFrames;

    /// <summary>Set before a send: frames that nobody will infer need not be decoded.</summary>
    public FrameSkip Skip
    {
        set => decoder.Skip = value;
    }

    /// <returns>False when the unit could not be decoded.</returns>
    public bool Send(in EncodedUnit unit)
    {
        _arrival = unit.Arrival;
        var started = time.GetTimestamp();
        var sent = decoder.Send(unit.Packet);
        _spent = time.GetElapsedTime(started);
        return sent;
    }

    /// <summary>The frames that are held back for reordering come out next.</summary>
    public void SendEnd() => decoder.SendEnd();

    /// <summary>The next frame, in presentation order; the caller releases it.</summary>
    public bool TryReceive(out Frame frame)
    {
        var started = time.GetTimestamp();
        var picture = decoder.Receive();
        _spent += time.GetElapsedTime(started);
        if (picture is null)
        {
            frame = default;
            return false;
        }

        frame = DecodedFrame.From(picture, new FrameTimes(picture.Pts90kHz, (uint)picture.Pts90kHz, null, _arrival, _spent));
        _spent = TimeSpan.Zero;
        return true;
    }

    public void Dispose() => decoder.Dispose();
}
