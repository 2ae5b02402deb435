namespace Load.LiveLoad;

/// <summary>Sources that are lost, refused, removed and asked for anew all the time, until disposed.</summary>
/// <param name="missing">A file that is allowed and not there.</param>
internal sealed class FlappingSources(LoadedServer server, DyingCamera camera, string missing) : IAsyncDisposable
{
    // Nobody listens on the discard port.
    private const string Refusing = "rtsp://127.0.0.1:9/live";

    // Two seconds on average, as long as the server's longest pause before it opens a lost camera again.
    private const int LongestStayMilliseconds = 4000;

    private readonly CancellationTokenSource _lifetime = new();
    private readonly Random _random = new(1);
    private readonly List<string> _standing = [];
    private Task _coming = Task.CompletedTask;
    private int _created;

    /// <summary>Streams that were created and removed, or stand.</summary>
    public int Created => Volatile.Read(ref _created);

    /// <summary>A quarter each: cameras that die and come back, cameras that refuse, cameras that are removed and created anew, files that are missing.</summary>
    public async Task Start(int sources)
    {
        var comingAndGoing = new List<Task>();
        for (var index = 0; index < sources; index++)
        {
            switch (index % 4)
            {
                case 0: await Stand($"dying-{index}", camera.Url); break;
                case 1: await Stand($"refused-{index}", Refusing); break;
                case 2: comingAndGoing.Add(ComeAndGo($"passing-{index}", camera.Url, _random.Next(LongestStayMilliseconds))); break;
                default: comingAndGoing.Add(ComeAndGo($"missing-{index}", missing, _random.Next(LongestStayMilliseconds))); break;
            }
        }

        _coming = Task.WhenAll(comingAndGoing);
    }

    public async ValueTask DisposeAsync()
    {
        await _lifetime.CancelAsync();
        await _coming;
        foreach (var id in _standing)
            await server.Delete(id);
        _lifetime.Dispose();
    }

    private async Task Stand(string id, string url)
    {
        await Create(id, url);
        _standing.Add(id);
    }

    private async Task ComeAndGo(string id, string url, int phaseMilliseconds)
    {
        await Task.Delay(phaseMilliseconds, CancellationToken.None);
        while (!_lifetime.IsCancellationRequested)
        {
            await Create(id, url);
            await Task.Delay(_random.Next(LongestStayMilliseconds), _lifetime.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await server.Delete(id);
        }
    }

    private async Task Create(string id, string url)
    {
        await server.Create(new() { Id = id, Url = url });
        Interlocked.Increment(ref _created);
    }
}
