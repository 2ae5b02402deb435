using System.Security.Cryptography;

namespace WebRtc.Dtls;

/// <summary>The hash of a certificate that the session description vouches for; RFC 8122 §5.</summary>
internal sealed record DtlsFingerprint(HashAlgorithmName Algorithm, byte[] Hash)
{
    // SHA-1 and MD5 are long broken.
    private static readonly (string Name, HashAlgorithmName Algorithm, int Length)[] Known =
    [
        ("sha-256", HashAlgorithmName.SHA256, SHA256.HashSizeInBytes),
        ("sha-384", HashAlgorithmName.SHA384, SHA384.HashSizeInBytes),
        ("sha-512", HashAlgorithmName.SHA512, SHA512.HashSizeInBytes),
    ];

    public static DtlsFingerprint Of(ReadOnlySpan<byte> certificate) => new(HashAlgorithmName.SHA256, SHA256.HashData(certificate));

    /// <summary>Reads "sha-256 0A:1B:..."; null where it is not that, or the hash is not one of those above.</summary>
    public static DtlsFingerprint? Parse(string text)
    {
        var parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length != 2)
            return null;
        var known = Array.Find(Known, known => known.Name.Equals(parts[0], StringComparison.OrdinalIgnoreCase));
        if (known.Name is null || parts[1].Length != 3 * known.Length - 1)
            return null;
        var hash = new byte[known.Length];
        for (var i = 0; i < hash.Length; i++)
        {
            if (i > 0 && parts[1][3 * i - 1] != ':')
                return null;
            if (!byte.TryParse(parts[1].AsSpan(3 * i, 2), System.Globalization.NumberStyles.AllowHexSpecifier, null, out hash[i]))
                return null;
        }
        return new(known.Algorithm, hash);
    }

    /// <summary>Compared in constant time.</summary>
    public bool Matches(ReadOnlySpan<byte> certificate)
    {
        Span<byte> hash = stackalloc byte[SHA512.HashSizeInBytes];
        var length = CryptographicOperations.HashData(Algorithm, certificate, hash);
        return CryptographicOperations.FixedTimeEquals(hash[..length], Hash);
    }

    public override string ToString() =>
        Array.Find(Known, known => known.Algorithm == Algorithm).Name + ' ' + string.Join(':', Hash.Select(value => value.ToString("X2", null)));
}
