using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Media;

namespace FFmpeg.Native;

/// <summary>Finds one release of the libraries by soname and holds its struct offsets.</summary>
/// <remarks>
/// The sonames of a release belong together; mixing them would mix struct layouts, so the release whose libavcodec
/// loads decides the names of the others. libavdevice, of cameras on this machine, may be absent.
/// </remarks>
internal static class Libraries
{
    internal const string AvCodec = "avcodec", AvFormat = "avformat", AvUtil = "avutil", SwScale = "swscale", AvDevice = "avdevice";

    private static readonly Release[] Known =
    [
        new(59, 59, 57, 6, Offsets.AvCodec59), // FFmpeg 5.1, Debian 12
        new(60, 60, 58, 7, Offsets.AvCodec60), // FFmpeg 6.1, Ubuntu 24.04
        new(61, 61, 59, 8, Offsets.AvCodec61), // FFmpeg 7.1, Debian 13
    ];

    private static readonly Lazy<Release?> Found = new(() =>
        Array.Find(Known, r => NativeLibrary.TryLoad(r.SoName(AvCodec), out _)));

    internal static Offsets Load()
    {
        var release = Found.Value ?? throw Missing();
        Check(AvCodec, LibAvCodec.avcodec_version(), release.Codec);
        Check(AvFormat, LibAvFormat.avformat_version(), release.Format);
        Check(AvUtil, LibAvUtil.avutil_version(), release.Util);
        Check(SwScale, LibSwScale.swscale_version(), release.Scale);
        LogCapture.Install();
        return release.Offsets;
    }

    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "The resolver must stand before the first native call, whichever type makes it.")]
    internal static void Register() => NativeLibrary.SetDllImportResolver(typeof(Libraries).Assembly, Resolve);

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (name is not (AvCodec or AvFormat or AvUtil or SwScale or AvDevice))
            return 0;
        var release = Found.Value ?? throw Missing();
        return NativeLibrary.Load(release.SoName(name));
    }

    private static void Check(string library, uint version, int major)
    {
        if (version >> 16 == major)
            return;
        var found = $"lib{library} is version {version >> 16}, but its file name promised {major}";
        throw new MediaException(MediaErrorKind.Unsupported, $"{found}; {Expected}");
    }

    private static MediaException Missing() => new(MediaErrorKind.Unsupported, $"the FFmpeg libraries were not found; {Expected}");

    private static string Expected => "expected " + string.Join(", ", Known.Select(r => r.SoName(AvCodec)))
        + " (Debian 12, Ubuntu 24.04, Debian 13): install the package ffmpeg";

    private sealed record Release(int Codec, int Format, int Util, int Scale, Offsets Offsets)
    {
        internal string SoName(string library) => $"lib{library}.so." + library switch
        {
            AvCodec or AvDevice => Codec,
            AvFormat => Format,
            AvUtil => Util,
            _ => Scale,
        };
    }
}
