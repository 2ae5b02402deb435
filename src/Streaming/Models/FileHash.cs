using System.Security.Cryptography;

namespace Streaming.Models;

/// <summary>SHA-256 as 64 hex digits in lower case.</summary>
public static class FileHash
{
    /// <summary>Digits that are enough to tell models apart at a glance.</summary>
    private const int ShortLength = 12;

    public static string Of(string path)
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }

    public static string Short(string hash) => hash[..ShortLength];

    public static bool IsHash(string text) => text.Length == SHA256.HashSizeInBytes * 2 && text.All(char.IsAsciiHexDigit);
}
