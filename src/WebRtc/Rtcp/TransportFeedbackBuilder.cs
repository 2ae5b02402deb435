using System.Buffers.Binary;
using WebRtc.Rtp;

namespace WebRtc.Rtcp;

/// <summary>Remembers when packets came and tells their sender; the counterpart of <see cref="TransportFeedback"/>.</summary>
internal sealed class TransportFeedbackBuilder
{
    /// <summary>Of one message: with two bytes a delta and a chunk for each seven it stays below a path's MTU.</summary>
    private const int MaxStatuses = 420;

    /// <summary>Arrivals that can wait for a message; at 100 ms that is 20,000 packets a second. Full: the oldest are forgotten.</summary>
    private const int Capacity = 2048;

    private const int SymbolsOfChunk = 7;

    private readonly TimeSpan?[] _arrivals = new TimeSpan?[Capacity];
    private SequenceUnwrapper _unwrapper;
    private long _next = -1, _end;
    private byte _count;

    public void Add(ushort sequence, TimeSpan arrival)
    {
        var at = _unwrapper.Unwrap(sequence);
        if (_next < 0)
            (_next, _end) = (at, at);
        // Told as lost already; the sender has drawn its conclusion.
        if (at < _next)
            return;
        if (at >= _next + Capacity)
            DiscardBefore(at - Capacity + 1);
        _arrivals[at % Capacity] ??= arrival;
        _end = Math.Max(_end, at + 1);
    }

    /// <summary>The next message's content, as long as there is something to tell.</summary>
    public bool TryBuild(Span<byte> content, out int length)
    {
        length = 0;
        // What is not received before the first that is was told by the message before, or will be by the next.
        if (_next < 0 || _next >= _end)
            return false;
        Span<short> deltas = stackalloc short[MaxStatuses];
        Span<byte> symbols = stackalloc byte[MaxStatuses];
        var count = Collect(symbols, deltas, out var reference);
        BinaryPrimitives.WriteUInt16BigEndian(content, (ushort)_next);
        BinaryPrimitives.WriteUInt16BigEndian(content[2..], (ushort)count);
        BinaryPrimitives.WriteUInt32BigEndian(content[4..], (uint)(reference << 8) | _count++);
        length = TransportFeedback.HeaderLength;
        WriteChunks(symbols[..count], content, ref length);
        WriteDeltas(symbols[..count], deltas, content, ref length);
        DiscardBefore(_next + count);
        return true;
    }

    private int Collect(Span<byte> symbols, Span<short> deltas, out int reference)
    {
        reference = 0;
        long? time = null;
        var count = 0;
        for (; count < MaxStatuses && _next + count < _end; count++)
        {
            symbols[count] = TransportFeedback.NotReceived;
            if (_arrivals[(_next + count) % Capacity] is not { } arrival)
                continue;
            var units = arrival.Ticks / TransportFeedback.DeltaUnit.Ticks;
            if (time is null)
            {
                reference = (int)(arrival.Ticks / TransportFeedback.ReferenceUnit.Ticks);
                time = reference * (TransportFeedback.ReferenceUnit.Ticks / TransportFeedback.DeltaUnit.Ticks);
            }
            var delta = units - time.Value;
            // Too far from the one before: the next message begins with it.
            if (delta is < short.MinValue or > short.MaxValue)
                break;
            time += delta;
            deltas[count] = (short)delta;
            symbols[count] = delta is >= 0 and <= byte.MaxValue ? (byte)TransportFeedback.SmallDelta : (byte)TransportFeedback.LargeDelta;
        }
        return count;
    }

    private static void WriteChunks(ReadOnlySpan<byte> symbols, Span<byte> content, ref int length)
    {
        while (!symbols.IsEmpty)
        {
            var run = symbols.IndexOfAnyExcept(symbols[0]) is var end and >= 0 ? end : symbols.Length;
            var chunk = run >= SymbolsOfChunk ? symbols[0] << 13 | run : Vector(symbols, out run);
            BinaryPrimitives.WriteUInt16BigEndian(content[length..], (ushort)chunk);
            length += 2;
            symbols = symbols[run..];
        }
    }

    private static int Vector(ReadOnlySpan<byte> symbols, out int taken)
    {
        taken = Math.Min(SymbolsOfChunk, symbols.Length);
        var chunk = 3 << 14;
        for (var i = 0; i < taken; i++)
            chunk |= symbols[i] << 2 * (SymbolsOfChunk - 1 - i);
        return chunk;
    }

    private static void WriteDeltas(ReadOnlySpan<byte> symbols, ReadOnlySpan<short> deltas, Span<byte> content, ref int length)
    {
        for (var i = 0; i < symbols.Length; i++)
        {
            if (symbols[i] == TransportFeedback.SmallDelta)
                content[length++] = (byte)deltas[i];
            if (symbols[i] != TransportFeedback.LargeDelta)
                continue;
            BinaryPrimitives.WriteInt16BigEndian(content[length..], deltas[i]);
            length += 2;
        }
        while (length % 4 != 0)
            content[length++] = 0;
    }

    private void DiscardBefore(long before)
    {
        for (; _next < before; _next++)
        {
            _arrivals[_next % Capacity] = null;
            if (before - _next <= Capacity)
                continue;
            // A jump past everything that is remembered.
            Array.Clear(_arrivals);
            _next = before - 1;
        }
        _end = Math.Max(_end, _next);
    }
}
