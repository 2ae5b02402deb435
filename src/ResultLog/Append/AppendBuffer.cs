using ResultLog.Segments;

namespace ResultLog.Append;

/// <summary>Where records become frames, so that one write takes them to the file.</summary>
internal sealed class AppendBuffer
{
    private byte[] _bytes = new byte[64 << 10];
    private int _length;

    public ReadOnlySpan<byte> Frames => _bytes.AsSpan(0, _length);

    public void Clear() => _length = 0;

    public void Add(long offset, long unixMilliseconds, RecordKind kind, ReadOnlySpan<byte> payload)
    {
        var needed = _length + RecordFrame.HeaderSize + payload.Length;
        if (needed > _bytes.Length)
            Array.Resize(ref _bytes, Math.Max(needed, _bytes.Length * 2));
        _length += RecordFrame.Write(_bytes.AsSpan(_length), offset, unixMilliseconds, kind, payload);
    }
}
