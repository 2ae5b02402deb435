using Streaming.Streams;

namespace Server.Subscriptions;

/// <summary>Why no more results come, as subscribers are told.</summary>
internal static class EndOfResults
{
    public static string Reason(StreamRegistry registry) => registry.IsDraining ? "the server is stopping" : "the stream has ended";
}
