using Inference.Model;
using Xunit;

namespace Inference.Tests.Model;

public class ModelMetadataReaderTests
{
    private static readonly Dictionary<string, string> DetectProperties = new()
    {
        ["task"] = "detect",
        ["stride"] = "32",
        ["imgsz"] = "[480, 640]",
        ["names"] = "{0: 'person', 1: 'bicycle', 2: \"driver's seat\"}",
        ["args"] = "{'batch': 1, 'nms': False}",
    };

    private static readonly Dictionary<string, string> PoseProperties = new()
    {
        ["task"] = "pose", ["names"] = "{0: 'person'}", ["kpt_shape"] = "[17, 3]", ["imgsz"] = "640",
    };

    [Fact]
    public void A_dynamic_detection_export_takes_its_size_from_imgsz()
    {
        var model = Read(DetectProperties, [-1, 7, -1]);
        Assert.Equal((ModelTask.Detect, OutputLayout.Anchors, 0, 0), (model.Task, model.Layout, model.KeypointCount, model.KeypointDims));
        Assert.Equal(["person", "bicycle", "driver's seat"], model.Labels);
        Assert.Equal((640, 480, 32), (model.InputWidth, model.InputHeight, model.Stride));
        Assert.True(model is { DynamicBatch: true, FixedBatch: 1, DynamicSize: true });
    }

    [Fact]
    public void A_fixed_graph_outvotes_imgsz()
    {
        var model = Read(DetectProperties, [4, 7, 189], [4, 3, 96, 96]);
        Assert.True(model is { InputWidth: 96, InputHeight: 96, DynamicSize: false, DynamicBatch: false, FixedBatch: 4 });
    }

    [Fact]
    public void A_pose_export_has_keypoints()
    {
        var model = Read(PoseProperties, [1, 56, 8400]);
        Assert.Equal((ModelTask.Pose, OutputLayout.Anchors, 17, 3), (model.Task, model.Layout, model.KeypointCount, model.KeypointDims));
        Assert.Equal((640, 640), (model.InputWidth, model.InputHeight));
        Assert.Equal(2, Read(With(PoseProperties, ("kpt_shape", "(17, 2)")), [1, 39, 8400]).KeypointDims);
    }

    [Fact]
    public void Rows_of_six_are_the_output_after_NMS()
    {
        Assert.Equal(OutputLayout.EndToEnd, Read(DetectProperties, [-1, 300, 6]).Layout);
        Assert.Equal(OutputLayout.EndToEnd, Read(PoseProperties, [-1, 300, 57]).Layout);
        Assert.Equal(OutputLayout.EndToEnd, Read(With(DetectProperties, ("args", "{'nms': True}")), [-1, -1, -1]).Layout);
        Assert.Equal(OutputLayout.Anchors, Read(DetectProperties, [-1, -1, -1]).Layout);
    }

    [Theory]
    [InlineData(84, 8400, ModelTask.Detect, OutputLayout.Anchors, 80)]
    [InlineData(56, 8400, ModelTask.Pose, OutputLayout.Anchors, 1)]
    [InlineData(5, 8400, ModelTask.Detect, OutputLayout.Anchors, 1)]
    public void Without_metadata_the_shape_tells_task_and_classes(int rows, int columns, ModelTask task, OutputLayout layout, int classes)
    {
        var model = Read([], [1, rows, columns], [1, 3, 640, 640]);
        Assert.Equal((task, layout, classes), (model.Task, model.Layout, model.ClassCount));
        Assert.Equal("class0", model.Labels[0]);
    }

    [Fact]
    public void Names_decide_where_the_shape_alone_would_mislead()
    {
        var names = $"[{string.Join(", ", Enumerable.Range(0, 52).Select(card => $"'card {card}'"))}]";
        Assert.Equal(ModelTask.Detect, Read(new() { ["names"] = names }, [1, 56, 8400]).Task);
        Assert.Equal(ModelTask.Pose, Read(new() { ["names"] = "['person']" }, [1, 300, 57]).Task);
    }

    [Theory]
    [InlineData("['cat', 'dog', 'pig']")]
    [InlineData("{'0': 'cat', '1': 'dog', '2': 'pig'}")]
    [InlineData("{2: 'pig', 0: 'cat', 1: 'dog'}")]
    public void Names_may_be_a_list_or_a_dictionary_in_any_order(string names) =>
        Assert.Equal(["cat", "dog", "pig"], Read(With(DetectProperties, ("names", names)), [1, 7, 8400]).Labels);

    [Fact]
    public void Classes_named_by_numbers_keep_their_names() =>
        Assert.Equal(["7", "8", "9"], Read(With(DetectProperties, ("names", "{0: 7, 1: 8, 2: 9}")), [1, 7, 8400]).Labels);

