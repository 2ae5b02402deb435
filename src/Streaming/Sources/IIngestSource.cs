using Media;

namespace Streaming.Sources;

/// <summary>Where a stream's video comes from: access units or raw frames, one after another.</summary>
/// <remarks>Belongs to one thread: the stream's.</remarks>
public interface IIngestSource : IDisposable
{
    /// <summary>What its units are; a decoder that is opened by it lives no longer than the source.</summary>
    VideoFormat Format { get; }

    /// <summary>How often <see cref="Format"/> has become another: the unit just read is of the new one.</summary>
    int FormatChanges => 0;

    /// <summary>How far apart its units are, as it says or as they came; zero where that is not known.</summary>
    TimeSpan FrameInterval => TimeSpan.Zero;

    /// <summary>It has no end of its own, so an end is a loss.</summary>
    bool IsLive { get; }

    /// <summary>It may be read as slowly as the engine goes, without losing anything.</summary>
    bool CanWait { get; }

    /// <summary>Once it is at its end: why that came too early, in words; null where it is as it should be, or nothing is known.</summary>
    string? EarlyEnd => null;

    /// <summary>What about it is not as it should be although it works, in words; null where nothing is.</summary>
    string? Warning => null;

    /// <summary>An id that never comes again, for what is read of it; null: the stream makes one up.</summary>
    string? SessionId => null;

    /// <summary>Units that were received and passed over before they could be read.</summary>
    long Skipped => 0;

    /// <summary>Called, from any thread, whenever a frame was inferred or a unit or frame dropped.</summary>
    Action? FrameCompleted => null;

    /// <summary>The next unit, at its time. False at the end.</summary>
    /// <exception cref="MediaException">The connection failed or fell silent.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> fired.</exception>
    bool TryRead(out EncodedUnit unit, CancellationToken stop);

    /// <summary>Told before the first read: how many frames a second are wanted at that time, 0 for all. For sources that are asked for each.</summary>
    void AskFor(Func<double> targetFps)
    {
    }

    /// <summary>A unit made no picture: the next key frame is what helps, and some senders can be asked for one.</summary>
    void OnUndecodable()
    {
    }
}
