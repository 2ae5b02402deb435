using System.Runtime.InteropServices;
using FFmpeg.Native;
using Media;

namespace FFmpeg;

/// <summary>The FFmpeg release this process uses.</summary>
public static class MediaLibrary
{
    /// <summary>Loads the libraries and checks that their versions are ones whose layouts are known. Done by itself on first use.</summary>
    /// <exception cref="MediaException">None of the expected versions is installed; the message names them.</exception>
    public static void Load() => _ = Offsets.Current;

    /// <summary>The release as it names itself, for example "5.1.6-0+deb12u1".</summary>
    public static string Version
    {
        get
        {
            Load();
            return Marshal.PtrToStringUTF8(LibAvUtil.av_version_info()) ?? "";
        }
    }
}