    [Theory]
    [InlineData("task", "segment", "metadata 'task' is 'segment'; expected detect or pose; export a model of one of these: yolo export model=yolo11n.pt format=onnx")]
    [InlineData("names", "{0: 'a', 2: 'b', 3: 'c'}", "metadata 'names' has 3 entries but none for class 1; expected ids 0..2")]
    [InlineData("names", "{0: 'a'", "metadata 'names' is no Python literal: expected ',' or '}', but found the end at character 8")]
    [InlineData("names", "{}", "metadata 'names' is '{}'; expected a dictionary of class id to name, or a list of names")]
    [InlineData("names", "[None]", "metadata 'names' is '[None]'; expected names that are strings")]
    [InlineData("names", "['a', 'b']", "output is [?, 7, 8400]; expected [?, 6, anchors] or after NMS [?, objects, 6] (classes: 2)")]
    [InlineData("imgsz", "[0, 640]", "metadata 'imgsz' is '[0, 640]'; expected [height, width], each 1..16384")]
    [InlineData("imgsz", "[650, 640]", "metadata 'imgsz' is [650, 640]; expected multiples of the stride 32")]
    [InlineData("stride", "0", "metadata 'stride' is '0'; expected a whole number, 1..256")]
    [InlineData("kpt_shape", "[17]", "metadata 'kpt_shape' is '[17]'; expected [keypoints 1..1024, 2 or 3]")]
    public void A_bad_entry_is_refused_by_name(string key, string value, string fault) =>
        Assert.Equal("yolo: " + fault, Refused(() => Read(With(DetectProperties, (key, value)), [1, 7, 8400])));

    [Fact]
    public void An_output_that_contradicts_the_metadata_is_refused()
    {
        Assert.Equal("yolo: output is [?, 60, 8400]; expected [?, 56, anchors] or after NMS [?, objects, 57] (classes: 1, keypoints: 17 × 3)",
            Refused(() => Read(PoseProperties, [1, 60, 8400])));
        Assert.Contains("output is [?, 8400, 7]; expected [?, 7, anchors]", Refused(() => Read(DetectProperties, [1, 8400, 7])), StringComparison.Ordinal);
        Assert.Contains("has outputs [1, 1000]; expected one", Refused(() => Read(DetectProperties, [1, 1000])), StringComparison.Ordinal);
        Assert.Contains("does not tell how many classes", Refused(() => Read([], [1, 300, 6])), StringComparison.Ordinal);
        Assert.Contains("dynamically many channels does not tell", Refused(() => Read([], [1, -1, -1])), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Double", new long[] { 1, 3, 640, 640 }, "input 'images' is Double [1, 3, 640, 640]; expected float32 or float16 [batch 1..1024, 3, height, width]")]
    [InlineData("float32", new long[] { 1, 640, 640, 3 }, "input 'images' is float32 [1, 640, 640, 3]")]
    [InlineData("float32", new long[] { 1, 3, 640 }, "input 'images' is float32 [1, 3, 640]")]
    [InlineData("float32", new long[] { 1, 3, 640, -1 }, "input 'images' is [1, 3, 640, ?]; expected height and width both fixed or both dynamic")]
    public void An_input_that_is_no_batch_of_pictures_is_refused(string type, long[] shape, string fault) =>
        Assert.Contains(fault, Refused(() => ModelMetadataReader.Read("yolo", DetectProperties, "images", type, shape, [[1, 7, 8400]])), StringComparison.Ordinal);

    [Fact]
    public void Rubbish_gives_metadata_or_a_ModelLoadException_and_nothing_else()
    {
        var random = new Random(2);
        long[] sizes = [-1, 0, 1, 3, 4, 5, 6, 7, 32, 56, 57, 84, 300, 640, 8400, int.MaxValue, long.MaxValue, long.MinValue];
        string[] values = ["", "None", "detect", "pose", "[]", "{}", "[17, 3]", "[1, 2]", "640", "-1", "1e300", "{0: 'a'}", "{0: {0: 0}}", "['a', 'b']", "{True: 'x'}", "'"];
        var accepted = 0;
        for (var round = 0; round < 20000; round++)
        {
            var properties = new Dictionary<string, string>();
            foreach (var key in (string[])["task", "names", "kpt_shape", "imgsz", "stride", "args"])
                if (random.Next(3) == 0)
                    properties[key] = random.GetItems(values, 1)[0];
            try
            {
                var input = random.Next(3) == 0 ? random.GetItems(sizes, random.Next(6)) : [-1, 3, -1, -1];
                var model = ModelMetadataReader.Read("yolo", properties, "images", "float32", input, [random.GetItems(sizes, random.Next(20) == 0 ? 2 : 3)]);
                Assert.True(model is { ClassCount: >= 1, InputWidth: > 0, InputHeight: > 0, FixedBatch: > 0 });
                accepted++;
            }
            catch (ModelLoadException) { }
        }
        Assert.InRange(accepted, 100, 19000);
    }

    private static ModelMetadata Read(Dictionary<string, string> properties, long[] output, long[]? input = null) =>
        ModelMetadataReader.Read("yolo", properties, "images", "float32", input ?? [-1, 3, -1, -1], [output]);

    private static Dictionary<string, string> With(Dictionary<string, string> properties, params (string Key, string Value)[] changes)
    {
        var changed = new Dictionary<string, string>(properties);
        foreach (var (key, value) in changes)
            changed[key] = value;
        return changed;
    }

    private static string Refused(Func<object> read) => Assert.Throws<ModelLoadException>(read).Message;
}
