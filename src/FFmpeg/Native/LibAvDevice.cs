using System.Runtime.InteropServices;

namespace FFmpeg.Native;

/// <summary>The demuxers of devices (v4l2), in a library of their own.</summary>
internal static partial class LibAvDevice
{
    private static readonly Lazy<bool> Registered = new(() =>
    {
        try
        {
            avdevice_register_all();
            return true;
        }
        catch (DllNotFoundException)
        {
            return false;
        }
    });

    /// <summary>Makes its demuxers known; false where the library is not installed.</summary>
    internal static bool Register() => Registered.Value;

    [LibraryImport(Libraries.AvDevice)]
    private static partial void avdevice_register_all();
}
