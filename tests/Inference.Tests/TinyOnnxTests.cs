using Media;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Xunit;

namespace Inference.Tests;

public class TinyOnnxTests
{
    [Fact]
    public void Two_pictures_in_one_batch_score_their_own_colour()
    {
        using var session = Load(TinyOnnx.Detect());
        var output = Run(session, 64, 64, (1, 0.5f, 0.25f), (0, 0.75f, 1));

        Assert.Equal([2, 84, TinyOnnx.Anchors(64, 64)], output.Dimensions.ToArray());
        Assert.Equal([1, 0.5f, 0.25f], [output[0, 4, 0], output[0, 5, 1], output[0, 6, 2]]);
        Assert.Equal([0, 0.75f, 1], [output[1, 4, 0], output[1, 5, 1], output[1, 6, 2]]);
        Assert.Equal([48f, 16f, 20f, 24f], [output[1, 0, 1], output[1, 1, 1], output[1, 2, 1], output[1, 3, 1]]);
        Assert.Equal(0, output[1, 4, 3]);
    }

    [Fact]
    public void Anchors_follow_the_size_of_the_picture()
    {
        using var session = Load(TinyOnnx.Detect(3));
        Assert.Equal([1, 7, 8400], Run(session, 640, 640, (0, 0, 0)).Dimensions.ToArray());
        Assert.Equal([1, 7, TinyOnnx.Anchors(384, 640)], Run(session, 384, 640, (0, 0, 0)).Dimensions.ToArray());
    }

    [Fact]
    public void A_pose_has_seventeen_keypoints_on_the_diagonal_of_its_box()
    {
        using var session = Load(TinyOnnx.Pose());
        var output = Run(session, 64, 64, (1, 1, 1));
        var box = TinyOnnx.OneBoxPerColour[0];
        Assert.Equal(56, output.Dimensions[1]);
        Assert.Equal(box.Keypoint(16, 17), (output[0, 53, 0], output[0, 54, 0], output[0, 55, 0]));
        Assert.Equal("[17, 3]", session.ModelMetadata.CustomMetadataMap["kpt_shape"]);
    }

    [Fact]
    public void An_end_to_end_row_is_corners_score_and_class()
    {
        using var session = Load(TinyOnnx.EndToEnd());
        var output = Run(session, 64, 64, (1, 1, 0.5f));
        Assert.Equal([1, 300, 6], output.Dimensions.ToArray());
        Assert.Equal([12f, 38f, 52f, 58f, 0.5f, 2f], Enumerable.Range(0, 6).Select(i => output[0, 2, i]));
        using var pose = Load(TinyOnnx.EndToEndPose());
        Assert.Equal([1, 300, 57], Run(pose, 64, 64, (1, 1, 1)).Dimensions.ToArray());
    }

    [Fact]
    public void Faulty_models_have_their_faults()
    {
        using var wrong = Load(TinyOnnx.WrongShape());
        Assert.Equal(87, Run(wrong, 64, 64, (1, 1, 1)).Dimensions[1]);
        using var nan = Load(TinyOnnx.NaN());
        var output = Run(nan, 64, 64, (1, 1, 1));
        Assert.Equal([float.NaN, float.NaN, 1], [output[0, 4, 0], output[0, 0, 1], output[0, 6, 2]]);
    }

    [Fact]
    public void Fixed_shapes_are_written_into_the_graph()
    {
        using var session = Load(TinyOnnx.Detect() with { FixedBatch = 4, FixedSize = true, Width = 96, Metadata = new Dictionary<string, string?> { ["names"] = null } });
        Assert.Equal([4, 3, 64, 96], session.InputMetadata["images"].Dimensions);
        Assert.Equal([4, 84, TinyOnnx.Anchors(64, 96)], session.OutputMetadata["output0"].Dimensions);
        Assert.False(session.ModelMetadata.CustomMetadataMap.ContainsKey("names"));
    }

    private static InferenceSession Load(TinyOnnx model) => new(model.Build());

    private static DenseTensor<float> Run(InferenceSession session, int height, int width, params (float R, float G, float B)[] pictures)
    {
        var plane = height * width;
        var input = new DenseTensor<float>([pictures.Length, 3, height, width]);
        for (var i = 0; i < pictures.Length; i++)
        {
            input.Buffer.Span.Slice((3 * i) * plane, plane).Fill(pictures[i].R);
            input.Buffer.Span.Slice((3 * i + 1) * plane, plane).Fill(pictures[i].G);
            input.Buffer.Span.Slice((3 * i + 2) * plane, plane).Fill(pictures[i].B);
        }
        using var results = session.Run([NamedOnnxValue.CreateFromTensor("images", input)]);
        return (DenseTensor<float>)results[0].AsTensor<float>().Clone();
    }
}
