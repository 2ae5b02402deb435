namespace Server.Streams;

/// <summary>One connect or start of a stream: an identity that never comes again, and the account of its frames.</summary>
internal sealed class StreamSession(int width, int height, string codec, DateTimeOffset started)
{
    /// <summary>A version 7 UUID (RFC 9562): it sorts by time and stays unique over restarts.</summary>
    public string Id { get; } = Guid.CreateVersion7().ToString("N");

    public int Width => width;

    public int Height => height;

    public string Codec => codec;

    public DateTimeOffset Started => started;

    public FrameAccount Account { get; } = new();
}
