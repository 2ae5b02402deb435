using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using Xunit;

namespace ResultLog.Tests;

/// <summary>A record whose every byte follows from its stream and number, so that a wrong one is told from a right one.</summary>
internal static class Payload
{
    public const int HeaderSize = 12;

    /// <summary>As large as results are, unless told otherwise.</summary>
    public static byte[] Of(int stream, long number, int? size = null)
    {
        var bytes = new byte[size ?? 1600 + (int)((stream * 7919 + number * 104_729) % 1800)];
        var word = (ulong)stream * 0x9E3779B97F4A7C15 ^ (ulong)number * 0xC2B2AE3D27D4EB4F;
        foreach (ref var eight in MemoryMarshal.Cast<byte, ulong>(bytes.AsSpan()))
            eight = word = BitOperations.RotateLeft(word + 0x632BE59BD9B4E019, 23) * 0x9FB21C651E98DF25;
        BinaryPrimitives.WriteInt32LittleEndian(bytes, stream);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(4), number);
        return bytes;
    }

    /// <summary>Its stream and number; fails if it is not what was appended.</summary>
    public static (int Stream, long Number) Read(ReadOnlySpan<byte> bytes)
    {
        var (stream, number) = (BinaryPrimitives.ReadInt32LittleEndian(bytes), BinaryPrimitives.ReadInt64LittleEndian(bytes[4..]));
        Assert.True(bytes.SequenceEqual(Of(stream, number, bytes.Length)), $"record {number} of stream {stream} is not what was appended");
        return (stream, number);
    }
}
