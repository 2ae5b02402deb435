namespace Wire;

/// <summary>The messages of one repeated field, in their order, each as its bytes: for a foreach.</summary>
public ref struct RepeatedMessages
{
    private readonly uint _tag;
    private MessageReader _reader;

    internal RepeatedMessages(ReadOnlySpan<byte> message, int number)
    {
        _reader = new(message);
        _tag = (uint)(number << 3 | MessageReader.Bytes);
    }

    public ReadOnlySpan<byte> Current { get; private set; }

    public readonly RepeatedMessages GetEnumerator() => this;

    /// <exception cref="MalformedMessageException">The bytes are no message.</exception>
    public bool MoveNext()
    {
        while (_reader.ReadTag() is var tag && tag != 0)
        {
            if (tag == _tag)
            {
                Current = _reader.ReadBytes();
                return true;
            }

            _reader.Skip(tag);
        }

        return false;
    }
}
