using FFmpeg.Native;

namespace FFmpeg;

/// <summary>What went wrong and what somebody who does not know libav's parts can do about it.</summary>
internal static class MediaAdvice
{
    /// <param name="code">What libav returned.</param>
    /// <param name="logged">Its last line on the matter; empty where there is none.</param>
    internal static string Explain(int code, string logged)
    {
        // A live source has no length that it could fall short of.
        if (logged.StartsWith("Stream ends prematurely", StringComparison.Ordinal) || (code == Errors.Io && logged.Length == 0))
            return "the connection broke off, or the other side hung up";
        // Where the number is telling, the line only repeats it with an address of libav's own making.
        var known = OfCode(code);
        var reason = logged.Length > 0 && known is null ? logged : Errors.Text(code);
        return (known ?? OfLine(reason)) is { } advice ? $"{reason}: {advice}" : reason;
    }

    private static string? OfCode(int code) => code switch
    {
        Errors.ConnectionRefused => "nothing listens there; is it switched on, is the port right?",
        Errors.HostUnreachable or Errors.NetworkUnreachable => "there is no way to that address from here; is it right?",
        Errors.ConnectionTimedOut => "nothing answers there; is the address right, does a firewall drop it?",
        Errors.ConnectionReset or Errors.BrokenPipe => "the other side hung up",
        _ when code == Errors.Http401 => "it lets nobody in without user:password@ before the host of the URL; where that is there, it is wrong, or a login is wanted that is not known here (Basic and Digest with MD5 are)",
        _ when code == Errors.Http403 => "these credentials, or this address, may not watch it",
        _ when code == Errors.Http404 => "it has nothing of that name; check what follows the host",
        _ => null,
    };

    private static string? OfLine(string line) => line switch
    {
        "moov atom not found" => "the file has no index (was its recording cut off?)",
        _ when line.StartsWith("Failed to resolve hostname", StringComparison.Ordinal) => "is it spelled right, does DNS answer?",
        _ when line.StartsWith("method SETUP failed: 461", StringComparison.Ordinal) => "it does not send that way; choose another transport (tcp, udp or auto)",
        _ when line.StartsWith("Connection to srt", StringComparison.Ordinal) => "nobody answers SRT there; is the port right, and the mode, streamid or passphrase?",
        _ when line.Contains("TLS", StringComparison.Ordinal) || line.Contains("certificate", StringComparison.OrdinalIgnoreCase) =>
            "is this the port of its encrypted protocol, and its certificate valid?",
        _ when line.StartsWith("Error when loading first segment", StringComparison.Ordinal) => "the playlist leads to what is not there, is no video, or is not allowed",
        "Invalid data found when processing input" => "what comes is no video that is known here",
        _ => null,
    };
}
