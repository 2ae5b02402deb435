using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Unicode;
using Server.Http;
using Streaming.Results;

namespace Server.Subscriptions;

/// <summary>A stream's results as server-sent events (WHATWG HTML, 9.2), until the stream ends or the viewer leaves.</summary>
/// <remarks>
/// What a viewer does not take stays in its queue, which is bounded: each event is sent, to the last byte that the connection takes
/// in, before the next is fetched.
/// </remarks>
internal static class ResultEvents
{
    /// <summary>Proxies take a silent connection for a dead one after 30 s or more.</summary>
    private static readonly TimeSpan PingInterval = TimeSpan.FromSeconds(15);

    // How long a browser waits before it connects again, in milliseconds.
    private static ReadOnlySpan<byte> Retry => "retry: 3000\n\n"u8;

    private static ReadOnlySpan<byte> Ping => ": ping\n\n"u8;

    /// <param name="reason">Why no more come, asked after the last.</param>
    public static async Task Serve(HttpContext context, SubscriberQueue<PublishedResult> subscriber, Func<string> reason, TimeProvider time)
    {
        LiveResponse.Begin(context, "text/event-stream");
        var (body, aborted) = (context.Response.BodyWriter, context.RequestAborted);
        body.Write(Retry);
        await body.FlushAsync(aborted);
        while (await HasNext(subscriber, body, time, aborted))
        {
            while (subscriber.Reader.TryRead(out var result))
            {
                WriteEvent(body, result);
                await body.FlushAsync(aborted);
            }
        }

        body.Write(Encoding.UTF8.GetBytes($"event: end\ndata: {{\"reason\":\"{reason()}\"}}\n\n"));
        await body.FlushAsync(aborted);
    }

    /// <summary>
    /// id: session/sequence
    /// data: {"streamId":…}
    /// </summary>
    internal static void WriteEvent(IBufferWriter<byte> body, PublishedResult result)
    {
        // A session's id has 32 characters, a sequence at most 20.
        _ = Utf8.TryWrite(body.GetSpan(256), $"id: {result.Message.SessionId}/{result.Message.Sequence}\ndata: ", out var written);
        body.Advance(written);
        body.Write(result.Json.Span);
        body.Write("\n\n"u8);
    }

    /// <summary>Waits for the next result, with a ping whenever none comes for long; false after the last.</summary>
    private static async Task<bool> HasNext(SubscriberQueue<PublishedResult> subscriber, PipeWriter body, TimeProvider time, CancellationToken aborted)
    {
        var next = subscriber.Reader.WaitToReadAsync(aborted).AsTask();
        while (true)
        {
            await ((Task)next).WaitAsync(PingInterval, time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (next.IsCompleted)
                return await next;
            body.Write(Ping);
            await body.FlushAsync(aborted);
        }
    }
}
