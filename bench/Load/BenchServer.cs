namespace Load;

/// <summary>`stream serve` that is ready, without a store, and whose streams end with it.</summary>
internal static class BenchServer
{
    /// <param name="settings">Section:Key=value; they win.</param>
    public static async Task<ServerProcess> Start(IEnumerable<string> settings, CancellationToken stop)
    {
        var server = await ServerProcess.Start(["Store:Kind=None", "Ingest:KeepStreams=false", .. settings], stop: stop);
        return await server.Ready(stop);
    }
}
