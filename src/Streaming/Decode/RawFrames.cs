using Media;

namespace Streaming.Decode;

/// <summary>Frames that came raw: they go through as they are.</summary>
internal sealed class RawFrames : IStreamDecoder
{
    private Frame? _sent, _next;

    public long Errors => 0;

    public long WithoutFrame => 0;

    public void Send(in EncodedUnit unit, bool wanted) => _sent = unit.Raw;

    public void SendEnd()
    {
        // Nothing is ever held back.
    }

    public bool TryNext(out long pts90kHz)
    {
        _next?.Release();
        (_next, _sent) = (_sent, null);
        pts90kHz = _next.GetValueOrDefault().Times.Pts90kHz;
        return _next is not null;
    }

    public Frame Take()
    {
        var frame = _next!.Value;
        _next = null;
        return frame;
    }

    public void Dispose()
    {
        _sent?.Release();
        _next?.Release();
        (_sent, _next) = (null, null);
    }
}
