using System.Net.Sockets;
using Media;

namespace FFmpeg;

/// <summary>An open on a thread of its own, which can be left behind: libav looks names up with getaddrinfo, and that heeds neither a timeout nor a cancellation.</summary>
internal static class DetachedOpen
{
    // A resolver gives up after 10 to 40 s. Until then what was left behind is a thread, so there may not be any number of them.
    private const int MaxLeft = 256;

    // libav itself ends what is no look-up at the deadline, and says more.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(0.5);

    private static int s_left;

    /// <summary>Whether opening this URL may look a name up. What System.Uri cannot read is taken for a name.</summary>
    internal static bool IsNeeded(string url) => url.Contains("://", StringComparison.Ordinal)
        && !(Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.HostNameType is UriHostNameType.IPv4 or UriHostNameType.IPv6);

    /// <param name="open">Keeps to the timeout but for look-ups.</param>
    /// <param name="name">The input, for messages.</param>
    internal static T Run<T>(Func<T> open, string name, TimeSpan timeout, CancellationToken cancel)
    {
        if (Volatile.Read(ref s_left) >= MaxLeft)
            throw new MediaException(MediaErrorKind.Timeout, $"{name}: not tried, as {MaxLeft} earlier look-ups of names still hang: does DNS answer?");
        var opening = Task.Factory.StartNew(open, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
#pragma warning disable RS0030 // It is over: nothing blocks here.
            if (Task.WaitAny([opening], (int)(timeout + Grace).TotalMilliseconds, cancel) == 0)
                return opening.GetAwaiter().GetResult();
#pragma warning restore RS0030
            throw new MediaException(MediaErrorKind.Timeout, $"{name}: its name could not be looked up within {timeout.TotalSeconds:0.###} s: does DNS answer?");
        }
        catch
        {
            _ = Leave(opening);
            throw;
        }
    }

    private static async Task Leave<T>(Task<T> opening)
    {
        Interlocked.Increment(ref s_left);
        try
        {
            (await opening as IDisposable)?.Dispose();
        }
        catch (Exception e) when (e is MediaException or OperationCanceledException or SocketException)
        {
            // Nobody waits for it any more.
        }
        finally
        {
            Interlocked.Decrement(ref s_left);
        }
    }
}
