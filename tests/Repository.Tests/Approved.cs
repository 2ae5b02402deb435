using Xunit;

namespace Repository.Tests;

/// <summary>Text that was looked at and approved, kept as a file; the environment variable STREAM_ACCEPT=1 writes it anew.</summary>
internal static class Approved
{
    /// <summary>The folder that holds global.json.</summary>
    public static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    /// <param name="path">Relative to <see cref="Root"/>.</param>
    public static void Matches(string path, string text)
    {
        var file = Path.Combine(Root, path);
        if (Environment.GetEnvironmentVariable("STREAM_ACCEPT") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
        }
        Assert.True(File.Exists(file), $"{path} does not exist; look at what this test would approve, and run it with STREAM_ACCEPT=1");
        Assert.Equal(File.ReadAllText(file), text);
    }

    private static string FindRoot(string folder) =>
        File.Exists(Path.Combine(folder, "global.json")) ? folder
            : FindRoot(Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("no global.json above the tests"));
}
