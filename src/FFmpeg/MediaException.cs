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
        if (logged.Contains("not on whitelist", StringComparison.OrdinalIgnoreCase)) return NotAllowed(code, subject, logged);
        var reason = logged.Length > 0 ? logged : Errors.Text(code);
        return new MediaException(Errors.Kind(code), $"{subject}: {reason}{Hint(reason)}") { Code = code };
    }

    private static MediaException NotAllowed(int code, string subject, string logged) => logged.StartsWith("Format", StringComparison.Ordinal)
        ? new MediaException(MediaErrorKind.InvalidData, $"{subject}: not a video container that is known here") { Code = code }
        : new MediaException(MediaErrorKind.NotAllowed, $"{subject}: {logged}") { Code = code };

    /// <summary>What libav's words mean for somebody who does not know its parts.</summary>
    private static string Hint(string reason) => reason switch
    {
        "moov atom not found" => ": the file has no index (was its recording cut off?)",
        _ => "",
    };
}
