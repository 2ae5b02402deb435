using System.Net;

namespace Server.Tests.Grpc;

/// <summary>A request body that begins and never ends, until it is disposed.</summary>
internal sealed class SilentContent(byte[]? beginning = null) : HttpContent
{
    private readonly TaskCompletionSource _end = new();

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        await stream.WriteAsync(beginning ?? []);
        await stream.FlushAsync();
        await _end.Task;
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        _end.TrySetResult();
        base.Dispose(disposing);
    }
}
