using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FFmpeg.Native;

/// <summary>Named reads and writes of struct fields through <see cref="Offsets"/>; each struct is only an address.</summary>
internal readonly struct AvFormatContext(nint address)
{
    private static readonly Offsets s_at = Offsets.Current;

    internal nint Io => Field.Get<nint>(address, s_at.FormatIo);
    internal long StartTime => Field.Get<long>(address, s_at.FormatStartTime);
    internal long Duration => Field.Get<long>(address, s_at.FormatDuration);
    internal int StreamCount => Field.Get<int>(address, s_at.FormatStreamCount);
    internal int IoError => Io == 0 ? 0 : Field.Get<int>(Io, s_at.IoError);
    internal string FormatName => Marshal.PtrToStringUTF8(Field.Get<nint>(Field.Get<nint>(address, s_at.FormatInput), 0)) ?? "";

    /// <summary>Address of the field itself, for functions that open or close it.</summary>
    internal nint IoField => address + s_at.FormatIo;

    internal AvStream Stream(int index) => new(Field.Get<nint>(Field.Get<nint>(address, s_at.FormatStreams), index * nint.Size));

    internal void SetInterrupt(nint callback, nint state)
    {
        Field.Set(address, s_at.FormatInterrupt, callback);
        Field.Set(address, s_at.FormatInterrupt + nint.Size, state);
    }
}

internal readonly struct AvStream(nint address)
{
    private static readonly Offsets s_at = Offsets.Current;

    internal nint Address => address;
    internal Rational TimeBase => Field.Get<Rational>(address, s_at.StreamTimeBase);
    internal long StartTime => Field.Get<long>(address, s_at.StreamStartTime);
    internal long Duration => Field.Get<long>(address, s_at.StreamDuration);
    internal long Frames => Field.Get<long>(address, s_at.StreamFrames);
    internal int Disposition => Field.Get<int>(address, s_at.StreamDisposition);
    internal Rational AverageFrameRate => Field.Get<Rational>(address, s_at.StreamAverageFrameRate);
    internal Rational RealFrameRate => Field.Get<Rational>(address, s_at.StreamRealFrameRate);
    internal AvCodecParameters Parameters => new(Field.Get<nint>(address, s_at.StreamCodecParameters));

    internal void SetTimeBase(Rational timeBase) => Field.Set(address, s_at.StreamTimeBase, timeBase);

    internal void SetDiscard(int discard) => Field.Set(address, s_at.StreamDiscard, discard);
}

internal readonly struct AvCodecParameters(nint address)
{
    private static readonly Offsets s_at = Offsets.Current;

    internal nint Address => address;
    internal int CodecType => Field.Get<int>(address, s_at.ParametersCodecType);
    internal int CodecId => Field.Get<int>(address, s_at.ParametersCodecId);
    internal int Width => Field.Get<int>(address, s_at.ParametersWidth);
    internal int Height => Field.Get<int>(address, s_at.ParametersHeight);
    internal unsafe ReadOnlySpan<byte> Extradata =>
        new((byte*)Field.Get<nint>(address, s_at.ParametersExtradata), Field.Get<int>(address, s_at.ParametersExtradataSize));

    internal void Set(int codecId, nint extradata, int extradataSize)
    {
        Field.Set(address, s_at.ParametersCodecType, LibAvUtil.AVMEDIA_TYPE_VIDEO);
        Field.Set(address, s_at.ParametersCodecId, codecId);
        Field.Set(address, s_at.ParametersExtradata, extradata);
        Field.Set(address, s_at.ParametersExtradataSize, extradataSize);
    }
}

internal readonly struct AvPacket(nint address)
{
    private static readonly Offsets s_at = Offsets.Current;

    internal long Pts { get => Field.Get<long>(address, s_at.PacketPts); set => Field.Set(address, s_at.PacketPts, value); }
    internal nint Data => Field.Get<nint>(address, s_at.PacketData);
    internal int Size => Field.Get<int>(address, s_at.PacketSize);
    internal int StreamIndex => Field.Get<int>(address, s_at.PacketStreamIndex);
    internal int Flags => Field.Get<int>(address, s_at.PacketFlags);

    internal void SetStreamIndex(int index) => Field.Set(address, s_at.PacketStreamIndex, index);

    internal void SetDuration(long ticks) => Field.Set(address, s_at.PacketDuration, ticks);
}

