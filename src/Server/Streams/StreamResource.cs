using Streaming.Pipeline;
using Streaming.Streams;

namespace Server.Streams;

/// <summary>A stream as GET shows it.</summary>
internal sealed record StreamResource(
    string Id, string Url, StreamState State, string? LastError, string? LastWarning, long Reconnects, DateTimeOffset? RetryAt, StreamOptions Options,
    SessionResource? Session, FramesResource Frames, int Subscribers, long ResultsDropped)
{
    public static StreamResource Of(VideoStream stream)
    {
        var status = stream.Status;
        return new(
            stream.Id, stream.RedactedUrl, status.State, status.LastError, status.LastWarning, status.Reconnects, status.RetryAt, stream.Options with { Url = stream.RedactedUrl },
            status.Session is { } session ? SessionResource.Of(session) : null,
            FramesResource.Of(stream.Totals), stream.Hub.SubscriberCount, stream.Hub.Dropped);
    }
}

internal sealed record SessionResource(string Id, DateTimeOffset Started, string Codec, int Width, int Height, FramesResource Frames)
{
    public static SessionResource Of(StreamSession session) =>
        new(session.Id, session.Started, session.Codec, session.Size.Width, session.Size.Height, FramesResource.Of(session.Account.Snapshot()));
}

/// <summary>received = inferred + the sum of dropped + inFlight, at one moment.</summary>
internal sealed record FramesResource(long Received, long Inferred, long InFlight, IReadOnlyDictionary<string, long> Dropped)
{
    public static FramesResource Of(FrameCounts counts) => new(
        counts.Received, counts.Inferred, counts.InFlight,
        DropReasons.All.ToDictionary(reason => reason.Name(), reason => counts.Dropped[(int)reason]));
}

internal sealed record StreamList(IReadOnlyList<StreamResource> Streams);
