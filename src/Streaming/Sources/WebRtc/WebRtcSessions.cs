using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using WebRtc;

namespace Streaming.Sources.WebRtc;

/// <summary>The sessions of this moment, and for a while those that ended or were refused. Too many of the latter: the oldest go.</summary>
/// <remarks>Sessions end under their peer's lock, so the lock here is never held while one is asked for its facts.</remarks>
public sealed class WebRtcSessions(int kept, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, WebRtcSession> _present = new(StringComparer.Ordinal);
    private readonly Queue<SessionFacts> _former = new();
    private readonly Lock _change = new();
    private WebRtcTotals _ofFormer = new();

    /// <summary>All that are known, the newest first, and what was counted of all since the start: one moment.</summary>
    public (IReadOnlyList<SessionFacts> Sessions, WebRtcTotals Totals) Snapshot()
    {
        var present = _present.Values.Select(session => session.Facts).ToList();
        lock (_change)
        {
            // Those that ended meanwhile are among the former.
            present.RemoveAll(session => !_present.ContainsKey(session.Id));
            var totals = present.Aggregate(_ofFormer, (sum, session) => sum.Plus(session));
            return ([.. present.Concat(_former).OrderByDescending(session => session.Id, StringComparer.Ordinal)], totals);
        }
    }

    /// <returns>Null: there is none of that name; never was, or long ago.</returns>
    public SessionFacts? Facts(string id)
    {
        if (_present.TryGetValue(id, out var session))
            return session.Facts;
        lock (_change)
            return _former.FirstOrDefault(former => former.Id == id);
    }

    /// <summary>By who knows its secret. How long it takes tells nothing of how much of that was right.</summary>
    public WebRtcSession? Find(string streamId, string secret)
    {
        var given = Encoding.UTF8.GetBytes(secret);
        return _present.Values.FirstOrDefault(session => session.StreamId == streamId && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(session.Secret), given));
    }

    /// <summary>Whose video stopped so long ago.</summary>
    public WebRtcSession? FindSilent(string streamId, TimeSpan silence) =>
        _present.Values.FirstOrDefault(session => session.StreamId == streamId && session.Facts.Peer?.Silence > silence);

    /// <param name="accept">Makes a peer of an offer; the session gets what it sends.</param>
    /// <param name="result">Of the offer.</param>
    /// <returns>Also of an offer that was refused: its id is what a diagnosis is asked by.</returns>
    public WebRtcSession Begin(string streamId, IPAddress? client, bool isLive, Func<IPeerReceiver, OfferResult> accept, out OfferResult result)
    {
        var session = new WebRtcSession(streamId, client, isLive, time, Keep);
        result = accept(session);
        if (result.Peer is not { } peer)
        {
            Keep(session.Refuse(result));
            return session;
        }

        session.Begin(peer);
        _present[session.Id] = session;
        // One that the port's end took away at once was kept before it was here.
        if (session.Finished.IsCompleted)
            _present.TryRemove(session.Id, out _);
        return session;
    }

    private void Keep(SessionFacts last)
    {
        lock (_change)
        {
            _present.TryRemove(last.Id, out _);
            _ofFormer = _ofFormer.Plus(last);
            _former.Enqueue(last);
            if (_former.Count > kept)
                _former.Dequeue();
        }
    }
}
