using Media;

namespace Streaming;

/// <summary>A fault of what the user asked for. The message is one line, says the next step and holds no credentials; it is printed without a stack trace.</summary>
public class UserException(string message, Exception? inner = null) : Exception(UrlRedactor.Redact(message), inner);
