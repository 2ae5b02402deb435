using System.Collections.Concurrent;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Load;
using Wire.V1;
using Xunit;

namespace Functional.Tests.Grpc;

/// <summary>A client that pushes video: it reads all the time and sends as it has credit.</summary>
internal sealed class PushClient : IDisposable
{
    private readonly AsyncDuplexStreamingCall<StreamRequest, StreamResponse> _call;
    private readonly SemaphoreSlim _credit = new(0);
    private readonly ConcurrentQueue<FrameResult> _results = [];
    private readonly TaskCompletionSource<string> _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public PushClient(GrpcChannel channel, OpenStream open)
    {
        _call = channel.Streams().Stream(cancellationToken: TestContext.Current.CancellationToken);
        Completion = Read(open);
    }

    /// <summary>Ends with the call: the last message, or the exception of a bad end.</summary>
    public Task<StreamEnded?> Completion { get; }

    /// <summary>The stream's id, once it is open.</summary>
    public Task<string> Id => _opened.Task;

    public FrameResult[] Results => [.. _results];

    /// <summary>Credits that were granted and not used.</summary>
    public int Credit => _credit.CurrentCount;

    public static OpenStream Encoded(Codec codec, bool lossless = true) => new() { Encoded = new() { Codec = codec }, Lossless = lossless, Options = new() };

    public static OpenStream Raw(PixelFormat format, int width, int height, bool lossless = true) =>
        new() { Raw = new() { PixelFormat = format, Width = width, Height = height }, Lossless = lossless, Options = new() };

    public Task Send(byte[] unit, long pts) => Send(new() { Unit = new() { Data = UnsafeByteOperations.UnsafeWrap(unit), Pts90Khz = pts } });

    /// <summary>Waits for a credit; fails with the call, should it end meanwhile.</summary>
    public async Task Send(StreamRequest request)
    {
        var credit = _credit.WaitAsync(TestContext.Current.CancellationToken);
        if (await Task.WhenAny(credit, Completion) == Completion)
            await Completion;
        await SendAtOnce(request);
    }

    /// <summary>Without asking for a credit. Whoever reads learns of the call's end.</summary>
    public async Task SendAtOnce(StreamRequest request)
    {
        try
        {
            await _call.RequestStream.WriteAsync(request);
        }
        catch (Exception e) when (e is RpcException or InvalidOperationException)
        {
            await Task.WhenAny(Completion);
        }
    }

    /// <summary>Half-closes and waits for the end.</summary>
    public async Task<StreamEnded> Finish()
    {
        await _call.RequestStream.CompleteAsync();
        return (await Completion.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken))!;
    }

    public async Task<RpcException> Fails() =>
        await Assert.ThrowsAsync<RpcException>(() => Completion.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken));

    public void Dispose() => _call.Dispose();

    private async Task<StreamEnded?> Read(OpenStream open)
    {
        try
        {
            await _call.RequestStream.WriteAsync(new() { Open = open });
            StreamEnded? ended = null;
            await foreach (var response in _call.ResponseStream.ReadAllAsync())
                ended = Take(response) ?? ended;
            return ended;
        }
        catch (Exception e)
        {
            _opened.TrySetException(e);
            throw;
        }
    }

    private StreamEnded? Take(StreamResponse response)
    {
        switch (response.MessageCase)
        {
            case StreamResponse.MessageOneofCase.Opened:
                _credit.Release(response.Opened.Credit);
                _opened.SetResult(response.Opened.StreamId);
                break;
            case StreamResponse.MessageOneofCase.Credit:
                _credit.Release(response.Credit);
                break;
            case StreamResponse.MessageOneofCase.Result:
                _results.Enqueue(response.Result);
                break;
        }

        return response.Ended;
    }
}
