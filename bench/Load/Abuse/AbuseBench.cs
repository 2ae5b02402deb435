using System.Diagnostics;
using Streaming;

namespace Load.Abuse;

/// <summary>A server in a process of its own, ill-treated, and its counts before and after.</summary>
internal sealed class AbuseBench(string? model, int malformed, int slow, int cycles)
{
    private const string Steady = "steady";

    private const int HandlesOfTheRuntime = 3;

    // How long slow clients hold on: past every limit of seconds that servers have by default.
    private static readonly TimeSpan Held = TimeSpan.FromSeconds(6);

    public async Task<AbuseReport> Run(CancellationToken stop)
    {
        string[] settings = ["Server:MaxSubscribersPerStream=1000", "Ingest:MaxStreams=1000", .. model is null ? [] : new[] { $"Server:DefaultModel={model}" }];
        await using var server = await BenchServer.Start(settings, stop);
        await CreateSteady(server);
        // What is made once is there before the first count.
        await Abuse(server, Math.Min(malformed, 50), Math.Min(slow, 5), Math.Min(cycles, 200), stop);
        var before = await Settled(server, stop);
        var seen = await SteadyResults(server);

        var started = Stopwatch.GetTimestamp();
        var (answered, closed) = await Abuse(server, malformed, slow, cycles, stop);
        var elapsed = Stopwatch.GetElapsedTime(started);
        var after = await ServerCounts.Await(server, before, HandlesOfTheRuntime, stop);
        return new()
        {
            Machine = Machine.Read(),
            Malformed = malformed,
            Answered = answered,
            Closed = closed,
            Slow = 7 * slow,
            Cycles = cycles,
            Seconds = Math.Round(elapsed.TotalSeconds, 1),
            Before = before,
            After = after,
            SteadyResults = await SteadyResults(server) - seen,
        };
    }

    private static async Task<(int Answered, int Closed)> Abuse(ServerProcess server, int malformed, int slow, int cycles, CancellationToken stop)
    {
        var answered = 0;
        await using (var clients = new SlowClients(server, Steady))
        {
            await clients.Open(slow, stop);
            using (var rubbish = new Rubbish(server, seed: 1))
            {
                for (var i = 0; i < malformed; i++)
                    answered += await rubbish.Send(stop) ? 1 : 0;
            }

            await Task.Delay(Held, stop);
        }

        using (var opened = new OpenCloseCycles(server, Steady))
            await opened.Run(cycles, stop);
        return server.HasExited ? throw new UserException("the server is gone") : (answered, malformed - answered);
    }

    /// <summary>The counts, once they stand still.</summary>
    private static async Task<ServerCounts> Settled(ServerProcess server, CancellationToken stop)
    {
        var now = await ServerCounts.Read(server, stop);
        while (true)
        {
            await Task.Delay(2000, stop);
            var next = await ServerCounts.Read(server, stop);
            if (next.Handles == now.Handles && next is { Streams: 1, Subscribers: 0 })
                return next;
            now = next;
        }
    }

    private static async Task CreateSteady(ServerProcess server)
    {
        using var channel = GrpcClients.Connect(server.Grpc);
        await channel.Admin().CreateStreamAsync(new() { Options = new() { Id = Steady, Url = "test://people?count=1&size=160x120&fps=10" } });
    }

    private static async Task<long> SteadyResults(ServerProcess server)
    {
        using var channel = GrpcClients.Connect(server.Grpc);
        return (await channel.Admin().GetStreamAsync(new() { Id = Steady })).Frames.Inferred;
    }
}
