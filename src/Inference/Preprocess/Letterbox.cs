using System.Runtime.CompilerServices;
using Media;

namespace Inference.Preprocess;

/// <summary>Pictures to model input in one pass: resized, converted to RGB, laid out in planes and padded.</summary>
/// <remarks>
/// One instance per lane; not for two threads at once. Buffers and tables are kept for the geometries met last, so that a stream in
/// steady state allocates nothing. Resampling is bilinear as in OpenCV. Chroma of 4:2:0 is taken as swscale takes it when it makes RGB
/// without scaling, each sample standing for its two by two pixels, because the reference outputs were made so. A colour out of range
/// is clipped after resampling, where the reference clips before. Every <see cref="SimdLevel"/> gives the same bits.
/// </remarks>
public sealed class Letterbox
{
    /// <summary>Plans kept: several cameras of different sizes share a lane; each plan is 10..40 KiB.</summary>
    private const int MaxPlans = 32;

    private readonly SimdLevel _level;
    private readonly List<LetterboxPlan> _plans = new(MaxPlans);

    // [channel, even and odd row, pitch]: source rows resampled horizontally, each at most once per picture.
    private short[] _samples = [];
    private readonly int[] _held = new int[6];

    public Letterbox()
        : this(SimdLevels.Best)
    {
    }

    internal Letterbox(SimdLevel level) => _level = level;

    /// <summary>Fills <paramref name="tensor"/>, [3, height, width] f32: R, G, B in 0..1.</summary>
    /// <exception cref="ArgumentException">The frame contradicts itself, or the tensor is not 3 × height × width.</exception>
    public LetterboxTransform Convert(in Frame frame, Span<float> tensor, int inputWidth, int inputHeight) =>
        ConvertTo(frame, tensor, inputWidth, inputHeight);

    /// <summary>Fills <paramref name="tensor"/>, [3, height, width] u8: R, G, B in 0..255, for graphs that scale them themselves.</summary>
    /// <inheritdoc cref="Convert(in Frame, Span{float}, int, int)"/>
    public LetterboxTransform Convert(in Frame frame, Span<byte> tensor, int inputWidth, int inputHeight) =>
        ConvertTo(frame, tensor, inputWidth, inputHeight);

    private LetterboxTransform ConvertTo<T>(in Frame frame, Span<T> tensor, int inputWidth, int inputHeight)
        where T : unmanaged
    {
        FrameGuard.Check(frame);
        ArgumentOutOfRangeException.ThrowIfLessThan(inputWidth, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(inputHeight, 1);
        var needed = 3L * inputHeight * inputWidth;
        if (tensor.Length != needed)
            throw new ArgumentException($"Tensor has {tensor.Length} elements; [3, {inputHeight}, {inputWidth}] needs {needed}.", nameof(tensor));

        var plan = Plan(new(frame.Format, frame.Width, frame.Height, inputWidth, inputHeight));
        FillBars(plan.Transform, tensor);
        FillContent(frame, plan, tensor);
        return plan.Transform;
    }

    /// <summary>The plan used last stands last; the one at the front makes room for a new one.</summary>
    private LetterboxPlan Plan(in LetterboxGeometry geometry)
    {
        for (var i = _plans.Count - 1; i >= 0; i--)
        {
            var known = _plans[i];
            if (known.Geometry != geometry)
                continue;
            if (i < _plans.Count - 1)
            {
                _plans.RemoveAt(i);
                _plans.Add(known);
            }

            return known;
        }

        if (_plans.Count == MaxPlans)
            _plans.RemoveAt(0);
        var plan = new LetterboxPlan(geometry, _level);
        _plans.Add(plan);
        return plan;
    }

    private static void FillBars<T>(in LetterboxTransform fit, Span<T> tensor)
        where T : unmanaged
    {
        var plane = fit.InputWidth * fit.InputHeight;
        var top = fit.PadY * fit.InputWidth;
        var bottom = (fit.PadY + fit.ContentHeight) * fit.InputWidth;
        for (var channel = tensor; !channel.IsEmpty; channel = channel[plane..])
        {
            channel[..top].Fill(SampleStore<T>.Padding);
            channel[bottom..plane].Fill(SampleStore<T>.Padding);
            for (var row = top; fit.ContentWidth < fit.InputWidth && row < bottom; row += fit.InputWidth)
            {
                channel.Slice(row, fit.PadX).Fill(SampleStore<T>.Padding);
                channel[(row + fit.PadX + fit.ContentWidth)..(row + fit.InputWidth)].Fill(SampleStore<T>.Padding);
            }
        }
    }

    private void FillContent<T>(in Frame frame, LetterboxPlan plan, Span<T> tensor)
        where T : unmanaged
    {
        var fit = plan.Transform;
        var pitch = plan.Channels[0].Taps.Weights.Length;
        if (_samples.Length < pitch * _held.Length)
            _samples = new short[pitch * _held.Length];
        _held.AsSpan().Fill(-1);

        var color = ColorEquation.Of(frame);
        for (var y = 0; y < fit.ContentHeight; y++)
        {
            var (first, second) = (plan.Rows.First[y], plan.Rows.Second[y]);
            Hold(frame, plan, pitch, first);
            if (second != first)
                Hold(frame, plan, pitch, second);

            var rows = new SampleRows(_samples, pitch, first, second, plan.Channels[1].RowShift, plan.Rows.Weight[y]);
            ref var red = ref tensor[(fit.PadY + y) * fit.InputWidth + fit.PadX];
            RowBlender<T>.Blend(rows, color, ref red, fit.InputWidth * fit.InputHeight, fit.ContentWidth, _level);
        }
    }

    private void Hold(in Frame frame, LetterboxPlan plan, int pitch, int pictureRow)
    {
        for (var c = 0; c < plan.Channels.Length; c++)
        {
            var channel = plan.Channels[c];
            var row = pictureRow >> channel.RowShift;
            var place = SampleRows.Place(c, row);
            if (_held[place] == row)
                continue;
            RowSampler.Sample(ref RowStart(frame, channel.Plane, row), channel.Taps, _samples.AsSpan(place * pitch, pitch));
            _held[place] = row;
        }
    }

    private static unsafe ref byte RowStart(in Frame frame, int plane, int row)
    {
        var (start, stride) = plane switch
        {
            0 => (frame.Plane0, frame.Stride0),
            1 => (frame.Plane1, frame.Stride1),
            _ => (frame.Plane2, frame.Stride2),
        };
        return ref Unsafe.AsRef<byte>((void*)(start + (nint)stride * row));
    }
}
