using Inference;
using Server.Ingest;

namespace Server.Decode;

/// <summary>Units of one source to frames.</summary>
/// <remarks>Belongs to one thread: the stream's. After each send, receive until false.</remarks>
internal interface IStreamDecoder : IDisposable
{
    /// <summary>Units and parts of units that made no picture.</summary>
    long Errors { get; }

    void Send(in EncodedUnit unit);

    /// <summary>The frames that are held back for reordering come out next.</summary>
    void SendEnd();

    /// <summary>The next frame, in presentation order; the caller releases it.</summary>
    bool TryReceive(out Frame frame);
}
