using Inference.Preprocess;
using Media;
using Xunit;

namespace Inference.Tests.Preprocess;

public class FrameGuardTests
{
    private static readonly Frame Good = new()
    {
        Format = PixelFormat.I420, Width = 7, Height = 5, Plane0 = 1, Plane1 = 1, Plane2 = 1, Stride0 = 7, Stride1 = 4, Stride2 = 4,
    };

    [Fact]
    public void A_sound_frame_passes() => FrameGuard.Check(Good);

    [Fact]
    public void Faults_are_told_by_field_and_bound()
    {
        AssertFault("0×5", Good with { Width = 0 });
        AssertFault("7×16889", Good with { Height = 16889 });
        AssertFault("Plane2 is null", Good with { Plane2 = 0 });
        AssertFault("Stride0 is 6; a row has 7 bytes", Good with { Stride0 = 6 });
        AssertFault("Stride1 is 3; a row has 4 bytes", Good with { Stride1 = 3 });
        AssertFault("Stride1 is 7; a row has 8 bytes", Good with { Format = PixelFormat.Nv12, Stride1 = 7 });
        AssertFault("Stride0 is 20; a row has 21 bytes", Good with { Format = PixelFormat.Rgb24, Stride0 = 20 });
        AssertFault("Format is 9", Good with { Format = (PixelFormat)9 });
    }

    [Fact]
    public void A_tensor_of_another_size_is_refused()
    {
        var fault = Assert.Throws<ArgumentException>(() => new Letterbox().Convert(Good, new float[10], 32, 32));
        Assert.Contains("[3, 32, 32] needs 3072", fault.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Letterbox().Convert(Good, new float[1], 0, 32));
    }

    private static void AssertFault(string part, Frame frame)
    {
        var fault = Assert.Throws<ArgumentException>(() => FrameGuard.Check(frame));
        Assert.Contains(part, fault.Message, StringComparison.Ordinal);
    }
}
