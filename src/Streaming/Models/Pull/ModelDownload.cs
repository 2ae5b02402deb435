using System.Buffers;
using System.Net.Http.Headers;
using System.Net;

namespace Streaming.Models.Pull;

/// <summary>Fetches one file over HTTP, going on where an earlier try ended (RFC 9110, sections 13.1.5 and 14).</summary>
public sealed class ModelDownload(HttpClient http, long maxBytes, bool insecure)
{
    private const int BufferSize = 128 * 1024;

    /// <summary>A connection that gives nothing for so long is broken.</summary>
    private static readonly TimeSpan Stall = TimeSpan.FromSeconds(30);

    /// <summary>One that follows no redirect by itself, as each has to pass the rules.</summary>
    public static HttpClient CreateClient() => new(new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = TimeSpan.FromSeconds(15) })
    {
        // Until the headers; the body has the stall timer.
        Timeout = TimeSpan.FromSeconds(30),
        DefaultRequestHeaders = { UserAgent = { new ProductInfoHeaderValue("stream", "0.1") } },
    };

    /// <exception cref="DownloadException">The server cannot be reached, or the connection broke.</exception>
    /// <exception cref="UserException">The server answers with something else than the file, or it is too large.</exception>
    public async Task Fetch(Uri source, PartialFile partial, IProgress<Downloaded> progress, CancellationToken stop)
    {
        using var response = await SendAsync(source, partial, stop);
        if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
            return;
        var total = response.StatusCode == HttpStatusCode.PartialContent
            ? response.Content.Headers.ContentRange!.Length
            : response.Content.Headers.ContentLength;
        DownloadRules.CheckSize(total, maxBytes);
        if (response.StatusCode != HttpStatusCode.PartialContent)
            partial.Restart(Validator(response));
        await Copy(response, partial, total, progress, stop);
    }

    /// <returns>200 with the whole, 206 with exactly what is missing, or 416 where nothing is missing.</returns>
    private async Task<HttpResponseMessage> SendAsync(Uri source, PartialFile partial, CancellationToken stop)
    {
        var response = await Send(source, partial, stop);
        if (response.StatusCode == HttpStatusCode.OK || IsRemainder(response, partial.Length))
            return response;
        using (response)
        {
            if (response.StatusCode is not (HttpStatusCode.PartialContent or HttpStatusCode.RequestedRangeNotSatisfiable) || partial.Length == 0)
                throw new UserException($"{source.Host} answers {(int)response.StatusCode} {response.ReasonPhrase} for {source.AbsolutePath}");
        }

        // Another part than was asked for is worth nothing.
        partial.Restart(null);
        return await SendAsync(source, partial, stop);
    }

    private static bool IsRemainder(HttpResponseMessage response, long have) => response.Content.Headers.ContentRange is { } range
        && (response.StatusCode == HttpStatusCode.PartialContent && have > 0 && range.From == have
            || response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable && range.Length == have);

    private async Task<HttpResponseMessage> Send(Uri source, PartialFile partial, CancellationToken stop)
    {
        for (var hop = 0; hop <= DownloadRules.MaxRedirects; hop++)
        {
            DownloadRules.CheckScheme(source, insecure);
            var response = await SendOnce(source, partial, stop);
            if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308) || response.Headers.Location is not { } next)
                return response;
            response.Dispose();
            source = new Uri(source, next);
        }

        throw new UserException($"{source.Host} sends on to another address more than {DownloadRules.MaxRedirects} times");
    }

    private async Task<HttpResponseMessage> SendOnce(Uri source, PartialFile partial, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, source);
        // The bytes are counted and hashed as they are stored, so no coding in between.
        request.Headers.AcceptEncoding.Add(new("identity"));
        if (partial is { Length: > 0, Validator: { } validator })
        {
            request.Headers.Range = new RangeHeaderValue(partial.Length, null);
            request.Headers.IfRange = RangeConditionHeaderValue.Parse(validator);
        }

        try
        {
            return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop);
        }
        catch (HttpRequestException e)
        {
            throw new DownloadException($"could not reach {source.Host}: {(e.InnerException ?? e).Message}", e);
        }
        catch (OperationCanceledException e) when (!stop.IsCancellationRequested)
        {
            throw new DownloadException($"could not reach {source.Host}: no answer within {http.Timeout.TotalSeconds:0} s", e);
        }
    }

    private async Task Copy(HttpResponseMessage response, PartialFile partial, long? total, IProgress<Downloaded> progress, CancellationToken stop)
    {
        await using var body = await response.Content.ReadAsStreamAsync(stop);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            progress.Report(new(partial.Length, total));
            while (await Read(body, buffer, partial, total, stop) is > 0 and var count)
            {
                CheckDiskSpace(partial, count);
                await partial.WriteAsync(buffer.AsMemory(0, count), stop);
                progress.Report(new(partial.Length, total));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void CheckDiskSpace(PartialFile partial, int count)
    {
        if (partial.Length + count <= maxBytes)
            return;
        partial.Restart(null);
        throw DownloadRules.TooLarge(maxBytes);
    }

    private static async Task<int> Read(System.IO.Stream body, byte[] buffer, PartialFile partial, long? total, CancellationToken stop)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(Stall);
        try
        {
            return await body.ReadAsync(buffer, patience.Token);
        }
        catch (Exception e) when (e is IOException or HttpRequestException or OperationCanceledException)
        {
            stop.ThrowIfCancellationRequested();
            var soFar = $"{ByteSize.Text(partial.Length)}{(total is { } whole ? $" of {ByteSize.Text(whole)}" : "")}";
            var next = partial.Validator is null ? "begins anew, as the server gives no ETag to go on by" : "goes on from there";
            throw new DownloadException($"the connection broke after {soFar}; the same command {next}", e);
        }
    }

    /// <summary>Only a strong validator may join bytes of two answers.</summary>
    private static string? Validator(HttpResponseMessage response) => response.Headers.ETag is { IsWeak: false } tag
        ? tag.ToString()
        : response.Content.Headers.LastModified?.ToString("R");
}

/// <summary>The network failed. Nothing is wrong with what was asked for, and what has come is kept for the next try.</summary>
internal sealed class DownloadException(string message, Exception inner) : Exception(message, inner);

/// <summary>How far a download is.</summary>
/// <param name="Bytes">What has come, earlier tries included.</param>
/// <param name="Total">Null where the server does not say.</param>
public readonly record struct Downloaded(long Bytes, long? Total);
