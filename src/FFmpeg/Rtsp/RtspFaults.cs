using System.Net.Sockets;
using FFmpeg.Native;
using Media;

namespace FFmpeg.Rtsp;

/// <summary>What to say when a camera cannot be played: what it said itself, then one thing to look at.</summary>
/// <param name="name">The camera's URL without secrets.</param>
internal sealed class RtspFaults(string name)
{
    internal MediaException Refused(string method, RtspHead reply)
    {
        var said = $"the camera answers {method} with {reply.Status}{(reply.Reason.Length > 0 ? $" {reply.Reason}" : "")}";
        return new(Kind(reply.Status), Advice(reply.Status) is { } advice ? $"{name}: {said}: {advice}" : $"{name}: {said}");
    }

    internal MediaException Denied(LoginStep step, string offered) => step switch
    {
        LoginStep.NoCredentials => new(MediaErrorKind.AccessDenied, $"{name}: it wants credentials ({offered}): write user:password@ before the host of its URL"),
        LoginStep.Refused => new(MediaErrorKind.AccessDenied,
            $"{name}: it refused the user or the password ({offered}): are they right? '@', ':', '/', '?' and '#' in them are written %40, %3A, %2F, %3F and %23"),
        _ when offered.Length == 0 => new(MediaErrorKind.AccessDenied, $"{name}: it answers 401 Unauthorized and offers no way to log in"),
        _ => new(MediaErrorKind.Unsupported, $"{name}: it wants a login by {offered}, and known here are {Login.Known}: choose one of them in the camera's settings"),
    };

    internal MediaException Circle(int times) => new(MediaErrorKind.Io, $"{name}: it redirects again and again, {times} times so far: ask it for another address");

    internal MediaException Elsewhere(string scheme) => new(MediaErrorKind.NotAllowed, $"{name}: it redirects to an address of the protocol '{scheme}', which is not allowed");

    internal MediaException NoAddress() => new(MediaErrorKind.Unsupported,
        $"{name}: it is no address: write rtsp://host:port/path, with user:password@ before the host, and '@', ':', '/', '?' and '#' of a password as %40, %3A, %2F, %3F and %23");

    internal MediaException NoHost(RtspAddress address, SocketException fault) =>
        new(MediaErrorKind.Io, $"{name}: Failed to resolve hostname {address.Host}: {fault.Message}: is it spelled right, does DNS answer?");

    internal MediaException HungUp(string after) => new(MediaErrorKind.Io, $"{name}: the other side hung up after {after}");

    internal MediaException Broke(string what) => new(MediaErrorKind.Io, $"{name}: {what}");

    internal MediaException NoVideo(IReadOnlyList<string> others) => new(MediaErrorKind.NoVideoStream, others is []
        ? $"{name}: it has no video stream: its session description names none"
        : $"{name}: it has no video stream, only {string.Join(", ", others.Take(4))}: is video switched on in the camera?");

    internal MediaException Encrypted() => new(MediaErrorKind.Unsupported, $"{name}: it sends its video encrypted (SRTP), which is not known here: switch that off in the camera");

    internal MediaException NotThatWay(bool askedForTcp) => new(MediaErrorKind.Io,
        $"{name}: asked for {(askedForTcp ? "TCP" : "UDP")} it sets up {(askedForTcp ? "UDP" : "TCP")}: it does not send that way; choose another transport (tcp, udp or auto)");

    internal MediaException NoDescription() => new(MediaErrorKind.Io, $"{name}: its session description is cut off, or longer than {RtspHead.MaxBody / 1024} KiB");

    /// <summary>Of the connection itself, in libav's words.</summary>
    internal MediaException Of(SocketException fault)
    {
        var code = fault.SocketErrorCode switch
        {
            SocketError.ConnectionRefused => Errors.ConnectionRefused,
            SocketError.HostUnreachable or SocketError.HostDown => Errors.HostUnreachable,
            SocketError.NetworkUnreachable => Errors.NetworkUnreachable,
            SocketError.TimedOut => Errors.ConnectionTimedOut,
            SocketError.ConnectionReset => Errors.ConnectionReset,
            SocketError.Shutdown => Errors.BrokenPipe,
            _ => Errors.Io,
        };
        return new(Errors.Kind(code), $"{name}: {MediaAdvice.Explain(code, code == Errors.Io ? fault.Message : "")}");
    }

    internal MediaException NoTls(string reason) => new(MediaErrorKind.Io, $"{name}: TLS failed ({reason}): is this the port of its encrypted protocol?");

    private static MediaErrorKind Kind(int status) => status switch
    {
        403 => MediaErrorKind.AccessDenied,
        404 or 410 => MediaErrorKind.NotFound,
        _ => MediaErrorKind.Io,
    };

    private static string? Advice(int status) => status switch
    {
        403 => "these credentials, or this address, may not watch it",
        404 or 410 => "it has nothing of that name; check what follows the host",
        453 => "it serves as many as it can: close another viewer, or use its second stream",
        454 => "it forgot the session; it is asked for a new one",
        461 => "it does not send that way; choose another transport (tcp, udp or auto)",
        500 or 503 => "it is busy, or starts just now",
        _ => null,
    };
}
