using System.Diagnostics;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Wire.V1;

namespace Load.LiveLoad;

/// <summary>Videos that a client pushes: each unit at its time, as a camera would, over and over.</summary>
internal sealed class PushedSources(IReadOnlyList<(byte[] Data, long Pts)> units) : ILoadSources
{
    private readonly CancellationTokenSource _lifetime = new();
    private readonly List<Task> _pushing = [];
    private GrpcChannel? _channel;

    public async Task Start(LoadedServer server, IReadOnlyList<string> ids, CancellationToken stop)
    {
        _channel = GrpcClients.Connect(server.Grpc);
        foreach (var id in ids)
        {
            var call = _channel.Streams().Stream(cancellationToken: CancellationToken.None);
            await call.RequestStream.WriteAsync(new() { Open = new() { Options = new() { Id = id, TargetFps = LoadAccounts.Never }, Encoded = new() { Codec = Codec.H264 } } }, stop);
            var opened = await call.ResponseStream.Next(stop);
            _pushing.Add(Push(call, opened!.Opened.Credit));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _lifetime.CancelAsync();
        await Task.WhenAll(_pushing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _channel?.Dispose();
        _lifetime.Dispose();
    }

    private async Task Push(AsyncDuplexStreamingCall<StreamRequest, StreamResponse> call, int credit)
    {
        using var _ = call;
        using var credits = new SemaphoreSlim(credit);
        var reading = ReadCredits(call, credits);
        var (started, round) = (Stopwatch.GetTimestamp(), units.Max(unit => unit.Pts) + 90_000 / LoadClip.FramesPerSecond);
        for (var index = 0L; !_lifetime.IsCancellationRequested; index++)
        {
            var (data, pts) = units[(int)(index % units.Count)];
            pts += index / units.Count * round;
            // In decoding order, evenly: with B-frames that is not the order of presentation.
            var due = TimeSpan.FromSeconds((double)index / LoadClip.FramesPerSecond) - Stopwatch.GetElapsedTime(started);
            if (due > TimeSpan.Zero)
                await Task.Delay(due, _lifetime.Token);
            await credits.WaitAsync(_lifetime.Token);
            await call.RequestStream.WriteAsync(new() { Unit = new() { Data = UnsafeByteOperations.UnsafeWrap(data), Pts90Khz = pts } });
        }

        await call.RequestStream.CompleteAsync();
        await reading;
    }

    private static async Task ReadCredits(AsyncDuplexStreamingCall<StreamRequest, StreamResponse> call, SemaphoreSlim credits)
    {
        await foreach (var response in call.ResponseStream.ReadAllAsync())
        {
            if (response.Credit > 0)
                credits.Release(response.Credit);
        }
    }
}
