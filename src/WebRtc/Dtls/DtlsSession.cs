using System.Runtime.InteropServices;
using WebRtc.Dtls.Native;

namespace WebRtc.Dtls;

/// <summary>
/// One peer's DTLS, without a socket: datagrams go in, datagrams to send come out, and the caller's clock fires the timeouts.
/// One thread at a time.
/// </summary>
internal sealed unsafe class DtlsSession : IDisposable
{
    // Media paths answer within tens of milliseconds; a second, the standard's first timeout, would be seen by the user.
    private const uint FirstTimeout = 200_000, LastTimeout = 3_000_000;

    private readonly DtlsRole _role;
    private readonly DtlsFingerprint _expected;
    private readonly SslHandle _ssl;
    private readonly DatagramBio _bio;

    /// <param name="expected">Of the certificate that the peer's description vouches for.</param>
    public DtlsSession(DtlsContext context, DtlsRole role, DtlsFingerprint expected)
    {
        (_role, _expected) = (role, expected);
        OpenSsl.ERR_clear_error();
        _ssl = new(context.Handle);
        _bio = new(_ssl);
        _ = OpenSsl.SSL_ctrl(_ssl, OpenSsl.CtrlSetMtu, DatagramBio.Mtu, null);
        OpenSsl.DTLS_set_timer_cb(_ssl, &NextTimeout);
        if (role == DtlsRole.Server)
            OpenSsl.SSL_set_accept_state(_ssl);
        else
            OpenSsl.SSL_set_connect_state(_ssl);
    }

    public DtlsState State { get; private set; }

    /// <summary>Why it failed, in words.</summary>
    public string Failure { get; private set; } = "";

    /// <summary>Once it is connected.</summary>
    public SrtpKeys? Keys { get; private set; }

    /// <summary>Until what was sent is to be sent again; null: nothing waits for an answer.</summary>
    public TimeSpan? Timeout
    {
        get
        {
            OpenSsl.TimeValue time;
            if (State != DtlsState.Handshaking || OpenSsl.SSL_ctrl(_ssl, OpenSsl.CtrlGetTimeout, 0, &time) != 1)
                return null;
            return TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromMicroseconds(time.Microseconds);
        }
    }

    /// <summary>Client: sends the hello.</summary>
    public void Start() => Continue();

    public void Receive(ReadOnlySpan<byte> datagram)
    {
        if (State is DtlsState.Failed or DtlsState.Closed)
            return;
        _bio.Receive(datagram);
        if (State == DtlsState.Handshaking)
            Continue();
        else
            ReadRest();
    }

    public void HandleTimeout()
    {
        if (Timeout is not { } left || left > TimeSpan.Zero)
            return;
        OpenSsl.ERR_clear_error();
        if (OpenSsl.SSL_ctrl(_ssl, OpenSsl.CtrlHandleTimeout, 0, null) < 0)
            Fail(OpenSslError.Take());
    }

    public bool TryTakeDatagram(out byte[] datagram) => _bio.TryTake(out datagram);

    /// <summary>Says goodbye.</summary>
    public void Close()
    {
        if (State != DtlsState.Connected)
            return;
        OpenSsl.ERR_clear_error();
        _ = OpenSsl.SSL_shutdown(_ssl);
        State = DtlsState.Closed;
    }

    public void Dispose()
    {
        _ssl.Dispose();
        _bio.Dispose();
    }

    private void Continue()
    {
        OpenSsl.ERR_clear_error();
        var result = OpenSsl.SSL_do_handshake(_ssl);
        if (result == 1)
            Finish();
        else if (OpenSsl.SSL_get_error(_ssl, result) != OpenSsl.ErrorWantRead)
            Fail(OpenSslError.Take());
    }

    private void Finish()
    {
        if (!IsExpectedPeer())
        {
            Fail($"the peer's certificate is not the one of its a=fingerprint ({_expected})");
            return;
        }
        var profile = OpenSsl.SSL_get_selected_srtp_profile(_ssl);
        if (profile is null)
        {
            Fail("the peer offers no SRTP profile that is known here");
            return;
        }
        Keys = Export((SrtpProfile)profile->Id);
        State = DtlsState.Connected;
    }

    private bool IsExpectedPeer()
    {
        var certificate = OpenSsl.SSL_get1_peer_certificate(_ssl);
        if (certificate == 0)
            return false;
        try
        {
            var encoded = new byte[Math.Max(0, OpenSsl.i2d_X509(certificate, null))];
            fixed (byte* start = encoded)
            {
                var end = start;
                _ = OpenSsl.i2d_X509(certificate, &end);
            }
            return _expected.Matches(encoded);
        }
        finally
        {
            OpenSsl.X509_free(certificate);
        }
    }

    private SrtpKeys Export(SrtpProfile profile)
    {
        Span<byte> material = stackalloc byte[SrtpKeys.MaterialLength(profile)];
        var label = "EXTRACTOR-dtls_srtp"u8;
        fixed (byte* output = material, name = label)
            OpenSslError.Check(
                OpenSsl.SSL_export_keying_material(_ssl, output, (nuint)material.Length, name, (nuint)label.Length, null, 0, 0) == 1,
                "SSL_export_keying_material");
        return SrtpKeys.From(profile, _role, material);
    }

    /// <summary>After the handshake: alerts, and repeats of the peer's last flight, which OpenSSL answers.</summary>
    private void ReadRest()
    {
        var buffer = stackalloc byte[64];
        OpenSsl.ERR_clear_error();
        var result = OpenSsl.SSL_read(_ssl, buffer, 64);
        if (result > 0)
            return;
        switch (OpenSsl.SSL_get_error(_ssl, result))
        {
            case OpenSsl.ErrorWantRead: break;
            case OpenSsl.ErrorZeroReturn: State = DtlsState.Closed; break;
            default: Fail(OpenSslError.Take()); break;
        }
    }

    private void Fail(string reason) => (State, Failure) = (DtlsState.Failed, reason);

    [UnmanagedCallersOnly]
    private static uint NextTimeout(nint ssl, uint last) => last == 0 ? FirstTimeout : Math.Min(2 * last, LastTimeout);
}

internal enum DtlsState
{
    Handshaking,

    /// <summary>The peer is who its description says, and keys are there.</summary>
    Connected,

    /// <summary>The peer has said goodbye.</summary>
    Closed,

    Failed,
}

internal enum DtlsRole
{
    /// <summary>Waits for the peer's hello: a=setup:passive.</summary>
    Server,

    /// <summary>a=setup:active.</summary>
    Client,
}
