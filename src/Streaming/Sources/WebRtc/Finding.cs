namespace Streaming.Sources.WebRtc;

/// <summary>Something that is wrong with a session, in words.</summary>
/// <param name="Code">For programs; it stays the same when the words change.</param>
/// <param name="Fix">What the publisher or the operator can do about it.</param>
public sealed record Finding(string Code, string Message, string Fix);
