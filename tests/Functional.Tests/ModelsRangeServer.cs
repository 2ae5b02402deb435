using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Functional.Tests;

/// <summary>
/// A web server of one file that counts what it sends, and can be told to misbehave. On bare sockets, as a whole web server would
/// not break off a body politely: here every byte before the break arrives.
/// </summary>
internal sealed class ModelsRangeServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _paused = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _serving;

    public ModelsRangeServer(byte[] file)
    {
        File = file;
        _listener.Start();
        _serving = Serve();
    }

    /// <param name="Sent">Bytes of the body.</param>
    public sealed record Request(string Path, string? Range, string? IfRange, int Sent);

    public byte[] File { get; set; }

    public string? ETag { get; set; } = "\"v1\"";

    public bool HasRanges { get; init; } = true;

    public bool TellsLength { get; init; } = true;

    public string Status { get; init; } = "200 OK";

    /// <summary>Answers every path but /model.onnx with a redirect there.</summary>
    public string? RedirectsTo { get; set; }

    /// <summary>Bytes of the body after which the next answer ends; once.</summary>
    public int? BreakAfter { get; set; }

    /// <summary>At the break the connection stays open and silent.</summary>
    public bool Hangs { get; set; }

    public List<Request> Requests { get; } = [];

    /// <summary>Done once an answer hangs.</summary>
    public Task Paused => _paused.Task;

    public string Url => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/tiny.onnx";

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _serving;
        _stop.Dispose();
    }

    private async Task Serve()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                await using var stream = client.GetStream();
                await Answer(stream);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task Answer(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
        var path = (await reader.ReadLineAsync(_stop.Token))?.Split(' ')[1] ?? "";
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (await reader.ReadLineAsync(_stop.Token) is { Length: > 0 } line)
            headers[line[..line.IndexOf(':')]] = line[(line.IndexOf(':') + 1)..].Trim();

        var (range, condition) = (headers.GetValueOrDefault("Range"), headers.GetValueOrDefault("If-Range"));
        var sent = 0;
        try
        {
            sent = await Send(stream, path, HasRanges && range is not null && condition == ETag ? range : null);
        }
        catch (IOException)
        {
            // The client has seen enough.
        }

        Requests.Add(new(path, range, condition, sent));
    }

    private async Task<int> Send(NetworkStream stream, string path, string? range)
    {
        if (RedirectsTo is { } location && path != "/model.onnx")
        {
            await Head(stream, "302 Found", $"Location: {location}", "Content-Length: 0");
            return 0;
        }

        var first = range is null ? 0 : int.Parse(range["bytes=".Length..^1], CultureInfo.InvariantCulture);
        var body = File.AsMemory(Math.Min(first, File.Length));
        await Head(
            stream,
            range is null ? Status : body.IsEmpty ? "416 Range Not Satisfiable" : "206 Partial Content",
            TellsLength ? $"Content-Length: {body.Length}" : "X-Length: none",
            ETag is null ? "X-Tag: none" : $"ETag: {ETag}",
            range is null ? "X-Range: none" : body.IsEmpty ? $"Content-Range: bytes */{File.Length}" : $"Content-Range: bytes {first}-{File.Length - 1}/{File.Length}");
        if (BreakAfter is { } count)
        {
            BreakAfter = null;
            body = body[..count];
        }
        else
        {
            count = -1;
        }

        await stream.WriteAsync(body, _stop.Token);
        if (count >= 0 && Hangs)
        {
            _paused.SetResult();
            // Until the client goes away.
            _ = await stream.ReadAsync(new byte[1], _stop.Token);
        }

        return body.Length;
    }

    private static async Task Head(NetworkStream stream, string status, params string[] headers) =>
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\n{string.Join("\r\n", headers)}\r\nConnection: close\r\n\r\n"));
}
