using Server.Http;

namespace Server.Pictures;

/// <summary>Single pictures inside the server: Server:MaxConcurrentDetects.</summary>
internal sealed class DetectLimit(int capacity) : ConcurrencyLimit(capacity);
