namespace Streaming;

/// <summary>A fault of what the user asked for. The message is one line and says the next step; it is printed without a stack trace.</summary>
public class UserException(string message, Exception? inner = null) : Exception(message, inner);
