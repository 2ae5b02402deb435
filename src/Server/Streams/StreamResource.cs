using System.Text.Json;
using Streaming.Pipeline;
using Streaming.Streams;

namespace Server.Streams;

/// <summary>A stream as GET shows it.</summary>
/// <param name="DropShare">Over the last ten seconds: of the frames that came, or of targetFps where that is less, the share that got no result, 0..1.</param>
internal sealed record StreamResource(
    string Id, string Url, StreamState State, string? LastError, string? LastWarning, long Reconnects, DateTimeOffset? RetryAt, StreamOptions Options,
    SessionResource? Session, FramesResource Frames, FpsResource Fps, LatencyResource? Latency, double DropShare, int Subscribers, long ResultsDropped)
{
    public static StreamResource Of(VideoStream stream)
    {
        var status = stream.Status;
        return new(
            stream.Id, stream.RedactedUrl, status.State, status.LastError, status.LastWarning, status.Reconnects, status.RetryAt, stream.Options with { Url = stream.RedactedUrl },
            status.Session is { } session ? SessionResource.Of(session) : null,
            FramesResource.Of(stream.Totals), FpsResource.Of(stream), LatencyResource.Of(stream), Math.Round(stream.Rates.DropShare(stream.Options.TargetFps), 3), stream.Hub.SubscriberCount, stream.Hub.Dropped);
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
        Enum.GetValues<DropReason>().ToDictionary(reason => JsonNamingPolicy.CamelCase.ConvertName(reason.ToString()), reason => counts.Dropped[(int)reason]));
}

/// <summary>Frames a second, over the last ten seconds.</summary>
internal sealed record FpsResource(double Received, double Inferred)
{
    public static FpsResource Of(VideoStream stream) => new(Math.Round(stream.Rates.Received, 1), Math.Round(stream.Rates.Inferred, 1));
}

/// <summary>From a frame's arrival at the server to the publication of its result, in milliseconds, over the last ten seconds; null where no result was published.</summary>
internal sealed record LatencyResource(double P50Ms, double P95Ms)
{
    public static LatencyResource? Of(VideoStream stream) =>
        stream.Latency.Recent is { } recent ? new(Math.Round(recent.P50, 1), Math.Round(recent.P95, 1)) : null;
}

internal sealed record StreamList(IReadOnlyList<StreamResource> Streams);
