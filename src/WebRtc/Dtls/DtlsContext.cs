using System.Runtime.InteropServices;
using WebRtc.Dtls.Native;

namespace WebRtc.Dtls;

/// <summary>What all sessions of an endpoint share: DTLS 1.2 with forward secrecy, the certificate, the SRTP profiles.</summary>
internal sealed unsafe class DtlsContext : IDisposable
{
    // GCM costs a fifth of SHA-1 here; every peer knows SHA-1.
    private const string Profiles = "SRTP_AEAD_AES_128_GCM:SRTP_AES128_CM_SHA1_80";

    private const string Ciphers = "ECDHE+AESGCM:ECDHE+CHACHA20:ECDHE+AES:!aNULL";

    private const string Groups = "X25519:P-256:P-384";

    public DtlsContext(DtlsCertificate certificate, string profiles = Profiles)
    {
        OpenSsl.ERR_clear_error();
        Handle = new();
        _ = OpenSsl.SSL_CTX_ctrl(Handle, OpenSsl.CtrlSetMinProtocol, OpenSsl.Dtls12, null);
        _ = OpenSsl.SSL_CTX_ctrl(Handle, OpenSsl.CtrlSetMaxProtocol, OpenSsl.Dtls12, null);
        _ = OpenSsl.SSL_CTX_ctrl(Handle, OpenSsl.CtrlSetSessionCacheMode, 0, null);
        OpenSsl.SSL_CTX_set_options(Handle, OpenSsl.OptionNoQueryMtu | OpenSsl.OptionNoTicket | OpenSsl.OptionNoRenegotiation);
        OpenSslError.Check(OpenSsl.SSL_CTX_ctrl(Handle, OpenSsl.CtrlSetGroupsList, 0, Groups) == 1, "SSL_CTX_set1_groups_list");
        OpenSslError.Check(OpenSsl.SSL_CTX_set_cipher_list(Handle, Ciphers) == 1, "SSL_CTX_set_cipher_list");
        OpenSslError.Check(OpenSsl.SSL_CTX_set_tlsext_use_srtp(Handle, profiles) == 0, "SSL_CTX_set_tlsext_use_srtp");
        var (encoded, key) = (certificate.Certificate, certificate.PrivateKey);
        OpenSslError.Check(OpenSsl.SSL_CTX_use_certificate_ASN1(Handle, encoded.Length, encoded) == 1, "SSL_CTX_use_certificate");
        OpenSslError.Check(OpenSsl.SSL_CTX_use_PrivateKey_ASN1(OpenSsl.EvpPkeyEc, Handle, key, key.Length) == 1, "SSL_CTX_use_PrivateKey");
        OpenSsl.SSL_CTX_set_verify(Handle, OpenSsl.VerifyPeer | OpenSsl.FailIfNoPeerCertificate, 0);
        OpenSsl.SSL_CTX_set_cert_verify_callback(Handle, &AcceptAny, 0);
    }

    internal ContextHandle Handle { get; }

    public void Dispose() => Handle.Dispose();

    /// <summary>Which one it is, the session checks by its hash when the handshake is done.</summary>
    [UnmanagedCallersOnly]
    private static int AcceptAny(nint store, nint argument) => 1;
}
