namespace Sinks.Kafka;

/// <summary>Values for a client that takes whole arrays alone, and has copied them when it returns: an array serves all values of its length.</summary>
/// <remarks>So a value costs no array once its length has occurred; kept are 1024 arrays of at most 16 KB. For one thread.</remarks>
internal sealed class ValueArrays
{
    private const int Slots = 1024, MostBytes = 16 * 1024;

    private readonly byte[]?[] _arrays = new byte[]?[Slots];

    /// <returns>Borrowed until the next copy is made.</returns>
    public byte[] Copy(ReadOnlySpan<byte> value)
    {
        if (value.Length > MostBytes)
            return value.ToArray();
        ref var array = ref _arrays[value.Length % Slots];
        if (array?.Length != value.Length)
            array = new byte[value.Length];
        value.CopyTo(array);
        return array;
    }
}
