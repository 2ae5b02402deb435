using Media;

namespace Streaming.Decode;

/// <summary>Units of one source to frames.</summary>
/// <remarks>Belongs to one thread: the stream's. After each send, go to the next frame until there is none.</remarks>
internal interface IStreamDecoder : IDisposable
{
    /// <summary>Units and parts of units that made no picture.</summary>
    long Errors { get; }

    /// <summary>Units of which it is known that no frame comes: left out because they were not wanted, or without a picture by design.</summary>
    long WithoutFrame { get; }

    /// <param name="wanted">False: the unit is not decoded if no other needs it.</param>
    void Send(in EncodedUnit unit, bool wanted);

    /// <summary>The frames that are held back for reordering come out next.</summary>
    void SendEnd();

    /// <summary>Goes on to the next frame, in presentation order, without any work on its samples; one that was not taken is given up.</summary>
    /// <param name="pts90kHz">Its presentation time.</param>
    bool TryNext(out long pts90kHz);

    /// <summary>The frame gone to; the caller releases it.</summary>
    Frame Take();
}
