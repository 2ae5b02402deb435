using Grpc.Core;
using Xunit;

namespace Server.Tests.Grpc.Interop;

/// <summary>One run of one peer over all its cases, shared by the tests that each look at one of them.</summary>
public abstract class InteropRun : IAsyncLifetime
{
    private IReadOnlyDictionary<string, string?> _faults = new Dictionary<string, string?>();
    private string? _missing;

    public async ValueTask InitializeAsync()
    {
        await using var server = await GrpcServer.StartAsync();
        try
        {
            _faults = await RunAsync(server.Port);
        }
        catch (InteropPeerMissingException e)
        {
            _missing = e.Message;
        }
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>Fails with the case's own fault; skips where the peer is not installed.</summary>
    public void Passed(string name)
    {
        if (_missing is not null)
            Assert.Skip(_missing);
        Assert.True(_faults.TryGetValue(name, out var fault), $"the peer ran no case {name}");
        Assert.True(fault is null, fault);
    }

    private protected abstract Task<IReadOnlyDictionary<string, string?>> RunAsync(int port);

    /// <param name="path">Relative to the root of the repository.</param>
    private protected static string InCheckout(string path)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "global.json")))
            folder = folder.Parent ?? throw new DirectoryNotFoundException("The tests do not run from inside the checkout.");
        return Path.Combine(folder.FullName, path);
    }
}
