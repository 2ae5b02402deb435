using System.ComponentModel.DataAnnotations;

namespace Streaming.Results;

/// <summary>Who may listen to results, in section Server.</summary>
public sealed record SubscriberOptions
{
    /// <summary>Subscribers of one stream's results.</summary>
    /// <value>100</value>
    [Range(1, 100_000)]
    public int MaxSubscribersPerStream { get; init; } = 100;
}
