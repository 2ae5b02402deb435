using Inference.Model;
using Xunit;

namespace Streaming.Tests.Models;

public class ModelNameTests
{
    // Every installed model's file is model.onnx, and results once said "model" for all of them.
    [Theory]
    [InlineData("/srv/models/people/3/model.onnx", "people")]
    [InlineData("/srv/people.onnx", "people")]
    [InlineData("/srv/people/model.onnx", "model")]
    [InlineData("/3/model.onnx", "model")]
    public void A_model_is_called_by_its_folder_in_the_catalogue_and_by_its_file_elsewhere(string path, string name) =>
        Assert.Equal(name, ModelName.Of(path));
}
