namespace WebRtc.Dtls;

/// <summary>How media are protected, by the numbers of RFC 5764 §4.1.2 and RFC 7714 §14.2.</summary>
internal enum SrtpProfile
{
    Aes128CmSha1 = 0x0001,
    AeadAes128Gcm = 0x0007,
}
