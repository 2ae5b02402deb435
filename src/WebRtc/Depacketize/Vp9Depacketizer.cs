using System.Buffers.Binary;

namespace WebRtc.Depacketize;

/// <summary>RFC 9628. The frames of several spatial layers become one superframe (VP9 bitstream, annex B).</summary>
internal sealed class Vp9Depacketizer : IDepacketizer
{
    /// <summary>The bitstream's own limit.</summary>
    private const int MaxLayers = 8;

    private readonly int[] _sizes = new int[MaxLayers];
    private int _layers, _begun;
    private bool _isKey, _isOpen;

    public bool IsStart(ReadOnlySpan<byte> payload) =>
        Vp9Descriptor.TryRead(payload, out var descriptor) && descriptor is { IsStart: true, SpatialLayer: 0 };

    public void Begin()
    {
        _layers = _begun = 0;
        _isKey = _isOpen = false;
    }

    public bool TryAdd(ReadOnlySpan<byte> payload, UnitBuffer unit)
    {
        if (!Vp9Descriptor.TryRead(payload, out var descriptor) || descriptor.Length == payload.Length)
            return false;
        if (descriptor.IsStart == _isOpen || _layers == MaxLayers)
            return false;
        if (descriptor.IsStart)
        {
            if (_layers == 0)
                _isKey = !descriptor.IsPredicted;
            _begun = unit.Length;
        }
        if (!unit.TryAppend(payload[descriptor.Length..]))
            return false;
        _isOpen = !descriptor.IsEnd;
        if (descriptor.IsEnd)
            _sizes[_layers++] = unit.Length - _begun;
        return true;
    }

    public bool TryEnd(UnitBuffer unit, out bool isKey)
    {
        isKey = _isKey;
        return !_isOpen && _layers > 0 && (_layers == 1 || TryAppendIndex(unit));
    }

    /// <summary>Marker, sizes of four bytes in little-endian order, marker.</summary>
    private bool TryAppendIndex(UnitBuffer unit)
    {
        Span<byte> index = stackalloc byte[2 + 4 * MaxLayers];
        index = index[..(2 + 4 * _layers)];
        index[0] = index[^1] = (byte)(0b110 << 5 | 3 << 3 | _layers - 1);
        for (var i = 0; i < _layers; i++)
            BinaryPrimitives.WriteInt32LittleEndian(index[(1 + 4 * i)..], _sizes[i]);
        return unit.TryAppend(index);
    }
}
