using System.Runtime.InteropServices;
using WebRtc.Dtls.Native;
using WebRtc.Srtp.Native;

namespace WebRtc;

/// <summary>The libraries of the system that are needed here.</summary>
public static class NativeLibraries
{
    private static readonly (string Name, string Package)[] Needed =
        [(OpenSsl.Ssl, "libssl3"), (OpenSsl.Crypto, "libssl3"), (LibSrtp.Library, "libsrtp2-1")];

    /// <summary>What to install; null: all are there.</summary>
    public static string? Missing
    {
        get
        {
            var absent = Needed.Where(library => !NativeLibrary.TryLoad(library.Name, out _)).ToArray();
            if (absent.Length == 0)
                return null;
            var packages = absent.Select(library => library.Package).Distinct();
            return $"{string.Join(" and ", absent.Select(library => library.Name))} cannot be loaded: install {string.Join(' ', packages)} (Debian, Ubuntu)";
        }
    }

    internal static void Require()
    {
        if (Missing is { } missing)
            throw new WebRtcException(missing);
    }
}
