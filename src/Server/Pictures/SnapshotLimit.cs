using Server.Http;

namespace Server.Pictures;

/// <summary>Requests that wait for a snapshot: Server:MaxConcurrentSnapshots.</summary>
internal sealed class SnapshotLimit(int capacity) : ConcurrencyLimit(capacity);

/// <summary>Previews that run: Server:MaxPreviews.</summary>
internal sealed class PreviewLimit(int capacity) : ConcurrencyLimit(capacity);
