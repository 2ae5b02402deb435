using System.Diagnostics;
using FFmpeg;
using Media;

namespace Cli.Run;

/// <summary>The frames of a video, to its end or to where it can be read no further.</summary>
internal sealed class VideoInput : OfflineInput
{
    /// <summary>How files are decoded for the engine.</summary>
    /// <remarks>
    /// One thread: frame threads would help a lone file on many cores, but each holds a frame back and takes a core from the lanes.
    /// A GPU's two lanes hold 2 × 32 frames and as many wait; fewer idle ones would mean an allocation per frame.
    /// </remarks>
    internal static readonly VideoDecoderOptions Decoding = new() { Threads = 1, IdleFrames = 128 };

    // Decoders hold fewer packets back; so many without a frame behind them are no delay any more.
    private const int MostHeldBack = 32;

    private readonly MediaReader _reader;
    private VideoDecoder _decoder;
    private readonly MediaPacket _packet = new();
    private readonly string _name;
    private readonly CancellationToken _stop;
    private long _started;
    private bool _ended;
    private MediaException? _fault;

    // Of decoders before; a video that goes on in another codec gets another.
    private long _decodeErrors, _corruptFrames;
    private int _changes;
    private bool _isUnsent;

    // Packets since the last frame.
    private long _withoutFrame;

    /// <param name="url">A path or URL.</param>
    /// <param name="name">The same as the user typed it, for messages.</param>
    public VideoInput(string url, string name, CancellationToken stop)
    {
        (_name, _stop) = (name, stop);
        _reader = MediaReader.Open(url, cancel: stop);
        _decoder = VideoDecoder.Open(_reader.Video, Decoding);
    }

    public override long? EstimatedFrames => _reader.Video.EstimatedFrames;

    public override double FrameRate => _reader.Video.FrameRate;

    public override bool HasAudio => _reader.HasAudio;

    public override long Damaged => DecodeErrors + CorruptFrames + _reader.CorruptPackets + (_reader.End is MediaEnd.Truncated or MediaEnd.Damaged || _fault is not null ? 1 : 0);

    public override string? Damage => Faults().ToList() is { Count: > 0 } faults ? string.Join(", ", faults) : null;

    public override bool IsIncomplete => _fault?.Kind == MediaErrorKind.Changed || HasUndecodedEnd;

    private long DecodeErrors => _decodeErrors + _decoder.DecodeErrors;

    private long CorruptFrames => _corruptFrames + _decoder.CorruptFrames;

    private bool HasUndecodedEnd => _ended && _withoutFrame > MostHeldBack;

    public override bool TryRead(out Frame frame)
    {
        while (true)
        {
            if (_decoder.Receive() is { } picture)
            {
                _withoutFrame = 0;
                frame = picture.ToFrame(Times(picture));
                _started = Stopwatch.GetTimestamp();
                return true;
            }

            if (_ended)
            {
                frame = default;
                return false;
            }

            _started = Stopwatch.GetTimestamp();
            if (_isUnsent)
                ChangeDecoder();
            else
                SendNext();
        }
    }

    public override void Dispose()
    {
        _decoder.Dispose();
        _packet.Dispose();
        _reader.Dispose();
    }

    private void SendNext()
    {
        try
        {
            if (_reader.TryRead(_packet, _stop))
            {
                _withoutFrame++;
                _isUnsent = _reader.VideoChanges > _changes;
                // What the decoder holds back comes first.
                if (_isUnsent)
                    _decoder.SendEnd();
                else
                    _decoder.Send(_packet);
                return;
            }
        }
        catch (MediaException e)
        {
            _fault = e;
        }
        catch (OperationCanceledException)
        {
            // What was read until Ctrl-C counts.
        }

        _ended = true;
        _decoder.SendEnd();
    }

    /// <summary>The video goes on as another.</summary>
    private void ChangeDecoder()
    {
        var next = VideoDecoder.Open(_reader.Video, Decoding);
        (_decodeErrors, _corruptFrames) = (DecodeErrors, CorruptFrames);
        _decoder.Dispose();
        (_decoder, _changes, _isUnsent, _withoutFrame) = (next, _reader.VideoChanges, false, 1);
        _decoder.Send(_packet);
    }

    private IEnumerable<string> Faults()
    {
        if (DecodeErrors > 0)
            yield return $"{Count(DecodeErrors, "packet")} could not be decoded";
        if (HasUndecodedEnd)
            yield return $"no frame came of its last {_withoutFrame} packets; does it go on in another codec?";
        if (CorruptFrames > 0)
            yield return $"{Count(CorruptFrames, "frame")} partly wrong";
        if (_reader.CorruptPackets > 0)
            yield return $"{Count(_reader.CorruptPackets, "packet")} damaged in the file";
        if (_reader.End == MediaEnd.Truncated)
            yield return "it ends too early";
        if (_reader.End == MediaEnd.Damaged)
            yield return "the rest cannot be read";
        if (_fault is not null)
            yield return $"reading stopped: {InputError.Reason(_name, _fault)}";
    }

    private static string Count(long number, string what) => number == 1 ? $"1 {what}" : $"{number} {what}s";

    private FrameTimes Times(VideoFrame picture)
    {
        var pts = picture.Pts90kHz - _reader.Video.StartPts90kHz;
        return new(pts, (uint)pts, null, _started, Stopwatch.GetElapsedTime(_started));
    }
}
