using Streaming.Models;
using Xunit;

namespace Streaming.Tests.Models;

public sealed class ModelCatalogueTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("stream-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_highest_number_is_the_newest_version()
    {
        Put("people/9/model.onnx");
        var newest = Put("people/10/model.onnx");
        Assert.Equal(newest, Find("people"));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("+2")]
    [InlineData("1.5")]
    [InlineData("latest")]
    public void What_is_no_whole_number_from_one_is_no_version(string version)
    {
        Put($"people/{version}/model.onnx");
        Assert.Null(Find("people"));
        Assert.Empty(ModelCatalogue.All(_folder));
    }

    [Fact]
    public void A_version_without_its_file_is_passed_over()
    {
        var there = Put("people/1/model.onnx");
        Put("people/2/model.json");
        Assert.Equal(there, Find("people"));
        Assert.Equal([new InstalledModel("people", 1, there)], ModelCatalogue.All(_folder));
    }

    [Theory]
    [InlineData("../people")]
    [InlineData("people/1/model")]
    [InlineData(".partial")]
    [InlineData("people\n")]
    [InlineData("")]
    public void A_path_is_no_name(string name)
    {
        Put("people/1/model.onnx");
        Put(".partial/1/model.onnx");
        Assert.False(ModelCatalogue.IsName(name));
        Assert.Null(ModelCatalogue.Pick([.. ModelCatalogue.All(Path.Combine(_folder, "people"))], name));
    }

    [Fact]
    public void A_half_downloaded_model_is_not_found()
    {
        Put(".partial/people-1.onnx");
        Assert.Empty(ModelCatalogue.All(_folder));
    }

    [Fact]
    public void What_is_found_by_name_comes_first_in_the_list()
    {
        Put("people.onnx");
        var versioned = Put("people/1/model.onnx");
        Assert.Equal(versioned, Find("people"));
        Assert.Equal([1, null], ModelCatalogue.All(_folder).Select(model => model.Version));
    }

    private string? Find(string name) => ModelCatalogue.Pick([.. ModelCatalogue.All(_folder)], name)?.Path;

    private string Put(string path)
    {
        var whole = Path.Combine(_folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(whole)!);
        File.WriteAllText(whole, "");
        return whole;
    }
}
