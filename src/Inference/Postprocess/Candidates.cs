namespace Inference.Postprocess;

/// <summary>What scored above the confidence in one picture, best first once sorted; equal scores in order of their index.</summary>
internal sealed class Candidates
{
    // Score and index in one key: a positive float's bits rise with its value, so that inverted they sort best first.
    private ulong[] _keys = [];
    private int[] _classes = [];

    public int Count { get; private set; }

    /// <summary>Empties the set and makes room for indices below <paramref name="capacity"/>, each once.</summary>
    public void Reset(int capacity)
    {
        if (_keys.Length < capacity)
            (_keys, _classes) = (new ulong[capacity], new int[capacity]);
        Count = 0;
    }

    /// <param name="score">Above 0, and finite.</param>
    /// <param name="index">Anchor or row.</param>
    public void Add(float score, int index, int classId)
    {
        _keys[Count++] = (ulong)~BitConverter.SingleToUInt32Bits(score) << 32 | (uint)index;
        _classes[index] = classId;
    }

    public void Sort() => _keys.AsSpan(0, Count).Sort();

    public (float Score, int Index, int ClassId) this[int rank]
    {
        get
        {
            var key = _keys[rank];
            return (BitConverter.UInt32BitsToSingle(~(uint)(key >> 32)), (int)(uint)key, _classes[(uint)key]);
        }
    }
}
