using Grpc.Core;

namespace Server.Grpc;

/// <summary>Ends the call of a client that does not read: a write waits for the client's window, and would wait, and hold its place, for ever.</summary>
internal sealed class TimedWriter<T>(IServerStreamWriter<T> writer, ServerCallContext context, TimeSpan timeout, TimeProvider time) : IServerStreamWriter<T>
{
    public WriteOptions? WriteOptions
    {
        get => writer.WriteOptions;
        set => writer.WriteOptions = value;
    }

    public Task WriteAsync(T message) => Timely(writer.WriteAsync(message));

    public Task WriteAsync(T message, CancellationToken cancellationToken) => Timely(writer.WriteAsync(message, cancellationToken));

    // Mostly there is room, and no timer is made.
    private Task Timely(Task writing) => writing.IsCompleted ? writing : WaitAsync(writing);

    private async Task WaitAsync(Task writing)
    {
        try
        {
            await writing.WaitAsync(timeout, time);
        }
        catch (TimeoutException) when (!writing.IsCompleted)
        {
            // No status would get through either.
            context.GetHttpContext().Abort();
            throw GrpcFaults.Of(StatusCode.Cancelled, $"the client has read nothing for {timeout.TotalSeconds:0} s");
        }
    }
}
