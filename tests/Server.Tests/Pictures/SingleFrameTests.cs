using Media;
using System.Runtime.InteropServices;
using Inference;
using Server.Pictures;
using Streaming.Tests.Models;
using Xunit;

namespace Server.Tests.Pictures;

/// <summary>Counts the whole process, so nothing else may run beside it.</summary>
[CollectionDefinition(nameof(SingleFrameTests), DisableParallelization = true)]
[Collection(nameof(SingleFrameTests))]
public sealed class SingleFrameTests
{
    private const int Side = 64, Pictures = 200;

    // Each had a buffer of its own for a thousand people: 228 kB, most of it on the large object heap.
    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    public async Task A_picture_takes_no_buffer_of_its_own_for_what_may_be_found(int lanes)
    {
        using var folder = new ModelFolder();
        using var engine = InferenceEngine.Start(folder.Put("tiny.onnx", TinyOnnx.Pose()), new() { Device = InferenceDevice.Cpu, Lanes = lanes });
        var white = GC.AllocateUninitializedArray<byte>(Side * Side * 3, pinned: true);
        white.AsSpan().Fill(0xFF);
        var frame = new Frame { Format = PixelFormat.Rgb24, Width = Side, Height = Side, Plane0 = Marshal.UnsafeAddrOfPinnedArrayElement(white, 0), Stride0 = Side * 3 };

        await Run();
        var before = GC.GetTotalAllocatedBytes(precise: true);
        await Run();
        var perPicture = (GC.GetTotalAllocatedBytes(precise: true) - before) / Pictures;
        TestContext.Current.TestOutputHelper!.WriteLine($"{perPicture} bytes a picture");
        // The message with three people has most of it.
        Assert.InRange(perPicture, 0, 20_000);

        async Task Run()
        {
            for (var i = 0; i < Pictures; i++)
                Assert.Equal(3, (await SingleFrame.InferAsync(engine, new() { Thresholds = new() { Iou = 1 } }, frame)).Objects.Count);
        }
    }
}
