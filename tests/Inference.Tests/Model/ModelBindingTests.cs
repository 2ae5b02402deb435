using Inference.Model;
using Inference.Tests.Engine;
using Xunit;

namespace Inference.Tests.Model;

/// <summary>Measures the whole process, so nothing else may run beside it.</summary>
[CollectionDefinition(nameof(ModelBindingTests), DisableParallelization = true)]
[Collection(nameof(ModelBindingTests))]
public sealed class ModelBindingTests
{
    // 48 MB of input.
    private const int Side = 2048, Rounds = 40;
    private const long InputBytes = 3L * Side * Side * sizeof(float);

    // A client's tensor of a size that the graph refuses kept its memory until a finalizer came by.
    [Fact]
    public void A_shape_that_the_graph_refuses_leaves_no_memory_behind()
    {
        using var file = new ModelFile((TinyOnnx.Detect() with { RefusesOtherSizes = true }).Build());
        using var model = YoloModel.Load(file.Path, new() { Device = InferenceDevice.Cpu });
        Refuse();
        var before = Environment.WorkingSet;
        for (var round = 0; round < Rounds; round++)
            Refuse();
        Assert.InRange(Environment.WorkingSet - before, long.MinValue, 4 * InputBytes);

        void Refuse() => Assert.Throws<ModelLoadException>(() => model.Bind(lane: 0, batch: 1, Side, Side));
    }
}