internal readonly struct AvFrame(nint address)
{
    private static readonly Offsets s_at = Offsets.Current;

    internal int Width { get => Field.Get<int>(address, s_at.FrameWidth); set => Field.Set(address, s_at.FrameWidth, value); }
    internal int Height { get => Field.Get<int>(address, s_at.FrameHeight); set => Field.Set(address, s_at.FrameHeight, value); }
    internal int Format { get => Field.Get<int>(address, s_at.FrameFormat); set => Field.Set(address, s_at.FrameFormat, value); }
    internal bool Key => Field.Get<int>(address, s_at.FrameKey) != 0;
    internal int ColorRange => Field.Get<int>(address, s_at.FrameColorRange);
    internal int ColorSpace => Field.Get<int>(address, s_at.FrameColorSpace);
    internal int ColorPrimaries => Field.Get<int>(address, s_at.FrameColorPrimaries);
    internal int ColorTransfer => Field.Get<int>(address, s_at.FrameColorTransfer);
    internal Rational PixelAspect => Field.Get<Rational>(address, s_at.FramePixelAspect);
    internal long BestEffortTimestamp => Field.Get<long>(address, s_at.FrameBestEffortTimestamp);

    /// <summary>The decoder concealed losses, or knows that parts are wrong.</summary>
    internal bool Damaged =>
        (Field.Get<int>(address, s_at.FrameFlags) & LibAvUtil.AV_FRAME_FLAG_CORRUPT) != 0 || Field.Get<int>(address, s_at.FrameDecodeErrors) != 0;

    /// <summary>Addresses of the arrays data[8] and linesize[8].</summary>
    internal nint Planes => address + s_at.FrameData;
    internal nint Strides => address + s_at.FrameStrides;

    /// <summary>Lets the frame show samples that it does not own.</summary>
    internal void PointAt(int width, int height, int format, ReadOnlySpan<nint> planes, ReadOnlySpan<int> strides)
    {
        (Width, Height, Format) = (width, height, format);
        for (var i = 0; i < planes.Length; i++)
        {
            Field.Set(Planes, i * nint.Size, planes[i]);
            Field.Set(Strides, i * sizeof(int), strides[i]);
        }
    }

    /// <summary>Readies the frame for an encoder, which would take a decoder's picture type for an order.</summary>
    internal void SetUpForEncoding(long pts)
    {
        Field.Set(address, s_at.FramePts, pts);
        Field.Set(address, s_at.FramePictureType, 0);
    }

    /// <summary>After a quarter turn a wide pixel is a high one.</summary>
    internal void TurnPixelAspect() =>
        Field.Set(address, s_at.FramePixelAspect, new Rational(PixelAspect.Denominator, PixelAspect.Numerator));

    /// <summary>Numbers of ITU-T H.273, and of libav for the range.</summary>
    internal void SetColor(int space, int range)
    {
        Field.Set(address, s_at.FrameColorSpace, space);
        Field.Set(address, s_at.FrameColorRange, range);
    }

    /// <summary>Takes over how the samples are to be shown: colour tags and the shape of a pixel.</summary>
    internal void CopyLook(AvFrame source)
    {
        Field.Set(address, s_at.FrameColorRange, source.ColorRange);
        Field.Set(address, s_at.FrameColorSpace, source.ColorSpace);
        Field.Set(address, s_at.FrameColorPrimaries, source.ColorPrimaries);
        Field.Set(address, s_at.FrameColorTransfer, source.ColorTransfer);
        Field.Set(address, s_at.FramePixelAspect, source.PixelAspect);
    }

    internal nint Plane(int index) => Field.Get<nint>(Planes, index * nint.Size);
    internal int Stride(int index) => Field.Get<int>(Strides, index * sizeof(int));
}

internal static unsafe class Field
{
    internal static T Get<T>(nint address, int offset) where T : unmanaged => Unsafe.ReadUnaligned<T>((byte*)address + offset);

    internal static void Set<T>(nint address, int offset, T value) where T : unmanaged => Unsafe.WriteUnaligned((byte*)address + offset, value);
}
