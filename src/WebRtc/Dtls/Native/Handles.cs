using System.Runtime.InteropServices;

namespace WebRtc.Dtls.Native;

/// <summary>A native object of ours, counted while it lives so that tests can prove that nothing leaks.</summary>
internal abstract class OpenSslHandle : SafeHandle
{
    private static int s_live;

    protected OpenSslHandle(nint value, string allocator) : base(0, ownsHandle: true)
    {
        if (value == 0)
            throw new WebRtcException($"OpenSSL: {allocator}: {OpenSslError.Take()}");
        SetHandle(value);
        Interlocked.Increment(ref s_live);
    }

    internal static int Live => Volatile.Read(ref s_live);

    public override bool IsInvalid => handle == 0;

    protected sealed override bool ReleaseHandle()
    {
        Free();
        Interlocked.Decrement(ref s_live);
        return true;
    }

    protected abstract void Free();
}

/// <summary>SSL_CTX.</summary>
internal sealed class ContextHandle() : OpenSslHandle(OpenSsl.SSL_CTX_new(OpenSsl.DTLS_method()), "SSL_CTX_new")
{
    protected override void Free() => OpenSsl.SSL_CTX_free(handle);
}

/// <summary>SSL, and the BIO that it owns.</summary>
internal sealed class SslHandle(ContextHandle context) : OpenSslHandle(OpenSsl.SSL_new(context), "SSL_new")
{
    protected override void Free() => OpenSsl.SSL_free(handle);
}
