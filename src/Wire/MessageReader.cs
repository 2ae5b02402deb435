using System.Buffers.Binary;
using Google.Protobuf;

namespace Wire;

/// <summary>Walks the fields of a protobuf message where it lies, without making objects of it.</summary>
/// <remarks>
/// A field is a tag (number shl 3 | wire type, a varint) and its value; https://protobuf.dev/programming-guides/encoding.
/// Whatever Google.Protobuf's parser takes this takes, and reads the same of it.
/// </remarks>
internal ref struct MessageReader(ReadOnlySpan<byte> message)
{
    public const int Varint = (int)WireFormat.WireType.Varint, Bytes = (int)WireFormat.WireType.LengthDelimited, Fixed32 = (int)WireFormat.WireType.Fixed32;

    private const int WireTypeMask = 7, MaxVarintBytes = 10;

    // As deep as Google.Protobuf follows groups, which nobody sends any more.
    private const int MaxDepth = 100;

    private ReadOnlySpan<byte> _rest = message;

    /// <returns>0 at the message's end.</returns>
    /// <exception cref="MalformedMessageException">This and all below: the bytes are no message.</exception>
    public uint ReadTag()
    {
        if (_rest.IsEmpty)
            return 0;
        var tag = (uint)ReadVarint();
        return tag > WireTypeMask ? tag : throw new MalformedMessageException("a field has the number 0");
    }

    /// <summary>Of a field that is shorter than 64 bits the lowest count.</summary>
    public ulong ReadVarint()
    {
        // Most are tags and lengths, and have one byte.
        if (!_rest.IsEmpty && _rest[0] < 0x80)
            return Take(1)[0];
        var value = 0UL;
        for (var i = 0; i < MaxVarintBytes; i++)
        {
            var next = Take(1)[0];
            value |= (ulong)(next & 0x7F) << 7 * i;
            if (next < 0x80)
                return value;
        }

        throw new MalformedMessageException($"a number has more than {MaxVarintBytes} bytes");
    }

    public uint ReadFixed32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(sizeof(uint)));

    public float ReadFloat() => BitConverter.UInt32BitsToSingle(ReadFixed32());

    /// <summary>A text or a message.</summary>
    public ReadOnlySpan<byte> ReadBytes() => Take((uint)ReadVarint());

    /// <summary>Passes over the value behind a tag.</summary>
    public void Skip(uint tag) => Skip(tag, depth: 0);

    private void Skip(uint tag, int depth)
    {
        switch ((WireFormat.WireType)(tag & WireTypeMask))
        {
            case WireFormat.WireType.Varint: ReadVarint(); break;
            case WireFormat.WireType.Fixed64: Take(sizeof(ulong)); break;
            case WireFormat.WireType.LengthDelimited: ReadBytes(); break;
            case WireFormat.WireType.StartGroup: SkipGroup(tag, depth + 1); break;
            case WireFormat.WireType.Fixed32: Take(sizeof(uint)); break;
            default: throw new MalformedMessageException($"field {tag >> 3} has the wire type {tag & WireTypeMask}, which stands for nothing there");
        }
    }

    private void SkipGroup(uint start, int depth)
    {
        if (depth > MaxDepth)
            throw new MalformedMessageException($"more than {MaxDepth} groups lie in each other");
        // Its end has the same number, and the next wire type.
        while (ReadTag() is var tag && tag != start + 1)
            Skip(tag != 0 ? tag : throw new MalformedMessageException($"the group of field {start >> 3} does not end"), depth);
    }

    private ReadOnlySpan<byte> Take(uint length)
    {
        if (length > _rest.Length)
            throw new MalformedMessageException($"a field of {length} bytes ends behind its message, which has {_rest.Length} more");
        var taken = _rest[..(int)length];
        _rest = _rest[(int)length..];
        return taken;
    }
}
