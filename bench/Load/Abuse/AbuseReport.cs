using System.Globalization;

namespace Load.Abuse;

/// <summary>What the abuse bench found, as its JSON says it.</summary>
internal sealed record AbuseReport : Report
{
    // The runtime and the pool of connections hold one or two of their own at times.
    private const int HandlesOfTheRuntime = 3;

    public required int Malformed { get; init; }

    /// <summary>Of the malformed: got a status.</summary>
    public required int Answered { get; init; }

    /// <summary>Of the malformed: the connection was closed on them.</summary>
    public required int Closed { get; init; }
    public required int Slow { get; init; }
    public required int Cycles { get; init; }
    public required double Seconds { get; init; }
    public required ServerCounts Before { get; init; }
    public required ServerCounts After { get; init; }

    /// <summary>Of a stream that nobody touched.</summary>
    public required long SteadyResults { get; init; }

    public bool IsAsBefore => After.Matches(Before, HandlesOfTheRuntime) && SteadyResults > 0 && Answered + Closed == Malformed;

    public override void Print() => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
        {Malformed} malformed ({Answered} answered, {Closed} hung up on), {Slow} slow, {Cycles} opened and closed, in {Seconds:0} s
                       before      after
        handles    {Before.Handles,10} {After.Handles,10}
        streams    {Before.Streams,10} {After.Streams,10}
        viewers    {Before.Subscribers,10} {After.Subscribers,10}
        memory     {Before.ResidentKb / 1024,7} MB {After.ResidentKb / 1024,7} MB
        steady     its results {(SteadyResults > 0 ? "went on" : "STOPPED")}: {SteadyResults} meanwhile
        """));

    public override string? BrokenPromise() => IsAsBefore ? null : "the server is not as it was before";
}
