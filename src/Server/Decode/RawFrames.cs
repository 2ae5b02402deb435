using Inference;
using Server.Ingest;

namespace Server.Decode;

/// <summary>Frames that came raw: they go through as they are.</summary>
internal sealed class RawFrames : IStreamDecoder
{
    private Frame? _frame;

    public long Errors => 0;

    public void Send(in EncodedUnit unit) => _frame = unit.Raw;

    public void SendEnd()
    {
        // Nothing is ever held back.
    }

    public bool TryReceive(out Frame frame)
    {
        frame = _frame.GetValueOrDefault();
        var any = _frame is not null;
        _frame = null;
        return any;
    }

    public void Dispose()
    {
        _frame?.Release();
        _frame = null;
    }
}
