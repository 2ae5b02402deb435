namespace GrpcHosting.Metadata;

/// <summary>The value of a "-bin" key: base64 (RFC 4648 section 4) that peers may send with or without its padding.</summary>
internal static class BinaryValue
{
    public static string Encode(ReadOnlySpan<byte> value) => Convert.ToBase64String(value).TrimEnd('=');

    public static bool TryDecode(string text, out byte[] value)
    {
        var bare = text.AsSpan().Trim(' ').TrimEnd('=');
        value = [];
        // One character over a multiple of four holds six bits: no byte.
        if (bare.Length % 4 == 1)
            return false;

        var padded = bare.ToString().PadRight((bare.Length + 3) / 4 * 4, '=');
        var buffer = new byte[bare.Length * 3 / 4];
        if (!Convert.TryFromBase64String(padded, buffer, out var written) || written != buffer.Length)
            return false;
        value = buffer;
        return true;
    }
}
