using System.Net;
using Streaming.Sources.WebRtc;
using Streaming.Streams;
using WebRtc;

namespace Server.Publishing.Whip;

/// <summary>Brings sessions and streams together: a publication makes a stream and ends it, or feeds one that waits for a publisher.</summary>
internal sealed class WhipPublications(WebRtcIngest ingest, StreamRegistry registry)
{
    /// <param name="waiting">A stream that waits for a publisher; null: one is made.</param>
    /// <param name="result">Of the offer. Without a peer there is no stream either, and the outcome says nothing.</param>
    public WebRtcSession Publish(StreamOptions options, VideoStream? waiting, string offer, IPAddress? client, out OfferResult result, out CreateOutcome outcome)
    {
        var session = ingest.Accept(options.Id!, isLive: waiting is not null, offer, client, out result);
        outcome = CreateOutcome.Exists;
        if (result.Peer is null)
            return session;

        var stream = waiting;
        if (waiting is null)
            outcome = registry.TryCreate(options, new PublicationOrigin(session.Source, options.Url), out stream);
        else if ((waiting.Origin as PublisherOrigin)?.TryOffer(session.Source) == true)
            outcome = CreateOutcome.Created;

        if (outcome == CreateOutcome.Created)
            session.Departure = Follow(session, stream!, isOwn: waiting is null);
        else
            session.Dispose();
        return session;
    }

    /// <summary>When this returns, the session is over and, where the stream is its own, its id is free.</summary>
    public static Task EndAsync(WebRtcSession session)
    {
        session.Dispose();
        return session.Departure;
    }

    private async Task Follow(WebRtcSession session, VideoStream stream, bool isOwn)
    {
        // Whichever ends first takes the other along.
        await Task.WhenAny(session.Finished, stream.Finished);
        session.Dispose();
        if (!isOwn)
            return;
        await stream.Finished;
        await registry.RemoveAsync(stream);
    }
}
