namespace Fuzz.Targets;

/// <summary>The ffmpeg tool's test pattern at 18x10, as small as each format goes.</summary>
internal static class PictureSeeds
{
    public static IReadOnlyList<byte[]> All { get; } =
    [
        // JPEG, 4:2:0.
        Convert.FromBase64String(
            "/9j/4AAQSkZJRgABAgAAAQABAAD//gAQTGF2YzU5LjM3LjEwMAD/2wBDAAgoKC8oLzc3Nzc3N0E8QUNDQ0FBQUFDQ0NISEhVVVVISEhDQ0hIUFBVVVxfXFdX" +
            "VVdfX2RkZHh4c3OMjJGsrM//xABwAAACAwEAAAAAAAAAAAAAAAAGBAMCAAUBAQEBAAAAAAAAAAAAAAAAAAYFBxAAAQMCBAcBAAAAAAAAAAAAAQACAxIRUTHw" +
            "BIKxIlJBNLJhEQACAQMDBQEAAAAAAAAAAAACAREhEgBSkbHRI9ID8EH/wAARCAAKABIDASIAAhEAAxEA/9oADAMBAAIRAxEAPwAJjkka80Hlh+pZzpnSOxIB" +
            "J6bWAzvlZNtyl4F1HetruUATsKVCbgZ/aw/liwl3CcualtTjJ6tyfPwrVbnVCAlkkk9S2fXMxs9Wjjxz/9k="),
        // PNG, RGB.
        Convert.FromBase64String(
            "iVBORw0KGgoAAAANSUhEUgAAABIAAAAKCAIAAAA2KZn2AAAACXBIWXMAAAABAAAAAQBPJcTWAAAAfklEQVR4nGP4y8AARwz/QOjvXwSCCAHF4Ijh/38Qokib" +
            "HRhBKFtbBIIIIQnYMtjZgdCQ06ZsCELP2sThSIqBB4j8GfiA6F2dHhDd6tQCInRtUxeHAVW3qTEAEZCxumsuRNvZmh6gngIGhnw5BnRt/+pBCNmREBGoOC5H" +
            "Eq8NAAn3mEOCisRGAAAAAElFTkSuQmCC"),
        // PNG, grey with alpha.
        Convert.FromBase64String(
            "iVBORw0KGgoAAAANSUhEUgAAABIAAAAKCAQAAAATQsYqAAAACXBIWXMAAAABAAAAAQBPJcTWAAAATUlEQVR4nGPw+Q+B04DwERTKAmEmFG4GQgaiFQkDoSoQ" +
            "WkAhOxBKQaEOEA6koulQCFME4yMpAnFB5kCUQZSATEJSBFMCUwZRgmYdPkUAVa3nutgcTmcAAAAASUVORK5CYII="),
        // WebP, lossy.
        Convert.FromBase64String(
            "UklGRq4AAABXRUJQVlA4IKIAAADwAwCdASoSAAoAPzmGuVOvKSWisAgB4CcJbACdMoAB3LoRftnez2rwAP6l9C76kZaJcrAw25RgQd9oKVT6ftz6a47FKebw" +
            "5cDJ6nKhOhpeZwhaCdwgTkt6TL5fERlNlw3WePbbVsj2uji4/nB6wXMC/+DVmrXK/lxtvdY3HjuurjfxTwl/FxKsVv+GH/4a/8nJn8m//lR/8Nf+Tkz+Teg6" +
            "TAA="),
        // WebP, lossless.
        Convert.FromBase64String(
            "UklGRugBAABXRUJQVlA4TNsBAAAvEUACAJ/jKpIkxerBx2iFn3+U8d4/M2/bcBvbtqrc987/uLs7mRPSAqXRDvVASvTdn7mxbVtpDu6utVbMhBEzD+iyUrq7" +
            "J/Mf0CQD+J/oP0sVVVdlmczjkz0lgIac/lAXoXRiwU2pnrADWGuNGggQ+NUA4JtDOmAZqMAIZuNTAjwDjAa5zwr8uQ15yIsXCNsPLvR86D/go+sh91exzffJ" +
            "sFKt9fo3X+lODUimWFN6oo3koKOoq7etQhHwSBDir2hFpm+h0EwxMpCgQBKpEP2hQxFhlhNhIolSbdScD/CfSKDY8FR2H4lcnf1qL2AvX9sGErE+Y7/O/Lmy" +
            "Y7owS/eBzCoTz46stl7R0gVtlAoKx0FC/qg/kAd8+iBtPHqqy/5g97KcY8W37jr3Hfe+Cmzj08VXtGaz0fQ4WL+PDLAkyTZt7Wvb955r27Zt289+8//yENaO" +
            "6H8ggOvzI5MEHtc9g4JvXsiISru8PbG82O38vL2Dj9cHRHuXZXOxCATZDpsdrPMZohOidCYawgEex2IC33LxT3EyFd7iDZ9rNur96xWiE5JEvDOAllBg0NYa" +
            "zTaiE9JTt3+G3lSurlc1xy/FeLjf4sOoVKyo/OsVohPKwmQXwrtJHso633IBAA=="),
        // WebP, lossy with alpha.
        Convert.FromBase64String(
            "UklGRpoAAABXRUJQVlA4II4AAACQBACdASoSAAoAP3Gixlk0rCejsAgCkC4JbACdMoKABb493HAPEjLgxlJQdsAA/n1Eu6ASprbP9aavY3q0Apl4sI40HQ3X" +
            "zHpNm5PHjZ0Sq+o4p55FPZA/EhVJwJ2cXuf3nQzh5pUCFhXWp3TZQouHTIerUFlv9bI2cDgUR0iC4yZDXUjJvlpmT8m2HkAA"),
    ];

    /// <summary>The marks that the three formats are walked by.</summary>
    public static IReadOnlyList<string> Tokens { get; } = ["IHDR", "IDAT", "IEND", "eXIf", "acTL", "tRNS", "PLTE", "RIFF", "WEBP", "VP8 ", "VP8L", "VP8X", "ALPH", "ANIM", "Exif\0\0MM\0*", "\0\0\0\0"];

    /// <summary>A PNG whose header says 60,000x60,000: 10 gigabytes as RGB.</summary>
    public static byte[] HugePng
    {
        get
        {
            var png = All[1].ToArray();
            byte[] side = [0, 0, 0xEA, 0x60];
            side.CopyTo(png, 16);
            side.CopyTo(png, 20);
            return png;
        }
    }

    /// <summary>A JPEG whose frame header says that it is one pixel high.</summary>
    /// <param name="width">Pixels, 1..65,535.</param>
    public static byte[] FlatJpeg(int width)
    {
        // FF C0  length(2)  precision(1)  height(2)  width(2)
        var jpeg = All[0].ToArray();
        ReadOnlySpan<byte> frame = [0xFF, 0xC0];
        var at = jpeg.AsSpan().IndexOf(frame) + 5;
        byte[] size = [0, 1, (byte)(width >> 8), (byte)width];
        size.CopyTo(jpeg, at);
        return jpeg;
    }

    /// <summary>A WebP that ends in the middle of its picture.</summary>
    public static byte[] TruncatedWebP => All[3][..(All[3].Length / 2)];
}
