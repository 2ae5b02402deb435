using WebRtc.Client;

namespace Testing;

/// <summary>One frame of one publisher, ready to go.</summary>
/// <param name="Due">Since the window's start.</param>
internal readonly record struct PacedFrame(VideoPublisher Publisher, TimeSpan Due, IReadOnlyList<byte[]> Packets);
