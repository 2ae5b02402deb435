using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace WebRtc.Dtls;

/// <summary>A self-signed P-256 certificate: trust comes from its hash in the session description; RFC 8827 §6.5.</summary>
internal sealed record DtlsCertificate(byte[] Certificate, byte[] PrivateKey)
{
    // Peers do not check it; clocks that go wrong get a day.
    private static readonly TimeSpan Before = TimeSpan.FromDays(1), After = TimeSpan.FromDays(365);

    public DtlsFingerprint Fingerprint { get; } = DtlsFingerprint.Of(Certificate);

    public static DtlsCertificate Create(TimeProvider time)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=WebRTC", key, HashAlgorithmName.SHA256);
        var now = time.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now - Before, now + After);
        return new(certificate.RawData, key.ExportECPrivateKey());
    }
}
