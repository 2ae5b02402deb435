using FFmpeg;
using Inference;
using Server.Ingest;

namespace Server.Decode;

/// <summary>Access units to frames, each with the times of its unit and what decoding it took.</summary>
internal sealed class StreamDecoder(VideoDecoder decoder, TimeProvider time) : IStreamDecoder
{
    private long _arrival;
    private TimeSpan _spent;

    /// <exception cref="MediaException">There is no decoder for the source's codec.</exception>
    public static IStreamDecoder Open(IIngestSource source, TimeProvider time) => source.Encoded is { } video
        ? new StreamDecoder(VideoDecoder.Open(video, new VideoDecoderOptions { LowDelay = source.IsLive }), time)
        : new RawFrames();

    public long Errors => decoder.DecodeErrors;

    public void Send(in EncodedUnit unit)
    {
        _arrival = unit.Arrival;
        var started = time.GetTimestamp();
        decoder.Send(unit.Packet!);
        _spent = time.GetElapsedTime(started);
    }

    public void SendEnd() => decoder.SendEnd();

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
