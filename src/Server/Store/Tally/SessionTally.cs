using Wire.V1;

namespace Server.Store.Tally;

/// <summary>A session, as far as one batch knows it.</summary>
internal sealed class SessionTally(string stream, string session)
{
    private long _first = long.MaxValue;
    private long _last;
    private FrameResult? _newest;
    private long _inferred;
    private long _dropped;

    public SessionRow Row => new(
        stream, session, _first, _last, StoredText.Of(_newest?.Model ?? ""), _newest?.Width ?? 0, _newest?.Height ?? 0, _inferred, _dropped);

    public void Add(FrameResult result, long time)
    {
        See(time);
        _newest = result;
        _inferred++;
    }

    public void Add(DropReport report, long time)
    {
        See(time);
        _dropped += report.Dropped.Values.Sum();
    }

    private void See(long time) => (_first, _last) = (Math.Min(_first, time), Math.Max(_last, time));
}
