namespace GrpcHosting.Framing;

/// <summary>Memory that messages hold which have not come whole, counted over all calls of a server.</summary>
internal sealed class PartialMessages(long maxBytes)
{
    private long _bytes;

    public long Bytes => Interlocked.Read(ref _bytes);

    /// <param name="held">What this call was counted with, and is counted with from now on.</param>
    /// <returns>False when all together would hold too much; <paramref name="held"/> is as it was then.</returns>
    public bool TryHold(ref long held, long bytes)
    {
        var more = bytes - held;
        if (Interlocked.Add(ref _bytes, more) > maxBytes && more > 0)
        {
            Interlocked.Add(ref _bytes, -more);
            return false;
        }
        held = bytes;
        return true;
    }
}
