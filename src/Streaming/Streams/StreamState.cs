namespace Streaming.Streams;

public enum StreamState
{
    /// <summary>Its source is being opened for the first time.</summary>
    Connecting,

    /// <summary>Frames come in.</summary>
    Live,

    /// <summary>The source was lost, or never answered, and is tried again.</summary>
    Reconnecting,

    /// <summary>The file was played to its end, or the stream was removed.</summary>
    Ended,

    /// <summary>It cannot work as it was asked for; the last error says why. It is not tried again.</summary>
    Failed,
}
