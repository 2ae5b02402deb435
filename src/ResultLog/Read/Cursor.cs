using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;
using ResultLog.Segments;

namespace ResultLog.Read;

/// <summary>The offset up to which a sink has acknowledged, kept in a file.</summary>
/// <remarks>
/// Two slots are written in turns, each with a count and a CRC, so a write that is cut off leaves the offset before it. They are
/// written in place: a full disk does not stop a cursor, whose moving on is what frees the disk.
/// </remarks>
public sealed class Cursor : IDisposable
{
    public const string Extension = ".cursor";

    // A page apart: what tears one slot leaves the other.
    private const int SlotDistance = 4096;

    // count u64, offset i64, crc u32 of both; little endian.
    private const int SlotSize = 20;

    private readonly SafeFileHandle _file;
    private readonly byte[] _slot = new byte[SlotSize];
    private ulong _writes;
    private long _offset;

    private Cursor(SafeFileHandle file, ulong writes, long offset) => (_file, _writes, _offset) = (file, writes, offset);

    /// <summary>The first offset that is not acknowledged; as the file has it.</summary>
    public long Offset => Volatile.Read(ref _offset);

    /// <summary>Null where there is no file, or none that can be made sense of.</summary>
    /// <exception cref="IOException">The disk fails.</exception>
    public static long? Peek(string path) => File.Exists(path) && Newest(File.ReadAllBytes(path)) is { } slot ? slot.Offset : null;

    /// <param name="start">Where a sink begins that has no cursor yet.</param>
    /// <param name="oldest">Where one begins whose cursor is damaged: it gets records twice rather than never.</param>
    /// <exception cref="IOException">The file cannot be made or written.</exception>
    public static Cursor Open(string path, long start, long oldest)
    {
        var exists = File.Exists(path);
        var newest = exists ? Newest(File.ReadAllBytes(path)) : null;
        var file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read);
        var cursor = new Cursor(file, newest?.Writes ?? 0, newest?.Offset ?? (exists ? oldest : start));
        if (newest is null)
        {
            // Both slots, so that neither needs space later.
            cursor.Commit(cursor.Offset);
            cursor.Commit(cursor.Offset);
        }

        return cursor;
    }

    /// <summary>Everything before <paramref name="offset"/> is acknowledged.</summary>
    /// <exception cref="IOException">The disk fails: the offset is as it was.</exception>
    public void Commit(long offset)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(_slot, _writes + 1);
        BinaryPrimitives.WriteInt64LittleEndian(_slot.AsSpan(8), offset);
        BinaryPrimitives.WriteUInt32LittleEndian(_slot.AsSpan(16), Crc32C.Of(_slot.AsSpan(0, 16)));
        RandomAccess.Write(_file, _slot, (long)(_writes + 1 & 1) * SlotDistance);
        _writes++;
        Volatile.Write(ref _offset, offset);
    }

    public void Dispose() => _file.Dispose();

    /// <summary>The newer of the slots that are whole.</summary>
    internal static (ulong Writes, long Offset)? Newest(ReadOnlySpan<byte> file)
    {
        (ulong Writes, long Offset)? newest = null;
        for (var at = 0; at + SlotSize <= file.Length && at <= SlotDistance; at += SlotDistance)
        {
            var slot = file[at..(at + SlotSize)];
            var writes = BinaryPrimitives.ReadUInt64LittleEndian(slot);
            if (BinaryPrimitives.ReadUInt32LittleEndian(slot[16..]) == Crc32C.Of(slot[..16]) && (newest is null || writes > newest.Value.Writes))
                newest = (writes, BinaryPrimitives.ReadInt64LittleEndian(slot[8..]));
        }

        return newest;
    }
}
