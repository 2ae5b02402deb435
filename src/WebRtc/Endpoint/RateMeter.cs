namespace WebRtc.Endpoint;

/// <summary>Bits a second, over the last whole second.</summary>
internal sealed class RateMeter
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(1);

    private TimeSpan _since;
    private long _bytes;

    public long BitsPerSecond { get; private set; }

    public void Add(int bytes) => _bytes += bytes;

    public void Advance(TimeSpan now)
    {
        if (now - _since < Window)
            return;
        BitsPerSecond = (long)(8 * _bytes / (now - _since).TotalSeconds);
        (_since, _bytes) = (now, 0);
    }
}
