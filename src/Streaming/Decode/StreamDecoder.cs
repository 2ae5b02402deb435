using FFmpeg;
using Media;
using Streaming.Sources;

namespace Streaming.Decode;

/// <summary>Access units to frames, each with the times of its unit and what decoding it took.</summary>
/// <param name="intraOnly">No unit of the codec needs another, so that any may be left out.</param>
internal sealed class StreamDecoder(VideoDecoder decoder, bool intraOnly, TimeProvider time) : IStreamDecoder
{
    private readonly InFlightUnits _units = new();
    private FrameTimes _next;
    private TimeSpan _spent;
    private long _leftOut;
    private long? _last;

    /// <exception cref="MediaException">There is no decoder for the source's codec.</exception>
    public static IStreamDecoder Open(IIngestSource source, TimeProvider time) => source.Format.IsRaw
        ? new RawFrames()
        : new StreamDecoder(VideoDecoder.Open(source.Format, new() { LowDelay = !source.CanWait }), source.Format.IsIntraOnly, time);

    public long Errors => decoder.DecodeErrors;

    public long WithoutFrame => _units.WithoutFrame + _leftOut;

    public void Send(in EncodedUnit unit, bool wanted)
    {
        if (!wanted && intraOnly)
        {
            _leftOut++;
            return;
        }

        _units.Add(unit.Times);
        decoder.Skip = wanted ? FrameSkip.None : FrameSkip.NonReference;
        var (started, errors) = (time.GetTimestamp(), decoder.DecodeErrors);
        decoder.Send(unit);
        _spent = time.GetElapsedTime(started);
        if (decoder.DecodeErrors > errors)
            _units.RemoveNewest();
    }

    public void SendEnd() => decoder.SendEnd();

    public bool TryNext(out long pts90kHz)
    {
        var started = time.GetTimestamp();
        var pts = decoder.Next();
        _spent += time.GetElapsedTime(started);
        pts90kHz = pts.GetValueOrDefault();
        if (pts is null)
            return false;

        _next = Later(_units.Complete(pts90kHz) with { Decode = _spent });
        _last = pts90kHz = _next.Pts90kHz;
        _spent = TimeSpan.Zero;
        return true;
    }

    /// <summary>Frames come out in the order in which they are shown: one whose time says otherwise is a tick after the one before.</summary>
    private FrameTimes Later(in FrameTimes times)
    {
        if (_last is not { } last || times.Pts90kHz > last)
            return times;
        var isRtp = times.SentPts90kHz is not null || times.RtpTimestamp != (uint)times.Pts90kHz;
        return times with { Pts90kHz = last + 1, RtpTimestamp = isRtp ? times.RtpTimestamp : (uint)(last + 1) };
    }

    public Frame Take()
    {
        var started = time.GetTimestamp();
        var picture = decoder.Take();
        return picture.ToFrame(_next with { Decode = _next.Decode + time.GetElapsedTime(started) });
    }

    public void Dispose() => decoder.Dispose();
}
