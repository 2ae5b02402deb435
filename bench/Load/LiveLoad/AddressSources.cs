namespace Load.LiveLoad;

/// <summary>Videos that the server fetches itself.</summary>
/// <param name="url">Of the stream with that index.</param>
internal sealed class AddressSources(Func<int, string> url) : ILoadSources
{
    public async Task Start(LoadedServer server, IReadOnlyList<string> ids, CancellationToken stop)
    {
        for (var index = 0; index < ids.Count; index++)
            await server.Create(new() { Id = ids[index], Url = url(index), Loop = true, TargetFps = LoadAccounts.Never });
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
