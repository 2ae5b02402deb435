namespace WebRtc.Endpoint;

/// <summary>Time since the endpoint's start, which every protocol part counts in.</summary>
internal sealed class EndpointClock(TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();

    public TimeProvider Time => time;

    public TimeSpan Now => time.GetElapsedTime(_start);

    public long ToTimestamp(TimeSpan at) => _start + (long)(at.TotalSeconds * time.TimestampFrequency);
}
