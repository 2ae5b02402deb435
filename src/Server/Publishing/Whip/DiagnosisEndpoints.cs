using Server.OpenApi;
using Streaming.Sources.WebRtc;

namespace Server.Publishing.Whip;

/// <summary>/v1/webrtc: why a publisher's video does not come, in words; for a while also of sessions that ended or were refused.</summary>
internal static class DiagnosisEndpoints
{
    public static void MapDiagnosis(this IEndpointRouteBuilder routes)
    {
        var sessions = routes.MapGroup("/v1/webrtc").WithTags(ApiTags.Publishing);
        sessions.MapGet("/sessions", (Publishers publishers) => new SessionList([.. publishers.Snapshot().Sessions.Select(SessionSummary.Of)]))
            .WithName("sessions").WithSummary("All sessions of publishers, the newest first.")
            .WithDescription("WebRtc:KeptSessions of those that ended or were refused are among them.");
        sessions.MapGet("/diagnose/{session}", (string session, Publishers publishers) =>
                publishers.Facts(session) is { } facts ? Results.Ok(DiagnosisResource.Of(facts)) : WhipEndpoints.UnknownSession())
            .WithName("diagnose").WithSummary("How a session stands, and what is wrong with it, with the fix in words.")
            .WithDescription("A session's id is in `Link: rel=\"status\"` of the answer to its offer, and in the sessionId of its results.")
            .Produces<DiagnosisResource>().ProducesProblems(404);
    }
}

internal sealed record SessionList(IReadOnlyList<SessionSummary> Sessions);

/// <param name="Findings">Codes of what is wrong with it.</param>
internal sealed record SessionSummary(string Session, string Stream, SessionState State, string Reason, DateTimeOffset Started, DateTimeOffset? Ended, IReadOnlyList<string> Findings)
{
    public static SessionSummary Of(SessionFacts facts) => new(
        facts.Id, facts.StreamId, facts.State, facts.Reason, facts.Started, facts.Ended, [.. Diagnosis.Of(facts).Select(finding => finding.Code)]);
}
