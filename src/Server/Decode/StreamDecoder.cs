using FFmpeg;
using Inference;
using Server.Ingest;

namespace Server.Decode;

/// <summary>Access units to frames, each with the times of its unit and what decoding it took.</summary>
internal sealed class StreamDecoder(VideoDecoder decoder, TimeProvider time) : IStreamDecoder
{
    private readonly UnitTimes _times = new();
    private TimeSpan _spent;

    /// <exception cref="MediaException">There is no decoder for the source's codec.</exception>
    public static IStreamDecoder Open(IIngestSource source, TimeProvider time) =>
        source.OpenDecoder() is { } decoder ? new StreamDecoder(decoder, time) : new RawFrames();

    public long Errors => decoder.DecodeErrors;

    public void Send(in EncodedUnit unit)
    {
        _times.Add(unit.Times);
        var started = time.GetTimestamp();
        if (unit.Packet is { } packet)
            decoder.Send(packet);
        else
            decoder.Send(unit.Bytes.Span, unit.Times.Pts90kHz);
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

        frame = DecodedFrame.From(picture, _times.Of(picture.Pts90kHz) with { Decode = _spent });
        _spent = TimeSpan.Zero;
        return true;
    }

    public void Dispose() => decoder.Dispose();
}
