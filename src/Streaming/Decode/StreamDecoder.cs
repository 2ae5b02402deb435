using FFmpeg;
using Media;
using Streaming.Sources;

namespace Streaming.Decode;

/// <summary>Access units to frames, each with the times of its unit and what decoding it took. Where the source's video becomes another, so does the decoder.</summary>
internal sealed class StreamDecoder : IStreamDecoder
{
    private readonly InFlightUnits _units = new();
    private readonly IIngestSource _source;
    private readonly TimeProvider _time;
    private VideoDecoder _decoder;

    // What the video was decoded by before it became another, while frames of that are left.
    private VideoDecoder? _former;
    private long _formerErrors;
    private int _changes;

    // No unit of the codec needs another, so that any may be left out.
    private bool _isIntraOnly;
    private FrameTimes _next;
    private TimeSpan _spent;
    private long _leftOut;
    private long? _last;

    private StreamDecoder(IIngestSource source, TimeProvider time)
    {
        (_source, _time) = (source, time);
        _decoder = Open();
    }

    /// <exception cref="MediaException">There is no decoder for the source's codec.</exception>
    public static IStreamDecoder Open(IIngestSource source, TimeProvider time) => source.Format.IsRaw ? new RawFrames() : new StreamDecoder(source, time);

    public long Errors => _formerErrors + (_former?.DecodeErrors ?? 0) + _decoder.DecodeErrors;

    public long WithoutFrame => _units.WithoutFrame + _leftOut;

    private VideoDecoder Present => _former ?? _decoder;

    public void Send(in EncodedUnit unit, bool wanted)
    {
        if (_source.FormatChanges != _changes)
            Change();
        if (!wanted && _isIntraOnly)
        {
            _leftOut++;
            return;
        }

        _units.Add(unit.Times);
        _decoder.Skip = wanted ? FrameSkip.None : FrameSkip.NonReference;
        var (started, errors) = (_time.GetTimestamp(), _decoder.DecodeErrors);
        _decoder.Send(unit);
        _spent = _time.GetElapsedTime(started);
        if (_decoder.DecodeErrors > errors)
            _units.RemoveNewest();
    }

    public void SendEnd() => _decoder.SendEnd();

    public bool TryNext(out long pts90kHz)
    {
        var started = _time.GetTimestamp();
        var pts = Present.Next();
        if (pts is null && _former is not null)
        {
            CloseFormer();
            pts = _decoder.Next();
        }

        _spent += _time.GetElapsedTime(started);
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
        var started = _time.GetTimestamp();
        var picture = Present.Take();
        return picture.ToFrame(_next with { Decode = _next.Decode + _time.GetElapsedTime(started) });
    }

    public void Dispose()
    {
        _former?.Dispose();
        _decoder.Dispose();
    }

    private VideoDecoder Open()
    {
        _changes = _source.FormatChanges;
        _isIntraOnly = _source.Format.IsIntraOnly;
        return VideoDecoder.Open(_source.Format, new() { LowDelay = !_source.CanWait });
    }

    private void Change()
    {
        var next = Open();
        // Frames of it were all gone to after the unit before; what it holds back for reordering comes now.
        _decoder.SendEnd();
        CloseFormer();
        (_former, _decoder) = (_decoder, next);
    }

    private void CloseFormer()
    {
        _formerErrors += _former?.DecodeErrors ?? 0;
        _former?.Dispose();
        _former = null;
    }
}
