using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FFmpeg.Native;

/// <summary>Named reads and writes of struct fields through <see cref="Offsets"/>; each struct is only an address.</summary>
internal readonly struct AvFormatContext(nint address)
{
    private static readonly Offsets At = Offsets.Current;

    internal nint Io => Field.Get<nint>(address, At.FormatIo);
    internal long StartTime => Field.Get<long>(address, At.FormatStartTime);
    internal long Duration => Field.Get<long>(address, At.FormatDuration);
    internal int StreamCount => Field.Get<int>(address, At.FormatStreamCount);
    internal int IoError => Io == 0 ? 0 : Field.Get<int>(Io, At.IoError);
    internal string FormatName => Field.Get<nint>(address, At.FormatInput) is not 0 and var input ? Marshal.PtrToStringUTF8(Field.Get<nint>(input, 0)) ?? "" : "";

    /// <summary>Address of the field itself, for functions that open or close it.</summary>
    internal nint IoField => address + At.FormatIo;

    internal void SetIo(nint io) => Field.Set(address, At.FormatIo, io);

    internal AvStream Stream(int index) => new(Field.Get<nint>(Field.Get<nint>(address, At.FormatStreams), index * nint.Size));

    internal void SetInterrupt(InterruptCallback interrupt) => Field.Set(address, At.FormatInterrupt, interrupt);
}

internal readonly struct AvStream(nint address)
{
    private static readonly Offsets At = Offsets.Current;

    internal nint Address => address;
    internal Rational TimeBase => Field.Get<Rational>(address, At.StreamTimeBase);
    internal long StartTime => Field.Get<long>(address, At.StreamStartTime);
    internal long Duration => Field.Get<long>(address, At.StreamDuration);
    internal long Frames => Field.Get<long>(address, At.StreamFrames);
    internal int Disposition => Field.Get<int>(address, At.StreamDisposition);
    internal Rational AverageFrameRate => Field.Get<Rational>(address, At.StreamAverageFrameRate);
    internal Rational RealFrameRate => Field.Get<Rational>(address, At.StreamRealFrameRate);
    internal AvCodecParameters Parameters => new(Field.Get<nint>(address, At.StreamCodecParameters));

    internal void SetTimeBase(Rational timeBase) => Field.Set(address, At.StreamTimeBase, timeBase);

    internal void SetDiscard(int discard) => Field.Set(address, At.StreamDiscard, discard);
}

internal readonly struct AvCodecParameters(nint address)
{
    private static readonly Offsets At = Offsets.Current;

    internal nint Address => address;
    internal int CodecType => Field.Get<int>(address, At.ParametersCodecType);
    internal int CodecId => Field.Get<int>(address, At.ParametersCodecId);
    internal int Width => Field.Get<int>(address, At.ParametersWidth);
    internal int Height => Field.Get<int>(address, At.ParametersHeight);
    internal unsafe ReadOnlySpan<byte> Extradata =>
        new((byte*)Field.Get<nint>(address, At.ParametersExtradata), Field.Get<int>(address, At.ParametersExtradataSize));

    internal void SetSize(int width, int height)
    {
        Field.Set(address, At.ParametersWidth, width);
        Field.Set(address, At.ParametersHeight, height);
    }

    internal void Set(int codecId, nint extradata, int extradataSize)
    {
        Field.Set(address, At.ParametersCodecType, LibAvUtil.AVMEDIA_TYPE_VIDEO);
        Field.Set(address, At.ParametersCodecId, codecId);
        Field.Set(address, At.ParametersExtradata, extradata);
        Field.Set(address, At.ParametersExtradataSize, extradataSize);
    }
}

internal readonly struct AvPacket(nint address)
{
    private static readonly Offsets At = Offsets.Current;

    internal long Pts { get => Field.Get<long>(address, At.PacketPts); set => Field.Set(address, At.PacketPts, value); }
    internal long Dts { set => Field.Set(address, At.PacketDts, value); }
    internal nint Data => Field.Get<nint>(address, At.PacketData);
    internal int Size => Field.Get<int>(address, At.PacketSize);
    internal int StreamIndex => Field.Get<int>(address, At.PacketStreamIndex);
    internal int Flags => Field.Get<int>(address, At.PacketFlags);

    internal void SetKey() => Field.Set(address, At.PacketFlags, LibAvCodec.AV_PKT_FLAG_KEY);
    /// <summary>Of its first byte in the input; -1 when unknown.</summary>
    internal long Position => Field.Get<long>(address, At.PacketPosition);

    internal void SetStreamIndex(int index) => Field.Set(address, At.PacketStreamIndex, index);

    internal void SetDuration(long ticks) => Field.Set(address, At.PacketDuration, ticks);
}

