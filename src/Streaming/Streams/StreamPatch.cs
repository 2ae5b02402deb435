namespace Streaming.Streams;

/// <summary>The body of PATCH /v1/streams/{id}: what may change while frames flow. Absent members stay as they are.</summary>
public sealed class StreamPatch
{
    private readonly Dictionary<StreamOption, object> _values = [];

    public string? Url => (string?)this[StreamOption.Url];

    /// <summary>Null where it stays.</summary>
    public object? this[StreamOption option]
    {
        get => _values.GetValueOrDefault(option);
        set
        {
            if (value is null)
                _values.Remove(option);
            else
                _values[option] = value;
        }
    }

    public StreamOptions ApplyTo(StreamOptions options) => options.With(_values.Select(one => (one.Key, (object?)one.Value)));
}
