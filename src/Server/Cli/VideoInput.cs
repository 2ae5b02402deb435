using System.Diagnostics;
using FFmpeg;
using Inference;
using Server.Decode;

namespace Server.Cli;

/// <summary>The frames of a video, to its end or to where it can be read no further.</summary>
internal sealed class VideoInput : OfflineInput
{
    private readonly MediaReader _reader;
    private readonly VideoDecoder _decoder;
    private readonly MediaPacket _packet = new();
    private readonly CancellationToken _stop;
    private long _started;
    private bool _ended;
    private MediaException? _fault;

    public VideoInput(string input, CancellationToken stop)
    {
        _stop = stop;
        _reader = MediaReader.Open(input, cancel: stop);
        // Frame threads would help a lone file on many cores, but each holds a frame back and takes a core from the lanes.
        _decoder = VideoDecoder.Open(_reader.Video);
    }

    public override long? EstimatedFrames => _reader.Video.EstimatedFrames;

    public override long Damaged => _decoder.DecodeErrors + _decoder.CorruptFrames + _reader.CorruptPackets + (_reader.End == MediaEnd.Truncated ? 1 : 0);

    public override string? Damage
    {
        get
        {
            if (_fault is not null)
                return $"reading stopped: {_fault.Message}";
            var truncated = _reader.End is MediaEnd.Truncated or MediaEnd.Damaged ? "; it ends too early" : "";
            return Damaged == 0 ? null
                : $"damaged: {_decoder.DecodeErrors} units could not be decoded, {_decoder.CorruptFrames} frames are partly wrong{truncated}";
        }
    }

    public override bool TryRead(out Frame frame)
    {
        while (true)
        {
            if (_decoder.Receive() is { } picture)
            {
                frame = DecodedFrame.From(picture, Times(picture));
                _started = Stopwatch.GetTimestamp();
                return true;
            }

            if (_ended)
            {
                frame = default;
                return false;
            }

            _started = Stopwatch.GetTimestamp();
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
                _decoder.Send(_packet);
                return;
            }
        }
        catch (MediaException e)
        {
            _fault = e;
        }

        _ended = true;
        _decoder.SendEnd();
    }

    private FrameTimes Times(VideoFrame picture)
    {
        var pts = picture.Pts90kHz - _reader.Video.StartPts90kHz;
        return new(pts, (uint)pts, null, _started, Stopwatch.GetElapsedTime(_started));
    }
}
