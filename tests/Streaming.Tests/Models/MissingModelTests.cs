using Streaming.Models;
using Xunit;

namespace Streaming.Tests.Models;

public sealed class MissingModelTests
{
    private static readonly InstalledModel[] Installed = [new("person-pose", 1, "/m/person-pose/1/model.onnx"), new("gate", null, "/m/gate.onnx")];

    [Theory]
    [InlineData("person-psoe", "no model is called 'person-psoe'; did you mean 'person-pose'?")]
    [InlineData("yolov8n", "no model is called 'yolov8n'; ./stream models pull yolov8n gets it")]
    [InlineData("yolov8n-psoe", "no model is called 'yolov8n-psoe'; did you mean 'yolov8n-pose'? ./stream models pull yolov8n-pose gets it")]
    [InlineData("zebra", "no model is called 'zebra'; there are person-pose, gate")]
    [InlineData("./x.onnx", "no model is called './x.onnx': that is a path, and a name is wanted; there are person-pose, gate. Install the file as NAME/1/model.onnx in the server's folder of models, or start the server with --model ./x.onnx")]
    [InlineData(null, "no model is installed; ./stream models pull yolov8n-pose gets one")]
    public void Who_names_a_model_that_is_not_there_is_told_what_to_do(string? name, string told) => Assert.Equal(told, MissingModel.Text(name, Installed, isClient: true));
}
