namespace WebRtc.Dtls;

/// <summary>What the handshake agreed on; RFC 5764 §4.2. Each is a key with its salt behind it.</summary>
internal sealed record SrtpKeys(SrtpProfile Profile, byte[] Local, byte[] Remote)
{
    public const int KeyLength = 16;

    /// <summary>client key, server key, client salt, server salt.</summary>
    public static SrtpKeys From(SrtpProfile profile, DtlsRole role, ReadOnlySpan<byte> material)
    {
        var salt = SaltLength(profile);
        byte[] client = [.. material[..KeyLength], .. material.Slice(2 * KeyLength, salt)];
        byte[] server = [.. material.Slice(KeyLength, KeyLength), .. material.Slice(2 * KeyLength + salt, salt)];
        return role == DtlsRole.Client ? new(profile, client, server) : new(profile, server, client);
    }

    public static int MaterialLength(SrtpProfile profile) => 2 * (KeyLength + SaltLength(profile));

    /// <summary>Nothing of the keys.</summary>
    public override string ToString() => Profile.ToString();

    private static int SaltLength(SrtpProfile profile) => profile == SrtpProfile.AeadAes128Gcm ? 12 : 14;
}

/// <summary>How media are protected, by the numbers of RFC 5764 §4.1.2 and RFC 7714 §14.2.</summary>
internal enum SrtpProfile
{
    Aes128CmSha1 = 0x0001,
    AeadAes128Gcm = 0x0007,
}
