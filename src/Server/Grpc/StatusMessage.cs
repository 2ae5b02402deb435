namespace Server.Grpc;

/// <summary>grpc-message as it crosses: UTF-8, every byte but printable ASCII (and '%' itself) as %XX.</summary>
internal static class StatusMessage
{
    /// <summary>Clients of gRPC's C core refuse trailers of more than 8 KiB altogether.</summary>
    public const int MaxLength = 4096;

    /// <summary>Between two characters.</summary>
    public static string Cut(string encoded)
    {
        if (encoded.Length <= MaxLength)
            return encoded;
        var end = MaxLength;
        if (encoded[end - 1] == '%')
            end -= 1;
        else if (encoded[end - 2] == '%')
            end -= 2;
        // 10xxxxxx goes on with a character that began before it.
        while (end >= 3 && encoded[end] == '%' && encoded.ElementAtOrDefault(end + 1) is '8' or '9' or 'A' or 'B')
            end -= 3;
        return encoded[..end];
    }
}
