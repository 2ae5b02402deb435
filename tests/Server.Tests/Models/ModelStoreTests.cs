using Inference;
using Server.Models;
using Xunit;

namespace Server.Tests.Models;

public sealed class ModelStoreTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"{Path.GetRandomFileName()}.onnx");

    public ModelStoreTests() => File.WriteAllText(_path, "");

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void The_operators_default_may_be_a_path_but_a_client_asks_by_name()
    {
        using var store = Store(_path);
        Assert.True(store.Knows(null));
        Assert.False(store.Knows(_path));
    }

    [Fact]
    public void A_default_that_is_not_there_is_not_known()
    {
        using var store = Store(_path + "/missing.onnx");
        Assert.False(store.Knows(null));
    }

    private static ModelStore Store(string model) =>
        new(new ModelOptions { DefaultModel = model }, new InferenceOptions(), TimeProvider.System);
}
