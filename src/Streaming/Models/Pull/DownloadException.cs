namespace Streaming.Models.Pull;

/// <summary>The network failed. Nothing is wrong with what was asked for, and what has come is kept for the next try.</summary>
internal sealed class DownloadException(string message, Exception inner) : Exception(message, inner);
