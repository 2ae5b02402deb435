using Xunit;

namespace Functional.Tests.Packaging;

/// <summary>What `./stream package` makes of this checkout, once for all tests of it.</summary>
public sealed class Packages : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>Of both, so that a copy of the sources without git makes the same.</summary>
    internal static string[] Origin { get; } = ["STREAM_COMMIT=0123456789abcdef0123456789abcdef01234567", "SOURCE_DATE_EPOCH=1750000000"];

    public string Debian => Path.Combine(_folder.Path, $"stream_{Version}_amd64.deb");

    public string Tarball => Path.Combine(_folder.Path, $"stream-{Version}-linux-x64.tar.gz");

    public string Version { get; } = File.ReadAllText(Path.Combine(Checkout.Root, "Directory.Build.props")).Split("<Version>")[1].Split('<')[0];

    public async ValueTask InitializeAsync() => await Make(Checkout.Root, _folder.Path);

    internal static Task<string> Make(string checkout, string folder) => Shell.Run("env", [.. Origin, Path.Combine(checkout, "stream"), "package", folder]);

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}

/// <summary>Compiling takes both cores, and the machine's packages are one.</summary>
[CollectionDefinition(nameof(Packages), DisableParallelization = true)]
public sealed class PackagesCollection : ICollectionFixture<Packages>;
