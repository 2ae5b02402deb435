namespace Wire;

/// <summary>Bytes that are no protobuf message.</summary>
public sealed class MalformedMessageException(string message) : Exception(message);
