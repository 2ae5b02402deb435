using System.Diagnostics.CodeAnalysis;

namespace Inference.Batching;

/// <summary>Where pictures wait for a lane, in a fair order with those of all others: a stream's frames, or a client's tensor.</summary>
/// <remarks>Disposing it drops what waits; what runs is still delivered.</remarks>
internal interface IBatchSource : IDisposable
{
    /// <summary>Virtual time of the fair queue: grows by 1 / priority with every picture served. Touched under the queue's scan only.</summary>
    double Served { get; set; }

    /// <summary>Share of the engine under overload, relative to other sources.</summary>
    double Priority { get; }

    bool HasWaiting { get; }

    /// <summary>A lane takes the next picture, if its input shape is <paramref name="shape"/> (0 = any, and says which).</summary>
    bool TryClaim(ref long shape, [NotNullWhen(true)] out BatchItem? item);
}
