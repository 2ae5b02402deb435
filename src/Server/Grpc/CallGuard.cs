using System.Globalization;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Server.Http;

namespace Server.Grpc;

/// <summary>Around every method: what Kestrel would do to a long call, and what Grpc.AspNetCore would not do to a bad client.</summary>
internal sealed class CallGuard(RequestDelegate next, GrpcLimits limits, TimeProvider time)
{
    private const string ContentType = "application/grpc", StatusName = "grpc-status", MessageName = "grpc-message";

    // RFC 9113 section 7.
    private const int Http2Cancel = 8;

    // More than that may wait for the client, which only a flush does under the call's deadline.
    private const int MaxUnflushedBytes = 16 << 10;

    // How long a client may leave the status that its deadline brought; more than the timers' 14 ms.
    private static readonly TimeSpan ResetDelay = TimeSpan.FromMilliseconds(500);

    private readonly PartialMessages _partial = new(limits.MaxPartialBytes);

    public async Task InvokeAsync(HttpContext http)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<GrpcMethodMetadata>() is null)
        {
            await next(http);
            return;
        }

        if (HasOtherCodec(http.Request.ContentType))
        {
            http.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            return;
        }

        LiftLimits(http.Features);
        using var body = new PartialBody(http.Request.BodyReader, _partial);
        http.Features.Set<IRequestBodyPipeFeature>(body);
        var timeout = http.Request.Headers["grpc-timeout"].ToString();
        switch (timeout is "" ? double.PositiveInfinity : CallTimeout.Seconds(timeout))
        {
            case null:
                Refuse(http.Response, StatusCode.Internal, "grpc-timeout is not one to eight digits and one of H M S m u n");
                break;
            case 0:
                Refuse(http.Response, StatusCode.DeadlineExceeded, "the deadline has passed");
                break;
            case double.PositiveInfinity:
                await next(http);
                Mend(http);
                break;
            case { } seconds:
                await RunAsync(http, TimeSpan.FromSeconds(Math.Min(seconds, CallTimeout.LongestTimer)));
                break;
        }
    }

    /// <summary>Where a client does not take what comes before its status, a deadline can only reset the stream.</summary>
    private async Task RunAsync(HttpContext http, TimeSpan timeout)
    {
        var stream = http.Features.Get<IHttpResetFeature>();
        http.Features.Set<IHttpResetFeature>(new LeftOpen());
        var started = time.GetTimestamp();
        await using (time.CreateTimer(_ => stream?.Reset(Http2Cancel), null, timeout + ResetDelay, Timeout.InfiniteTimeSpan))
        {
            await next(http);
            Mend(http);
            if (http.Response.BodyWriter.UnflushedBytes > MaxUnflushedBytes)
                await http.Response.BodyWriter.FlushAsync(CancellationToken.None);
        }

        if (time.GetElapsedTime(started) < timeout)
            return;
        await http.Response.CompleteAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.Delay(ResetDelay, time);
        stream?.Reset(Http2Cancel);
    }

    /// <summary>A call may last and be silent for as long as both sides like; who does not read is for <see cref="TimedWriter{T}"/>.</summary>
    private static void LiftLimits(IFeatureCollection features)
    {
        if (features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = null;
        features.Get<IHttpMinRequestBodyDataRateFeature>()?.MinDataRate = null;
        // Of HTTP/1, so a browser's: a viewer like any other.
        features.Get<IHttpMinResponseDataRateFeature>()?.MinDataRate = LiveResponse.SlowestClient;
    }

    /// <summary>Grpc.AspNetCore takes any "+codec" for its own.</summary>
    private static bool HasOtherCodec(string? contentType)
    {
        if (contentType is null || !contentType.StartsWith(ContentType, StringComparison.OrdinalIgnoreCase))
            return false;
        var codec = contentType.AsSpan(ContentType.Length);
        if (codec.IndexOf(';') is var parameters and >= 0)
            codec = codec[..parameters];
        codec = codec.TrimEnd(' ');
        return !codec.IsEmpty && !codec.Equals("+proto", StringComparison.OrdinalIgnoreCase);
    }

    private static void Refuse(HttpResponse response, StatusCode status, string message)
    {
        response.ContentType = ContentType;
        SetStatus(response.Headers, status, message);
    }

    /// <summary>The status as clients can take it.</summary>
    private static void Mend(HttpContext http)
    {
        var trailers = http.Response.HasStarted ? http.Features.Get<IHttpResponseTrailersFeature>()?.Trailers : http.Response.Headers;
        if (trailers is not { IsReadOnly: false })
            return;
        var message = trailers[MessageName].ToString();
        // FaultInterceptor has a status for whatever a handler throws: this was thrown before one was called, by reading its message.
        if (trailers[StatusName] == "2" && message == "Exception was thrown by handler.")
            SetStatus(trailers, StatusCode.Internal, "the message is malformed");
        else if (message.Length > StatusMessage.MaxLength)
            trailers[MessageName] = StatusMessage.Cut(message);
    }

    private static void SetStatus(IHeaderDictionary trailers, StatusCode status, string message) =>
        (trailers[StatusName], trailers[MessageName]) = (((int)status).ToString(CultureInfo.InvariantCulture), message);

    /// <summary>Grpc.AspNetCore resets a stream right after a passed deadline's status, and clients would not look at that any more.</summary>
    private sealed class LeftOpen : IHttpResetFeature
    {
        public void Reset(int errorCode)
        {
        }
    }
}
