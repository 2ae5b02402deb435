using System.Runtime.InteropServices;

namespace WebRtc.Dtls.Native;

/// <summary>OpenSSL's view of the network: each read is one datagram that came, each write one to send. A memory BIO would merge them.</summary>
internal sealed unsafe class DatagramBio : IDisposable
{
    /// <summary>No path of the internet refuses it; RFC 8200 §5 less headers.</summary>
    public const int Mtu = 1200;

    /// <summary>A flight has four datagrams; full means that nobody sends them, and more are of no use.</summary>
    private const int MaxWaiting = 32;

    private static readonly Lazy<nint> Method = new(CreateMethod);

    private readonly Queue<byte[]> _toSend = new();
    private GCHandle _self;
    private byte[] _received = [];
    private int _length;

    public DatagramBio(SslHandle ssl)
    {
        var bio = OpenSsl.BIO_new(Method.Value);
        OpenSslError.Check(bio != 0, "BIO_new");
        _self = GCHandle.Alloc(this, GCHandleType.Weak);
        OpenSsl.BIO_set_data(bio, GCHandle.ToIntPtr(_self));
        OpenSsl.BIO_set_init(bio, 1);
        OpenSsl.SSL_set_bio(ssl, bio, bio);
    }

    public void Receive(ReadOnlySpan<byte> datagram)
    {
        if (_received.Length < datagram.Length)
            _received = new byte[Math.Max(datagram.Length, 2048)];
        datagram.CopyTo(_received);
        _length = datagram.Length;
    }

    public bool TryTake(out byte[] datagram) => _toSend.TryDequeue(out datagram!);

    /// <summary>Only after the SSL object was freed.</summary>
    public void Dispose()
    {
        if (_self.IsAllocated)
            _self.Free();
    }

    private static nint CreateMethod()
    {
        var method = OpenSsl.BIO_meth_new(OpenSsl.BIO_get_new_index() | OpenSsl.BioSourceSink, "datagrams");
        OpenSslError.Check(method != 0, "BIO_meth_new");
        _ = OpenSsl.BIO_meth_set_read(method, &Read);
        _ = OpenSsl.BIO_meth_set_write(method, &Write);
        _ = OpenSsl.BIO_meth_set_ctrl(method, &Control);
        return method;
    }

    [UnmanagedCallersOnly]
    private static int Read(nint bio, byte* buffer, int length)
    {
        OpenSsl.BIO_clear_flags(bio, OpenSsl.BioFlagsRetry);
        if (Of(bio) is not { _length: > 0 } self)
        {
            OpenSsl.BIO_set_flags(bio, OpenSsl.BioFlagRead | OpenSsl.BioFlagShouldRetry);
            return -1;
        }
        // What does not fit is cut off, as a socket would.
        var read = Math.Min(length, self._length);
        self._received.AsSpan(0, read).CopyTo(new Span<byte>(buffer, read));
        self._length = 0;
        return read;
    }

    [UnmanagedCallersOnly]
    private static int Write(nint bio, byte* bytes, int length)
    {
        OpenSsl.BIO_clear_flags(bio, OpenSsl.BioFlagsRetry);
        if (Of(bio) is { } self && self._toSend.Count < MaxWaiting)
            self._toSend.Enqueue(new ReadOnlySpan<byte>(bytes, length).ToArray());
        return length;
    }

    [UnmanagedCallersOnly]
    private static nint Control(nint bio, int command, nint value, nint pointer) => command switch
    {
        OpenSsl.BioCtrlFlush => 1,
        OpenSsl.BioCtrlQueryMtu or OpenSsl.BioCtrlGetFallbackMtu => Mtu,
        OpenSsl.BioCtrlPending => Of(bio)?._length ?? 0,
        // IPv6 and UDP headers.
        OpenSsl.BioCtrlGetMtuOverhead => 48,
        _ => 0,
    };

    private static DatagramBio? Of(nint bio) => GCHandle.FromIntPtr(OpenSsl.BIO_get_data(bio)).Target as DatagramBio;
}
