namespace Load.LiveLoad;

/// <summary>The live videos of a load.</summary>
internal interface ILoadSources : IAsyncDisposable
{
    /// <summary>Starts a stream for each id, which gives no results yet; when it returns, the server knows them all.</summary>
    Task Start(LoadedServer server, IReadOnlyList<string> ids, CancellationToken stop);
}
