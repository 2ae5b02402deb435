using System.Globalization;
using System.Text.Json.Nodes;

namespace Load.Abuse;

/// <summary>What a server holds at one moment.</summary>
/// <param name="Handles">Open sockets, pipes and files, but for the program's own assemblies, which the runtime opens as it comes by them.</param>
internal sealed record ServerCounts(int Handles, int Streams, long Subscribers, long ResidentKb)
{
    // As long as a keep-alive and its answer may take to show that a client is gone.
    private static readonly TimeSpan WaitTimeout = TimeSpan.FromSeconds(90);

    /// <summary>As many streams and viewers, and no more handles than the runtime's own.</summary>
    public bool Matches(ServerCounts before, int room) =>
        Streams == before.Streams && Subscribers == before.Subscribers && Handles <= before.Handles + room;

    public static async Task<ServerCounts> Read(ServerProcess server, CancellationToken stop)
    {
        var streams = JsonNode.Parse(await server.Http.GetStringAsync("/v1/streams", stop))!["streams"]!.AsArray();
        return new(
            OpenHandles(server.Id), streams.Count,
            streams.Sum(stream => stream!["subscribers"]!.GetValue<long>()), Resident(server.Id));
    }

    /// <summary>Reads until the counts match, or patience ends.</summary>
    public static async Task<ServerCounts> Await(ServerProcess server, ServerCounts before, int room, CancellationToken stop)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var now = await Read(server, stop);
            if (now.Matches(before, room) || TimeProvider.System.GetElapsedTime(started) > WaitTimeout)
                return now;
            await Task.Delay(250, stop);
        }
    }

    private static int OpenHandles(int process) =>
        Directory.GetFiles($"/proc/{process}/fd").Count(handle => new FileInfo(handle).LinkTarget is { } target && !target.EndsWith(".dll", StringComparison.Ordinal));

    private static long Resident(int process) => long.Parse(
        File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(':')[1].Replace("kB", "", StringComparison.Ordinal),
        CultureInfo.InvariantCulture);
}
