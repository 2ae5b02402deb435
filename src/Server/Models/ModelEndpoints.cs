using Server.Http;
using Server.OpenApi;
using Streaming.Models;

namespace Server.Models;

/// <summary>/v1/models: what can be asked for by name.</summary>
internal static class ModelEndpoints
{
    public static void MapModels(this IEndpointRouteBuilder routes)
    {
        var models = routes.MapGroup("/v1/models").WithTags(ApiTags.Models);
        models.MapGet("/", List).WithName("listModels").WithSummary("All installed models.")
            .WithDescription("A model that nobody asked for yet is looked into once, which may take a second.").Produces<ModelList>();
        models.MapGet("/{name}", Get).WithName("getModel").WithSummary("One installed model.").Produces<ModelResource>().ProducesProblems(404);
    }

    /// <summary>All installed models, each name once.</summary>
    public static async Task<ModelList> ListAsync(ModelRegistry registry, ModelInspections inspections, CancellationToken stop)
    {
        var models = new List<ModelResource>();
        foreach (var versions in registry.All.GroupBy(model => model.Name))
            models.Add(await Describe([.. versions], registry, inspections, stop));
        return new(models);
    }

    private static async Task<IResult> List(ModelRegistry registry, ModelInspections inspections, CancellationToken stop) =>
        Results.Ok(await ListAsync(registry, inspections, stop));

    private static async Task<IResult> Get(string name, ModelRegistry registry, ModelInspections inspections, CancellationToken stop)
    {
        InstalledModel[] versions = [.. registry.All.Where(model => model.Name == name)];
        return versions.Length > 0
            ? Results.Ok(await Describe(versions, registry, inspections, stop))
            : Problems.UnknownModel(registry, name, "name");
    }

    /// <param name="versions">As the catalogue gives them: the first is the one that is used.</param>
    private static async Task<ModelResource> Describe(InstalledModel[] versions, ModelRegistry registry, ModelInspections inspections, CancellationToken stop)
    {
        var newest = versions[0];
        return ModelResource.Of(await inspections.OfAsync(newest, stop), versions, newest == registry.Find(null), registry.EngineOf(newest) is not null, registry.FaultOf(newest));
    }
}
