using System.Runtime.InteropServices;
using WebRtc.Dtls;

namespace WebRtc.Srtp.Native;

/// <summary>srtp_t of one direction, counted while it lives so that tests can prove that nothing leaks.</summary>
internal sealed unsafe class SrtpHandle : SafeHandle
{
    /// <summary>Packets that may overtake each other; a key frame at high rates is some hundred.</summary>
    private const int ReplayWindow = 1024;

    private static readonly Lazy<int> Initialised = new(LibSrtp.srtp_init);

    private static int s_live;

    /// <param name="direction">AnyInbound or AnyOutbound.</param>
    public SrtpHandle(SrtpProfile profile, ReadOnlySpan<byte> key, int direction) : base(0, ownsHandle: true)
    {
        Check(Initialised.Value, "srtp_init");
        fixed (byte* pinned = key)
        {
            LibSrtp.Policy policy = new() { SsrcType = direction, Key = pinned, WindowSize = ReplayWindow };
            Choose(profile, &policy.Rtp);
            Choose(profile, &policy.Rtcp);
            nint session;
            Check(LibSrtp.srtp_create(&session, &policy), "srtp_create");
            SetHandle(session);
        }
        Interlocked.Increment(ref s_live);
    }

    internal static int Live => Volatile.Read(ref s_live);

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        Interlocked.Decrement(ref s_live);
        return LibSrtp.srtp_dealloc(handle) == LibSrtp.Ok;
    }

    private static void Choose(SrtpProfile profile, LibSrtp.CryptoPolicy* policy)
    {
        if (profile == SrtpProfile.AeadAes128Gcm)
            LibSrtp.srtp_crypto_policy_set_aes_gcm_128_16_auth(policy);
        else
            LibSrtp.srtp_crypto_policy_set_rtp_default(policy);
    }

    private static void Check(int status, string call)
    {
        if (status != LibSrtp.Ok)
            throw new WebRtcException($"libsrtp: {call} failed with status {status}");
    }
}
