using System.Reflection.PortableExecutable;
using Xunit;

namespace Functional.Tests;

/// <summary>What lies beside the program, and so is published: packages carry native libraries for many systems.</summary>
public sealed class OutputTests
{
    // Without the runtime and models.
    private const long MostBytes = 75_000_000;

    // Of the same configuration as these tests.
    private static readonly DirectoryInfo Output = new(Path.Combine(AppContext.BaseDirectory, "..", "..", "Cli", new DirectoryInfo(AppContext.BaseDirectory).Name));

    [Fact]
    public void Native_files_are_of_this_system_alone_and_librdkafka_is_there_once() =>
        Assert.Equal(
            ["centos8-librdkafka.so", "libe_sqlite3.so", "libonnxruntime.so", "libonnxruntime_providers_shared.so", "stream"],
            Files().Where(file => file.Extension is not (".json" or ".xml") && !IsManaged(file)).Select(file => Path.GetRelativePath(Output.FullName, file.FullName)).Order(StringComparer.Ordinal));

    [Fact]
    public void It_is_small() => Assert.InRange(Files().Sum(file => file.Length), 1, MostBytes);

    private static FileInfo[] Files() => Output.GetFiles("*", SearchOption.AllDirectories);

    private static bool IsManaged(FileInfo file)
    {
        if (file.Extension != ".dll")
            return false;
        using var image = new PEReader(file.OpenRead());
        return image.HasMetadata;
    }
}