internal readonly struct AvFrame(nint address)
{
    private static readonly Offsets At = Offsets.Current;

    internal int Width { get => Field.Get<int>(address, At.FrameWidth); set => Field.Set(address, At.FrameWidth, value); }
    internal int Height { get => Field.Get<int>(address, At.FrameHeight); set => Field.Set(address, At.FrameHeight, value); }
    internal int Format { get => Field.Get<int>(address, At.FrameFormat); set => Field.Set(address, At.FrameFormat, value); }
    internal bool Key => Field.Get<int>(address, At.FrameKey) != 0;
    internal int ColorRange => Field.Get<int>(address, At.FrameColorRange);
    internal int ColorSpace => Field.Get<int>(address, At.FrameColorSpace);
    internal int ColorPrimaries => Field.Get<int>(address, At.FrameColorPrimaries);
    internal int ColorTransfer => Field.Get<int>(address, At.FrameColorTransfer);
    internal Rational PixelAspect => Field.Get<Rational>(address, At.FramePixelAspect);
    internal long BestEffortTimestamp => Field.Get<long>(address, At.FrameBestEffortTimestamp);

    /// <summary>The decoder concealed losses, or knows that parts are wrong.</summary>
    internal bool Damaged =>
        (Field.Get<int>(address, At.FrameFlags) & LibAvUtil.AV_FRAME_FLAG_CORRUPT) != 0 || Field.Get<int>(address, At.FrameDecodeErrors) != 0;

    /// <summary>A display matrix of the frame's own, such as a picture's orientation tag becomes; null where it has none.</summary>
    internal unsafe int* DisplayMatrix
    {
        get
        {
            var data = LibAvUtil.av_frame_get_side_data(address, LibAvUtil.AV_FRAME_DATA_DISPLAYMATRIX);
            return data == 0 || Field.Get<nuint>(data, At.SideDataSize) < 9 * sizeof(int) ? null : (int*)Field.Get<nint>(data, At.SideData);
        }
    }

    /// <summary>Addresses of the arrays data[8] and linesize[8].</summary>
    internal nint Planes => address + At.FrameData;
    internal nint Strides => address + At.FrameStrides;

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
        Field.Set(address, At.FramePts, pts);
        Field.Set(address, At.FramePictureType, 0);
    }

    /// <summary>After a quarter turn a wide pixel is a high one.</summary>
    internal void TurnPixelAspect() =>
        Field.Set(address, At.FramePixelAspect, new Rational(PixelAspect.Denominator, PixelAspect.Numerator));

    /// <summary>Numbers of ITU-T H.273, and of libav for the range.</summary>
    internal void SetColor(int space, int range)
    {
        Field.Set(address, At.FrameColorSpace, space);
        Field.Set(address, At.FrameColorRange, range);
    }

    /// <summary>Takes over how the samples are to be shown: colour tags and the shape of a pixel.</summary>
    internal void CopySignal(AvFrame source)
    {
        Field.Set(address, At.FrameColorRange, source.ColorRange);
        Field.Set(address, At.FrameColorSpace, source.ColorSpace);
        Field.Set(address, At.FrameColorPrimaries, source.ColorPrimaries);
        Field.Set(address, At.FrameColorTransfer, source.ColorTransfer);
        Field.Set(address, At.FramePixelAspect, source.PixelAspect);
    }

    internal nint Plane(int index) => Field.Get<nint>(Planes, index * nint.Size);
    internal int Stride(int index) => Field.Get<int>(Strides, index * sizeof(int));
}

internal static unsafe class Field
{
    internal static T Get<T>(nint address, int offset) where T : unmanaged => Unsafe.ReadUnaligned<T>((byte*)address + offset);

    internal static void Set<T>(nint address, int offset, T value) where T : unmanaged => Unsafe.WriteUnaligned((byte*)address + offset, value);
}
