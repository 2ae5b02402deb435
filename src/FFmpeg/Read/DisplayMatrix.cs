using FFmpeg.Native;
using Media;

namespace FFmpeg;

/// <summary>The matrix a phone writes instead of turning its samples (ISO/IEC 14496-12, 8.3.2).</summary>
internal static unsafe class DisplayMatrix
{
    // [ a b u ]   p = a x + c y + x0
    // [ c d v ]   q = b x + d y + y0      y grows downwards; a..d are 16.16 fixed point
    // [ x y w ]
    internal static Orientation Read(AvStream stream)
    {
        var matrix = (int*)LibAvFormat.av_stream_get_side_data(stream.Address, LibAvCodec.AV_PKT_DATA_DISPLAYMATRIX, out var size);
        return matrix is null || size < 9 * sizeof(int) ? Orientation.Upright : FromMatrix(matrix[0], matrix[1], matrix[3], matrix[4]);
    }

    /// <summary>Of one frame.</summary>
    internal static Orientation Read(AvFrame frame) => frame.DisplayMatrix is var matrix && matrix is null ? Orientation.Upright : FromMatrix(matrix[0], matrix[1], matrix[3], matrix[4]);

    internal static Orientation FromMatrix(int a, int b, int c, int d) => (Math.Sign(a), Math.Sign(b), Math.Sign(c), Math.Sign(d)) switch
    {
        (-1, 0, 0, 1) => Orientation.MirrorHorizontally,
        (-1, 0, 0, -1) => Orientation.Rotate180,
        (1, 0, 0, -1) => Orientation.MirrorVertically,
        (0, 1, 1, 0) => Orientation.Transpose,
        (0, 1, -1, 0) => Orientation.Rotate90,
        (0, -1, -1, 0) => Orientation.Transverse,
        (0, -1, 1, 0) => Orientation.Rotate270,
        _ => Orientation.Upright,
    };
}
