namespace Streaming.Streams;

/// <summary>The body of PATCH /v1/streams/{id}: what may change while frames flow. Absent members stay as they are.</summary>
public sealed class StreamPatch
{
    // A null takes an option back to where it was not asked for: only between options that are known whole.
    private readonly Dictionary<StreamOption, object?> _values = [];

    public bool IsEmpty => _values.Count == 0;

    /// <summary>While frames flow.</summary>
    public bool MayBeApplied => _values.Keys.All(option => option.MayChange);

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

    /// <summary>What makes one of the other.</summary>
    public static StreamPatch Between(StreamOptions from, StreamOptions to)
    {
        var patch = new StreamPatch();
        foreach (var option in StreamOption.All.Where(option => !IsSame(option.Get(from), option.Get(to))))
            patch._values[option] = option.Get(to);
        return patch;
    }

    public StreamOptions ApplyTo(StreamOptions options) => options.With(_values.Select(one => (one.Key, one.Value)));

    private static bool IsSame(object? a, object? b) => a is string[] or null && b is string[] or null ? (a as string[] ?? []).SequenceEqual(b as string[] ?? []) : Equals(a, b);
}
