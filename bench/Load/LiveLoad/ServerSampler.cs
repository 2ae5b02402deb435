using System.Diagnostics;
using Wire.V1;

namespace Load.LiveLoad;

/// <summary>Once a second: memory, processor time and every stream's account.</summary>
internal sealed class ServerSampler : IAsyncDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private readonly LoadedServer _server;
    private readonly CancellationTokenSource _lifetime = new();
    private readonly List<ServerSample> _samples = [];
    private readonly Task _sampling;

    public ServerSampler(LoadedServer server)
    {
        _server = server;
        _sampling = Sample();
    }

    /// <summary>Those of a stretch of time; the one nearest to it where there is none.</summary>
    public IReadOnlyList<ServerSample> In(Stretch stretch) =>
        _samples.Where(sample => stretch.Has(sample.Taken)).ToList() is { Count: > 0 } within ? within : [_samples.MinBy(sample => Math.Abs(sample.Taken - stretch.Start))!];

    /// <summary>Accounts that did not add up, of all streams, the flapping ones too.</summary>
    public IEnumerable<string> Inexact => _samples.SelectMany(sample => sample.Streams).Where(stream => !IsExact(stream.Frames)).Select(stream => $"{stream.Id}: {stream.Frames}");

    public async Task Stop()
    {
        await _lifetime.CancelAsync();
        await _sampling;
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        _lifetime.Dispose();
    }

    public static bool IsExact(FrameCounts frames) => frames.Received == frames.Inferred + frames.Dropped.Values.Sum() + frames.InFlight;

    private async Task Sample()
    {
        using var timer = new PeriodicTimer(Period);
        try
        {
            do
                _samples.Add(new(Stopwatch.GetTimestamp(), _server.ResidentKb, _server.ProcessorTime, await _server.List()));
            while (await timer.WaitForNextTickAsync(_lifetime.Token));
        }
        catch (OperationCanceledException)
        {
            // Enough.
        }
    }
}

/// <param name="Taken">Stopwatch's time.</param>
internal sealed record ServerSample(long Taken, long ResidentKb, TimeSpan ProcessorTime, IReadOnlyList<StreamInfo> Streams);
