using System.Text;

namespace GrpcHosting.Metadata;

/// <summary>grpc-message: UTF-8, every byte but printable ASCII (and '%' itself) as %XX.</summary>
internal static class PercentEncoding
{
    /// <summary>Clients of gRPC's C core refuse trailers of more than 8 KiB altogether.</summary>
    private const int MaxBytes = 4096;

    public static string Encode(string text)
    {
        if (text.Length <= MaxBytes && text.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0 && !text.Contains('%'))
            return text;

        var encoded = new StringBuilder(text.Length + 16);
        foreach (var rune in text.EnumerateRunes())
        {
            if (encoded.Length + 3 * rune.Utf8SequenceLength > MaxBytes)
                break;
            Append(encoded, rune);
        }
        return encoded.ToString();
    }

    /// <summary>What is no escape stays as it is: a broken message is still worth reading.</summary>
    public static string Decode(string text) => text.Contains('%') ? Uri.UnescapeDataString(text) : text;

    private static void Append(StringBuilder encoded, Rune rune)
    {
        if (rune.Value is >= ' ' and <= '~' and not '%')
        {
            encoded.Append((char)rune.Value);
            return;
        }

        Span<byte> utf8 = stackalloc byte[4];
        foreach (var one in utf8[..rune.EncodeToUtf8(utf8)])
            encoded.Append('%').Append("0123456789ABCDEF"[one >> 4]).Append("0123456789ABCDEF"[one & 15]);
    }
}
