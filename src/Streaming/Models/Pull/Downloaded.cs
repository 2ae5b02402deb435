namespace Streaming.Models.Pull;

/// <summary>How far a download is.</summary>
/// <param name="Bytes">What has come, earlier tries included.</param>
/// <param name="Total">Null where the server does not say.</param>
public readonly record struct Downloaded(long Bytes, long? Total);
