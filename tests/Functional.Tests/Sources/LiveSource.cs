using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Xunit;

namespace Functional.Tests.Sources;

/// <summary>A camera that speaks HTTP: what each connection gets is a test's to say.</summary>
internal sealed class LiveSource : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<int, NetworkStream, CancellationToken, Task> _play;
    private readonly Task _accepting;
    private int _connections;

    /// <param name="play">Given the connection's number, from 0, and the connection after the request was read; it is closed when it returns.</param>
    public LiveSource(Func<int, NetworkStream, CancellationToken, Task> play, int port = 0)
    {
        (_play, _listener) = (play, new(IPAddress.Loopback, port));
        _listener.Start();
        _accepting = Accept();
    }

    public string Url => $"http://{_listener.LocalEndpoint}/live";

    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Never: the connection is held open.</summary>
    public static Task Never { get; } = new TaskCompletionSource().Task;

    /// <summary>Each connection gets its clip, sent at once, and is closed then.</summary>
    /// <param name="begin">Nothing is answered before this.</param>
    public static LiveSource Of(Func<int, string> clip, Func<int, Task> hangUp, Task? begin = null) => new(async (number, connection, stop) =>
    {
        await (begin ?? Task.CompletedTask).WaitAsync(stop);
        await Answer(connection, "video/mp2t", stop);
        await connection.WriteAsync(await File.ReadAllBytesAsync(clip(number), stop), stop);
        await hangUp(number).WaitAsync(stop);
    });

    /// <summary>A transport stream, an access unit at a time, each when it is due whatever its own times are.</summary>
    public static LiveSource InRealTime(string clip, TimeSpan frame) => new(async (_, connection, stop) =>
    {
        await Answer(connection, "video/mp2t", stop);
        var units = AccessUnits(await File.ReadAllBytesAsync(clip, stop));
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        var started = Stopwatch.GetTimestamp();
        for (var sent = 0; sent < units.Count; await pace.WaitForNextTickAsync(stop))
        {
            for (; sent < units.Count && frame * sent <= Stopwatch.GetElapsedTime(started); sent++)
                await connection.WriteAsync(units[sent], stop);
        }
    });

    /// <summary>An answer without an end.</summary>
    public static ValueTask Answer(NetworkStream connection, string type, CancellationToken stop, string status = "200 OK") =>
        connection.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Type: {type}\r\nConnection: close\r\n\r\n"), stop);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private static List<ReadOnlyMemory<byte>> AccessUnits(byte[] transport)
    {
        const int packet = 188, video = 256;
        var starts = Enumerable.Range(0, transport.Length / packet).Select(i => i * packet)
            .Where(at => (transport[at + 1] & 0x40) != 0 && ((transport[at + 1] & 0x1F) << 8 | transport[at + 2]) == video).ToList();
        starts[0] = 0; // The tables in front.
        return [.. starts.Zip([.. starts.Skip(1), transport.Length], (from, to) => new ReadOnlyMemory<byte>(transport, from, to - from))];
    }

    private async Task Accept()
    {
        var playing = new List<Task>();
        try
        {
            while (true)
                playing.Add(Serve(await _listener.AcceptTcpClientAsync(_stop.Token), Interlocked.Increment(ref _connections) - 1));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(playing);
        }
    }

    private async Task Serve(TcpClient client, int number)
    {
        using (client)
        {
            try
            {
                // A GET has no body, so its head is all there is.
                await client.GetStream().ReadAtLeastAsync(new byte[4096], 1, cancellationToken: _stop.Token);
                await _play(number, client.GetStream(), _stop.Token);
            }
            catch (Exception e) when (e is OperationCanceledException or IOException)
            {
                // The server hung up, or the test is over.
            }
        }
    }
}
