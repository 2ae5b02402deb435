using System.Runtime.InteropServices;

namespace WebRtc.Dtls.Native;

/// <summary>OpenSSL 3, as .NET itself has loaded it.</summary>
internal static unsafe partial class OpenSsl
{
    public const string Ssl = "libssl.so.3", Crypto = "libcrypto.so.3";

    public const int Dtls12 = 0xFEFD;

    public const int EvpPkeyEc = 408;

    /// <summary>Of SSL_ctrl and SSL_CTX_ctrl, for what are macros in C.</summary>
    public const int CtrlSetMtu = 17, CtrlSetSessionCacheMode = 44, CtrlGetTimeout = 73, CtrlHandleTimeout = 74,
        CtrlSetGroupsList = 92, CtrlSetMinProtocol = 123, CtrlSetMaxProtocol = 124;

    public const int VerifyPeer = 1, FailIfNoPeerCertificate = 2;

    public const ulong OptionNoQueryMtu = 1 << 12, OptionNoTicket = 1 << 14, OptionNoRenegotiation = 1 << 30;

    /// <summary>Of SSL_get_error.</summary>
    public const int ErrorWantRead = 2, ErrorZeroReturn = 6;

    public const int BioSourceSink = 0x400;

    public const int BioFlagRead = 1, BioFlagsRetry = 0x0F, BioFlagShouldRetry = 8;

    public const int BioCtrlPending = 10, BioCtrlFlush = 11, BioCtrlGetFallbackMtu = 47, BioCtrlQueryMtu = 40, BioCtrlGetMtuOverhead = 49;

    [LibraryImport(Ssl)]
    public static partial nint DTLS_method();

    [LibraryImport(Ssl)]
    public static partial nint SSL_CTX_new(nint method);

    [LibraryImport(Ssl)]
    public static partial void SSL_CTX_free(nint context);

    [LibraryImport(Ssl, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint SSL_CTX_ctrl(ContextHandle context, int command, nint value, string? text);

    [LibraryImport(Ssl)]
    public static partial ulong SSL_CTX_set_options(ContextHandle context, ulong options);

    [LibraryImport(Ssl, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int SSL_CTX_set_cipher_list(ContextHandle context, string ciphers);

    /// <returns>0 is success, unlike elsewhere.</returns>
    [LibraryImport(Ssl, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int SSL_CTX_set_tlsext_use_srtp(ContextHandle context, string profiles);

    [LibraryImport(Ssl)]
    public static partial int SSL_CTX_use_certificate_ASN1(ContextHandle context, int length, byte[] certificate);

    [LibraryImport(Ssl)]
    public static partial int SSL_CTX_use_PrivateKey_ASN1(int type, ContextHandle context, byte[] key, nint length);

    [LibraryImport(Ssl)]
    public static partial void SSL_CTX_set_verify(ContextHandle context, int mode, nint callback);

    [LibraryImport(Ssl)]
    public static partial void SSL_CTX_set_cert_verify_callback(ContextHandle context, delegate* unmanaged<nint, nint, int> callback, nint argument);

    [LibraryImport(Ssl)]
    public static partial nint SSL_new(ContextHandle context);

    [LibraryImport(Ssl)]
    public static partial void SSL_free(nint ssl);

    [LibraryImport(Ssl)]
    public static partial nint SSL_ctrl(SslHandle ssl, int command, nint value, TimeValue* time);

    [LibraryImport(Ssl)]
    public static partial void SSL_set_bio(SslHandle ssl, nint read, nint write);

    [LibraryImport(Ssl)]
    public static partial void SSL_set_accept_state(SslHandle ssl);

    [LibraryImport(Ssl)]
    public static partial void SSL_set_connect_state(SslHandle ssl);

    [LibraryImport(Ssl)]
    public static partial int SSL_do_handshake(SslHandle ssl);

    [LibraryImport(Ssl)]
    public static partial int SSL_read(SslHandle ssl, byte* buffer, int length);

    [LibraryImport(Ssl)]
    public static partial int SSL_shutdown(SslHandle ssl);

    [LibraryImport(Ssl)]
    public static partial int SSL_get_error(SslHandle ssl, int result);

    [LibraryImport(Ssl)]
    public static partial nint SSL_get1_peer_certificate(SslHandle ssl);

    /// <returns>A name, and an id behind it.</returns>
    [LibraryImport(Ssl)]
    public static partial SrtpProfileName* SSL_get_selected_srtp_profile(SslHandle ssl);

    [LibraryImport(Ssl)]
    public static partial int SSL_export_keying_material(
        SslHandle ssl, byte* output, nuint outputLength, byte* label, nuint labelLength, byte* context, nuint contextLength, int useContext);

    [LibraryImport(Ssl)]
    public static partial void DTLS_set_timer_cb(SslHandle ssl, delegate* unmanaged<nint, uint, uint> callback);

    [LibraryImport(Crypto)]
    public static partial nint BIO_meth_new(int type, [MarshalAs(UnmanagedType.LPUTF8Str)] string name);

    [LibraryImport(Crypto)]
    public static partial int BIO_meth_set_write(nint method, delegate* unmanaged<nint, byte*, int, int> write);

    [LibraryImport(Crypto)]
    public static partial int BIO_meth_set_read(nint method, delegate* unmanaged<nint, byte*, int, int> read);

    [LibraryImport(Crypto)]
    public static partial int BIO_meth_set_ctrl(nint method, delegate* unmanaged<nint, int, nint, nint, nint> ctrl);

    [LibraryImport(Crypto)]
    public static partial int BIO_get_new_index();

    [LibraryImport(Crypto)]
    public static partial nint BIO_new(nint method);

    [LibraryImport(Crypto)]
    public static partial void BIO_set_init(nint bio, int initialised);

    [LibraryImport(Crypto)]
    public static partial void BIO_set_data(nint bio, nint data);

    [LibraryImport(Crypto)]
    public static partial nint BIO_get_data(nint bio);

    [LibraryImport(Crypto)]
    public static partial void BIO_set_flags(nint bio, int flags);

    [LibraryImport(Crypto)]
    public static partial void BIO_clear_flags(nint bio, int flags);

    [LibraryImport(Crypto)]
    public static partial int i2d_X509(nint certificate, byte** output);

    [LibraryImport(Crypto)]
    public static partial void X509_free(nint certificate);

    [LibraryImport(Crypto)]
    public static partial void ERR_clear_error();

    [LibraryImport(Crypto)]
    public static partial nuint ERR_get_error();

    [LibraryImport(Crypto)]
    public static partial void ERR_error_string_n(nuint error, byte* buffer, nuint length);

    /// <summary>struct timeval.</summary>
    public struct TimeValue
    {
        public nint Seconds, Microseconds;
    }

    /// <summary>SRTP_PROTECTION_PROFILE.</summary>
    public struct SrtpProfileName
    {
        public nint Name;
        public nuint Id;
    }
}
