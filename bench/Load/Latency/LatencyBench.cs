using System.Globalization;
using Grpc.Net.Client;
using Inference;
using Streaming.Models;

namespace Load.Latency;

/// <summary>One live stream of the built-in test source, read by a gRPC client in another process than the server.</summary>
/// <remarks>
/// A frame of the test source carries the wall clock of the moment before it was rendered, and how long rendering took (its decode
/// time): the sum is when it was decoded. The client takes the same clock when the result is read. Between two windows of results the
/// stream is away and the model runs alone, so that both are measured on the machine as it is just then.
/// </remarks>
internal sealed class LatencyBench(string? model, TimeSpan window)
{
    private const string Source = "test://people?count=4&seed=1&size=640x480&fps=30";

    // Half a second: code that runs for the first time is no part of a steady state.
    private const int WarmUpResults = 15;

    private const int BareRunsAWindow = 100;

    private readonly List<(double BatchOne, double P50, double P95, double P99)> _rounds = [];
    private int _results;
    private long _dropped;

    public async Task<LatencyReport> Run(int rounds, CancellationToken stop)
    {
        var options = new InferenceOptions { Lanes = 1, MaxBatchSize = 1 };
        var path = ModelCatalogue.Find(model);
        using var bare = new BareRuns(path, options.ResolvedFor(InferenceDevice.Cpu));
        await using var server = await BenchServer.Start(model is null ? [] : [$"Server:DefaultModel={model}"], stop);
        using var channel = GrpcClients.Connect(server.Grpc);
        for (var round = 0; round < rounds; round++)
        {
            bare.Run(BareRunsAWindow / 4);
            var alone = 1000 / bare.Run(BareRunsAWindow).FramesPerSecond;
            var latencies = await Watch(channel, stop);
            _rounds.Add((alone, At(latencies, 0.50), At(latencies, 0.95), At(latencies, 0.99)));
        }

        return Report(path, bare.InputSize);
    }

    /// <returns>Milliseconds of each result, sorted.</returns>
    private async Task<double[]> Watch(GrpcChannel channel, CancellationToken stop)
    {
        var admin = channel.Admin();
        var stream = await admin.CreateStreamAsync(new() { Options = new() { Url = Source } }, cancellationToken: stop);
        using var lifetime = CancellationTokenSource.CreateLinkedTokenSource(stop);
        lifetime.CancelAfter(window);
        var latencies = await Read(channel, stream.Id, lifetime.Token);
        var end = await admin.GetStreamAsync(new() { Id = stream.Id }, cancellationToken: stop);
        _dropped += end.Frames.Dropped.Values.Sum() + end.ResultsDropped;
        await admin.DeleteStreamAsync(new() { Id = stream.Id }, cancellationToken: stop);
        stop.ThrowIfCancellationRequested();
        _results += latencies.Length;
        return latencies;
    }

    private static async Task<double[]> Read(GrpcChannel channel, string id, CancellationToken lifetime)
    {
        var latencies = new List<double>();
        using var call = channel.Streams().Subscribe(new() { StreamId = id }, cancellationToken: CancellationToken.None);
        while (!lifetime.IsCancellationRequested && await call.ResponseStream.Next(CancellationToken.None) is { } result)
        {
            var decoded = result.CaptureTime.ToDateTimeOffset() + TimeSpan.FromMicroseconds(result.Timing.DecodeUs);
            latencies.Add((TimeProvider.System.GetUtcNow() - decoded).TotalMilliseconds);
        }

        return [.. latencies.Skip(WarmUpResults).Order()];
    }

    private LatencyReport Report(string path, int inputSize) => new()
    {
        Machine = Machine.Read(),
        Model = Path.GetFileNameWithoutExtension(path) is "model" ? Path.GetFileName(Path.GetDirectoryName(Path.GetDirectoryName(path)))! : Path.GetFileNameWithoutExtension(path),
        InputSize = inputSize,
        Rounds = _rounds.Count,
        Results = _results,
        Dropped = _dropped,
        BatchOneMs = Across(round => round.BatchOne),
        P50Ms = Across(round => round.P50),
        P95Ms = Across(round => round.P95),
        P99Ms = Across(round => round.P99),
        Samples = [.. _rounds.Select(round => string.Create(CultureInfo.InvariantCulture, $"{round.BatchOne:0.00} {round.P50:0.00} {round.P95:0.00} {round.P99:0.00}"))],
    };

    private double Across(Func<(double BatchOne, double P50, double P95, double P99), double> of) => Math.Round(Median.Of(_rounds.Select(of)), 3);

    private static double At(double[] sorted, double share) => sorted[(int)Math.Min(sorted.Length - 1, sorted.Length * share)];
}
