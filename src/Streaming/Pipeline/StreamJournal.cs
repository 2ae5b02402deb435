using Google.Protobuf.WellKnownTypes;
using Streaming.Results;
using Wire.V1;

namespace Streaming.Pipeline;

/// <summary>What of one stream goes into the log: its results, what became of it, and the frames that got no result.</summary>
internal sealed class StreamJournal(string streamId, ResultDelivery delivery, TimeProvider time)
{
    private readonly Lock _reporting = new();

    public void Add(FrameResult result) => delivery.Append(result);

    public void Started(StreamSession session, bool again) =>
        Add(again ? StreamEventKind.Resumed : StreamEventKind.Started, session.Id, $"{session.Codec} {session.Size.Width}x{session.Size.Height}");

    public void Lost(StreamSession? session, string error) => Add(StreamEventKind.Lost, session?.Id ?? "", error);

    public void Ended(StreamSession? session, string? error) => Add(StreamEventKind.Ended, session?.Id ?? "", error ?? "");

    /// <summary>Reports the drops since the report before. By anyone, at any time: every drop is in one report.</summary>
    public void ReportDrops(StreamSession? session)
    {
        if (session is null)
            return;
        lock (_reporting)
        {
            var (former, counts) = (session.Reported, session.Account.Snapshot());
            session.Reported = counts;
            if (counts.TotalDropped > former.TotalDropped)
                delivery.Append(Report(session.Id, former, counts));
        }
    }

    private void Add(StreamEventKind kind, string session, string detail) => delivery.Append(new StreamEvent
    {
        Id = Guid.CreateVersion7().ToString("N"), Time = time.GetUtcNow().ToTimestamp(), Kind = kind, StreamId = streamId, SessionId = session, Detail = detail,
    });

    private DropReport Report(string session, FrameCounts former, FrameCounts counts)
    {
        var report = new DropReport { StreamId = streamId, SessionId = session, Time = time.GetUtcNow().ToTimestamp() };
        foreach (var reason in DropReasons.All)
        {
            if (counts.Dropped[(int)reason] - former.Dropped[(int)reason] is > 0 and var more)
                report.Dropped.Add(reason.Tag(), more);
        }

        return report;
    }
}
