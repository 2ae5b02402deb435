using System.Runtime.InteropServices;
using Inference;
using Inference.Batching;
using Server.Cache;
using Streaming.Models;

namespace Server.KServe;

/// <summary>Outputs of tensors that were inferred before.</summary>
/// <remarks>
/// An answer is kept as
/// <code>
///  0        8        16       24
///  +--------+--------+--------+---------------
///  | count  | dim 1  | dim 2  | f32 values
///  +--------+--------+--------+---------------
/// </code>
/// dimensions as i64, all little-endian.
/// </remarks>
internal sealed class TensorCache(ResultCache cache)
{
    private const int Dimensions = 3, HeadBytes = Dimensions * sizeof(long);

    public async Task<TensorResult> InferAsync(ModelLease model, TensorInput input, CancellationToken cancel)
    {
        if (!cache.IsEnabled)
            return await model.Engine.InferAsync(input, cancel);
        var key = CacheKey.Of(model.Sha256, $"tensor {input.Count} {input.Height} {input.Width}", input.Data);
        if (await cache.TryGetAsync(key) is { } known)
            return Unpack(known);
        var result = await model.Engine.InferAsync(input, cancel);
        if (result.Outcome == FrameOutcome.Inferred && result.Shape.Count == Dimensions)
            cache.Set(key, Pack(result));
        return result;
    }

    private static byte[] Pack(TensorResult result)
    {
        var answer = new byte[HeadBytes + result.Output.Length];
        var head = MemoryMarshal.Cast<byte, long>(answer.AsSpan(0, HeadBytes));
        for (var i = 0; i < Dimensions; i++)
            head[i] = result.Shape[i];
        result.Output.CopyTo(answer.AsMemory(HeadBytes));
        return answer;
    }

    private static TensorResult Unpack(byte[] answer) => new(
        FrameOutcome.Inferred, answer.AsMemory(HeadBytes), MemoryMarshal.Cast<byte, long>(answer.AsSpan(0, HeadBytes)).ToArray(), BatchSize: 0, Error: null);
}
