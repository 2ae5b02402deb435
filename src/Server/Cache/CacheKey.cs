using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Server.Cache;

/// <summary>What an answer depends on: the model's file, what was asked, and the content, by their SHA-256.</summary>
internal readonly record struct CacheKey(string Text)
{
    /// <param name="modelSha256">Of the file that the running engine was loaded from.</param>
    /// <param name="requested">Everything that changes the answer but the content; two questions never have the same.</param>
    public static CacheKey Of(string modelSha256, string requested, params ReadOnlySpan<ReadOnlyMemory<byte>> content)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, Encoding.UTF8.GetBytes(modelSha256));
        Append(hash, Encoding.UTF8.GetBytes(requested));
        foreach (var part in content)
            Append(hash, part.Span);
        return new(Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    /// <summary>The length goes first, so that no two lists of parts run together.</summary>
    private static void Append(IncrementalHash hash, ReadOnlySpan<byte> part)
    {
        var length = (long)part.Length;
        hash.AppendData(MemoryMarshal.AsBytes(new ReadOnlySpan<long>(in length)));
        hash.AppendData(part);
    }
}
