namespace ResultLog;

/// <summary>A sink cannot take records now; the message is one line for whoever runs the server, and holds no secret.</summary>
public class SinkException(string message, Exception? inner = null) : Exception(message, inner);
