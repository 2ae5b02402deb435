using Server.Api.Description;
using Server.Http;
using Server.Models;

namespace Server.Api;

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
    public static async Task<ModelList> ListAsync(ModelStore store, ModelInspections inspections, CancellationToken stop)
    {
        var models = new List<ModelResource>();
        foreach (var versions in store.All.GroupBy(model => model.Name))
            models.Add(await Describe([.. versions], store, inspections, stop));
        return new(models);
    }

    private static async Task<IResult> List(ModelStore store, ModelInspections inspections, CancellationToken stop) =>
        Results.Ok(await ListAsync(store, inspections, stop));

    private static async Task<IResult> Get(string name, ModelStore store, ModelInspections inspections, CancellationToken stop)
    {
        InstalledModel[] versions = [.. store.All.Where(model => model.Name == name)];
        return versions.Length > 0
            ? Results.Ok(await Describe(versions, store, inspections, stop))
            : Problems.Field(StatusCodes.Status404NotFound, "name", $"no model is called '{name}'");
    }

    /// <param name="versions">As the catalogue gives them: the first is the one that is used.</param>
    private static async Task<ModelResource> Describe(InstalledModel[] versions, ModelStore store, ModelInspections inspections, CancellationToken stop)
    {
        var path = versions[0].Path;
        return ModelResource.Of(await inspections.OfAsync(versions[0], stop), versions, path == store.DefaultPath, store.Running(path) is not null);
    }
}
