using GrpcHosting.Framing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace GrpcHosting.Calls;

/// <summary>The one handler below all methods: from an HTTP/2 request to the status that ends it.</summary>
/// <param name="stopping">The server has begun to stop.</param>
internal sealed class CallHandler(GrpcOptions options, TimeProvider time, ILogger log, CancellationToken stopping)
{
    private static readonly CallEnd s_ok = new(GrpcStatus.Ok, "");
    private static readonly CallEnd s_deadline = new(GrpcStatus.DeadlineExceeded, "the deadline has passed");
    private static readonly CallEnd s_stopping = new(GrpcStatus.Unavailable, "the server is stopping");
    // What went wrong is told to the log and to nobody else.
    private static readonly CallEnd s_failed = new(GrpcStatus.Unknown, "the handler failed");
    private static readonly CallEnd s_gone = new(GrpcStatus.Cancelled, "");

    private readonly PartialMessages _partial = new(options.MaxPartialMessageBytes);

    public async Task HandleAsync(HttpContext http, GrpcMethod method)
    {
        if (!RequestCheck.Passes(http))
            return;
        RequestCheck.LiftBodyLimits(http);
        var response = new CallResponse(http, options);
        try
        {
            using var request = new CallRequest(http, options, _partial);
            using var deadline = CallDeadline.Start(http.Request.Headers[CallDeadline.Header].ToString(), time, http.RequestAborted);
            await RunAsync(new GrpcCall(http, method.Path, request, response, deadline, stopping), method);
        }
        catch (GrpcException e)
        {
            // Its headers ask for what there is not; a handler's own status does not come this way.
            await EndAsync(response, Refused(method, e));
        }
    }

    private async Task RunAsync(GrpcCall call, GrpcMethod method)
    {
        var work = AnswerAsync(call, method);
        if (call.Deadline is not null)
        {
            // A handler that ignores its deadline is answered for; the request lives on until it returns, since it holds the context.
            await ((Task)work).WaitAsync(call.Cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!work.IsCompleted && call.DeadlinePassed)
                await EndAsync(call.Response, s_deadline);
        }
        await EndAsync(call.Response, await work);
    }

    private async Task<CallEnd> AnswerAsync(GrpcCall call, GrpcMethod method)
    {
        try
        {
            await method.Invoke(call);
            return call.DeadlinePassed ? s_deadline : s_ok;
        }
        catch (Exception e) when (call.IsClientGone && e is OperationCanceledException or GrpcException or IOException)
        {
            log.ClientGone(call.Method);
            return s_gone;
        }
        catch (Exception e) when (call.DeadlinePassed && e is OperationCanceledException or GrpcException)
        {
            log.DeadlinePassed(call.Method);
            return s_deadline;
        }
        catch (GrpcException e)
        {
            call.ResponseTrailers.AddAll(e.Trailers);
            return Refused(method, e);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return s_stopping;
        }
        catch (Exception e)
        {
            log.HandlerFailed(call.Method, e);
            return s_failed;
        }
    }

    private CallEnd Refused(GrpcMethod method, GrpcException e)
    {
        log.Refused(method.Path, e.Status, e.Message);
        return new(e.Status, e.Message);
    }

    private static Task EndAsync(CallResponse response, CallEnd end) => response.EndAsync(end.Status, end.Message);

    private sealed record CallEnd(GrpcStatus Status, string Message);
}
