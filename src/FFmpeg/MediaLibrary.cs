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

    /// <summary>From now on the C library keeps little of what is freed. The sooner the better: what was kept stays.</summary>
    public static void KeepLittleMemory() => LibC.KeepLittle();

    /// <summary>Gives memory that decoders had, and that the C library keeps for the next ones, back to the system. Takes milliseconds.</summary>
    /// <remarks>Each thread that decodes has a heap of its own there, and none of them shrinks by itself.</remarks>
    public static void ReleaseMemory() => LibC.Trim();

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
