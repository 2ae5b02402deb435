using FFmpeg.Native;

namespace FFmpeg;

/// <summary>One input cannot be opened, read or decoded. The message is one line for a user and holds no credentials.</summary>
public sealed class MediaException : Exception
{
    public MediaException(MediaErrorKind kind, string message) : base(UrlRedactor.Redact(message)) => Kind = kind;

    public MediaErrorKind Kind { get; }

    /// <summary>The number libav returned; 0 when the fault was found by us.</summary>
    public int Code { get; private init; }

    /// <param name="subject">What failed: a file name or URL, or the decoder's name.</param>
    internal static MediaException From(int code, string subject)
    {
        var logged = LogCapture.LastError;
        return logged.Contains("not on whitelist", StringComparison.OrdinalIgnoreCase)
            ? NotAllowed(code, subject, logged)
            : new MediaException(Errors.Kind(code), $"{subject}: {MediaAdvice.Explain(code, logged)}") { Code = code };
    }

    // Protocol 'file' not on whitelist 'http,https,tcp'!
    private static MediaException NotAllowed(int code, string subject, string logged) => logged.StartsWith("Protocol", StringComparison.Ordinal)
        ? new MediaException(MediaErrorKind.NotAllowed, $"{subject}: it leads to an address of the protocol {logged.Split(' ')[1]}, which is not allowed") { Code = code }
        : new MediaException(MediaErrorKind.InvalidData, $"{subject}: not a video container that is known here") { Code = code };
}
