using Google.Protobuf.WellKnownTypes;
using Streaming.Pipeline;
using Streaming.Streams;
using V1 = Wire.V1;

namespace Server.Streams;

/// <summary>A stream as messages show it.</summary>
internal static class StreamMessages
{
    public static V1.StreamInfo ToMessage(VideoStream stream)
    {
        var status = stream.Status;
        return new()
        {
            Id = stream.Id,
            Options = OptionMessages.ToMessage(stream.Options with { Url = stream.RedactedUrl }),
            State = ToMessage(status.State),
            LastError = status.LastError ?? "",
            LastWarning = status.LastWarning ?? "",
            Reconnects = status.Reconnects,
            RetryAt = status.RetryAt?.ToTimestamp(),
            Session = status.Session is { } session ? ToMessage(session) : null,
            Frames = ToMessage(stream.Totals),
            Fps = new() { Received = stream.Rates.Received, Inferred = stream.Rates.Inferred },
            Latency = stream.Latency.Recent is { } recent ? new() { P50Ms = recent.P50, P95Ms = recent.P95 } : null,
            DropShare = stream.Rates.DropShare(stream.Options.TargetFps),
            Subscribers = stream.Hub.SubscriberCount,
            ResultsDropped = stream.Hub.Dropped,
        };
    }

    public static V1.FrameCounts ToMessage(FrameCounts counts)
    {
        var message = new V1.FrameCounts { Received = counts.Received, Inferred = counts.Inferred, InFlight = counts.InFlight };
        foreach (var reason in DropReasons.All)
            message.Dropped.Add(reason.Tag(), counts.Dropped[(int)reason]);
        return message;
    }

    private static V1.SessionInfo ToMessage(StreamSession session)
    {
        var (width, height) = session.Size;
        return new()
        {
            Id = session.Id,
            Started = session.Started.ToTimestamp(),
            Codec = session.Codec,
            Width = width,
            Height = height,
            Frames = ToMessage(session.Account.Snapshot()),
        };
    }

    private static V1.StreamState ToMessage(StreamState state) => state switch
    {
        StreamState.Connecting => V1.StreamState.Connecting,
        StreamState.Live => V1.StreamState.Live,
        StreamState.Reconnecting => V1.StreamState.Reconnecting,
        StreamState.Ended => V1.StreamState.Ended,
        _ => V1.StreamState.Failed,
    };
}
