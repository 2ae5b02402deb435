using Xunit;

namespace Functional.Tests;

/// <summary>The optional folder of real weights, clips and reference outputs beside the checkout.</summary>
internal static class SharedData
{
    /// <summary>Full path of a file in it; skips the running test where it is absent.</summary>
    public static string Path(params string[] parts)
    {
        var path = System.IO.Path.Combine([Folder, .. parts]);
        if (!File.Exists(path))
            Assert.Skip($"{path} is not there; real weights and clips are optional");
        return path;
    }

    public static string Folder { get; } = System.IO.Path.Combine(
        Environment.GetEnvironmentVariable("STREAM_SHARED") ?? System.IO.Path.Combine(Checkout.Root, "..", "shared"), "data");
}
