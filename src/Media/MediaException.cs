namespace Media;

/// <summary>One input cannot be opened, read or decoded. The message is one line for a user and holds no credentials.</summary>
public sealed class MediaException(MediaErrorKind kind, string message) : Exception(UrlRedactor.Redact(message))
{
    public MediaErrorKind Kind => kind;
}
