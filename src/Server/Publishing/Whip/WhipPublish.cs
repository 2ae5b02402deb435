using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using Server.Http;
using Server.Http.Query;
using Streaming.Models;
using Streaming.Sources.WebRtc;
using Streaming.Streams;
using WebRtc;

namespace Server.Publishing.Whip;

/// <summary>POST /whip/{id}: an offer becomes an answer and a session, which makes a stream and ends it, or feeds one that waits for a publisher.</summary>
internal sealed class WhipPublish(Publishers publishers, StreamRegistry registry, ModelRegistry models, WebRtcIngestOptions webRtc)
{
    // A browser's offer has about 8,000; the parser allows as many characters.
    private const int MaxOfferBytes = 64 * 1024;

    // A place becomes free when somebody leaves: nothing that happens within a second.
    private const int RetryAfterSeconds = 5;

    // Video comes every few milliseconds; a publisher that crashed and came back should not wait until its consent has run out.
    private static readonly TimeSpan MuchSilence = TimeSpan.FromSeconds(5);

    private readonly string[] _iceServers = [.. webRtc.IceServers.Select(server => IceServer.Parse(server)!.Link)];
    private int _redirects;

    public async Task<IResult> PostAsync(string id, HttpRequest request)
    {
        if (!WhipEndpoints.HasType(request, WhipEndpoints.Sdp))
            return Problems.Field(StatusCodes.Status415UnsupportedMediaType, HeaderNames.ContentType, $"expected {WhipEndpoints.Sdp}");
        if (publishers.FindSilent(id, MuchSilence) is { } gone)
            await gone.EndAsync();
        var query = new QueryReader(request.Query);
        var options = WhipQuery.Read(query, id, $"whip://{request.HttpContext.Connection.RemoteIpAddress}");
        var waiting = registry.Find(id);
        if ((query.Problem ?? RequestBody.Check(options) ?? Refusal(options, waiting, request.Query)) is { } problem)
            return problem;
        if (publishers.Fault is { } fault)
            return Elsewhere(request, fault);

        using var body = await PooledBody.ReadAsync(request, MaxOfferBytes);
        return body is null
            ? Problems.Field(StatusCodes.Status413PayloadTooLarge, "body", $"may have {MaxOfferBytes} bytes")
            : Answer(request, options, waiting, Encoding.UTF8.GetString(body.Memory.Span));
    }

    /// <summary>What can be told without the offer.</summary>
    private ProblemHttpResult? Refusal(StreamOptions options, VideoStream? waiting, IQueryCollection query)
    {
        if (waiting is null)
            return models.Contains(options.Model) ? null : Problems.UnknownModel(models, options.Model);
        if (waiting.Origin is not PublisherOrigin)
            return Taken(options.Id!);
        return WhipQuery.FirstOption(query) is { } option
            ? Problems.BadField(option, $"stream '{options.Id}' has its options already; PATCH /v1/streams/{options.Id} changes them")
            : null;
    }

    private IResult Answer(HttpRequest request, StreamOptions options, VideoStream? waiting, string offer)
    {
        var session = Publish(options, waiting, offer, request.HttpContext.Connection.RemoteIpAddress, out var result, out var outcome);
        // RFC 8631; also of a refusal.
        request.HttpContext.Response.Headers.Append(HeaderNames.Link, $"</v1/webrtc/diagnose/{session.Id}>; rel=\"status\"");
        return (result.Fault, outcome) switch
        {
            (OfferFault.Malformed, _) => Problems.Field(StatusCodes.Status400BadRequest, "body", result.Problem),
            (OfferFault.Unsupported, _) => Problems.BadField("body", result.Problem),
            (OfferFault.Full, _) => Elsewhere(request, result.Problem),
            (_, CreateOutcome.Exists) => Taken(options.Id!),
            (_, not CreateOutcome.Created) => Elsewhere(request, registry.RejectionReason(outcome)),
            _ => Published(request, session),
        };
    }

    /// <param name="waiting">A stream that waits for a publisher; null: one is made.</param>
    /// <param name="result">Of the offer. Without a peer there is no stream either, and the outcome says nothing.</param>
    private PublisherSession Publish(StreamOptions options, VideoStream? waiting, string offer, IPAddress? client, out OfferResult result, out CreateOutcome outcome)
    {
        var session = publishers.Accept(options.Id!, isLive: waiting is not null, offer, client, out result);
        outcome = CreateOutcome.Exists;
        if (result.Peer is null)
            return session;

        var stream = waiting;
        if (waiting is null)
            outcome = registry.TryCreate(options, new PublicationOrigin(session, options.Url), out stream);
        else if ((waiting.Origin as PublisherOrigin)?.TryOffer(session) == true)
            outcome = CreateOutcome.Created;

        if (outcome == CreateOutcome.Created)
            session.Departure = Follow(session, stream!, isOwn: waiting is null);
        else
            session.End();
        return session;
    }

    private async Task Follow(PublisherSession session, VideoStream stream, bool isOwn)
    {
        // Whichever ends first takes the other along.
        await Task.WhenAny(session.Finished, stream.Finished);
        session.End();
        if (!isOwn)
            return;
        await stream.Finished;
        await registry.RemoveAsync(stream);
    }

    private IResult Published(HttpRequest request, PublisherSession session)
    {
        var headers = request.HttpContext.Response.Headers;
        headers.Append(HeaderNames.Link, _iceServers);
        headers.ETag = IceSessionTag.Of(session);
        headers["Accept-Patch"] = WhipEndpoints.Fragment;
        // Relative, for a proxy may stand before us.
        headers.Location = $"{request.PathBase}{request.Path}/{session.Secret}";
        return Results.Text(session.Answer, WhipEndpoints.Sdp, statusCode: StatusCodes.Status201Created);
    }

    private static ProblemHttpResult Taken(string id) => Problems.Field(StatusCodes.Status409Conflict, "id", $"stream '{id}' has another source, or another publisher");

    /// <summary>To another server, in turn; a publisher that was sent here already is told when to come again.</summary>
    private IResult Elsewhere(HttpRequest request, string why)
    {
        var others = webRtc.RedirectTo;
        if (others.Length == 0 || WhipQuery.WasSentOn(new QueryReader(request.Query)))
            return Problems.Busy(request.HttpContext, RetryAfterSeconds, why);
        var other = others[(uint)Interlocked.Increment(ref _redirects) % others.Length];
        return Results.Redirect(WhipQuery.At(other, request), preserveMethod: true);
    }
}
