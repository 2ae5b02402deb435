using System.Runtime.InteropServices;

namespace WebRtc.Srtp.Native;

/// <summary>libsrtp 2, Debian's libsrtp2-1.</summary>
internal static unsafe partial class LibSrtp
{
    public const string Library = "libsrtp2.so.1";

    public const int AnyInbound = 2, AnyOutbound = 3;

    /// <summary>srtp_err_status_t.</summary>
    public const int Ok = 0, AuthenticationFailed = 7, Replayed = 9, ReplayedOld = 10;

    [LibraryImport(Library)]
    public static partial int srtp_init();

    [LibraryImport(Library)]
    public static partial int srtp_create(nint* session, Policy* policy);

    [LibraryImport(Library)]
    public static partial int srtp_dealloc(nint session);

    [LibraryImport(Library)]
    public static partial int srtp_protect(SrtpHandle session, byte* packet, int* length);

    [LibraryImport(Library)]
    public static partial int srtp_unprotect(SrtpHandle session, byte* packet, int* length);

    [LibraryImport(Library)]
    public static partial int srtp_protect_rtcp(SrtpHandle session, byte* packet, int* length);

    [LibraryImport(Library)]
    public static partial int srtp_unprotect_rtcp(SrtpHandle session, byte* packet, int* length);

    [LibraryImport(Library)]
    public static partial void srtp_crypto_policy_set_rtp_default(CryptoPolicy* policy);

    [LibraryImport(Library)]
    public static partial void srtp_crypto_policy_set_aes_gcm_128_16_auth(CryptoPolicy* policy);

    /// <summary>srtp_crypto_policy_t.</summary>
    public struct CryptoPolicy
    {
        public uint CipherType;
        public int CipherKeyLength;
        public uint AuthenticationType;
        public int AuthenticationKeyLength, TagLength, Services;
    }

    /// <summary>srtp_policy_t of 2.x.</summary>
    public struct Policy
    {
        public int SsrcType;
        public uint Ssrc;
        public CryptoPolicy Rtp, Rtcp;
        public byte* Key;
        public nint Keys;
        public nuint MasterKeys;
        public nint Deprecated;
        public nuint WindowSize;
        public int AllowRepeats;
        public nint EncryptedExtensions;
        public int EncryptedExtensionCount;
        public nint Next;
    }
}
