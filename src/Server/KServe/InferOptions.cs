using System.ComponentModel.DataAnnotations;

namespace Server.KServe;

/// <summary>What clients may take of the server with tensors, in section Server.</summary>
internal sealed record InferOptions
{
    /// <summary>Requests with tensors (/v2, GRPCInferenceService) that may be inside at once; further ones are refused as exhausted (HTTP 429).</summary>
    /// <value>32</value>
    [Range(1, 10_000)]
    public int MaxConcurrentInfers { get; init; } = 32;

    /// <summary>Most pictures in one request with a tensor. They are scheduled one by one, so this bounds memory and not speed.</summary>
    /// <value>8</value>
    [Range(1, 1024)]
    public int MaxInferBatch { get; init; } = 8;
}
