using System.Runtime.InteropServices;

namespace WebRtc.Dtls.Native;

/// <summary>The calling thread's error queue, which .NET's own use of OpenSSL shares.</summary>
internal static unsafe class OpenSslError
{
    private const int MaxText = 256;

    /// <summary>The first error that waits, in words; the queue is empty then.</summary>
    public static string Take()
    {
        var error = OpenSsl.ERR_get_error();
        OpenSsl.ERR_clear_error();
        if (error == 0)
            return "no reason was given";
        var text = stackalloc byte[MaxText];
        OpenSsl.ERR_error_string_n(error, text, MaxText);
        // "error:0A000412:SSL routines::reason": the reason is what a person can use.
        return Marshal.PtrToStringUTF8((nint)text)!.Split(':')[^1];
    }

    public static void Check(bool succeeded, string call)
    {
        if (!succeeded)
            throw new WebRtcException($"OpenSSL: {call}: {Take()}");
    }
}
