using Server.Http;

namespace Server.Pictures;

/// <summary>Requests that wait for a snapshot: Server:MaxConcurrentSnapshots.</summary>
internal sealed class SnapshotPlaces(int capacity) : Places(capacity);

/// <summary>Previews that run: Server:MaxPreviews.</summary>
internal sealed class PreviewPlaces(int capacity) : Places(capacity);
