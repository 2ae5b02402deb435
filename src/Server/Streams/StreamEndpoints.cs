using Server.Http;
using Server.OpenApi;
using Streaming;
using Streaming.Models;
using Streaming.Sources;
using Streaming.Streams;

namespace Server.Streams;

/// <summary>/v1/streams: create, list, look at, change and remove streams.</summary>
internal static class StreamEndpoints
{
    public static void MapStreams(this IEndpointRouteBuilder routes)
    {
        var streams = routes.MapGroup("/v1/streams").WithTags(ApiTags.Streams);
        streams.MapPost("/", Create).WithName("createStream").WithSummary("Starts to watch a video source.")
            .WithDescription("Answers at once; whether the source can be opened is told by the stream's state.")
            .WithJsonBody<StreamOptions>().Produces<StreamResource>(StatusCodes.Status201Created).ProducesProblems(400, 404, 409, 413, 415, 422, 429, 503);
        streams.MapGet("/", (StreamRegistry registry) => new StreamList([.. registry.All.Select(StreamResource.Of)]))
            .WithName("listStreams").WithSummary("All streams, the oldest first.");
        streams.MapGet("/{id}", Get).WithName("getStream").WithSummary("Where a stream stands, and where every frame of it went.")
            .Produces<StreamResource>().ProducesProblems(404);
        streams.MapPatch("/{id}", Change).WithName("changeStream").WithSummary("Changes a stream from its next frame on; with a url, from its next session on.")
            .WithJsonBody<StreamPatch>().Produces<StreamResource>().ProducesProblems(400, 404, 409, 413, 415, 422);
        streams.MapDelete("/{id}", Remove).WithName("removeStream").WithSummary("Ends a stream and forgets it.")
            .Produces(StatusCodes.Status204NoContent).ProducesProblems(404);
    }

    private static IResult Get(string id, StreamRegistry registry) =>
        registry.Find(id) is { } stream ? Results.Ok(StreamResource.Of(stream)) : Problems.UnknownStream(id);

    private static async Task<IResult> Remove(string id, StreamRegistry registry) =>
        await registry.RemoveAsync(id) ? Results.NoContent() : Problems.UnknownStream(id);

    private static async Task<IResult> Create(HttpRequest request, StreamRegistry registry, IngestOptions ingest, ModelRegistry models)
    {
        var (options, problem) = await RequestBody.ReadAsync<StreamOptions>(request);
        problem ??= RequestBody.Check(options!);
        if (problem is not null)
            return problem;
        if (!models.Contains(options!.Model))
            return Problems.UnknownModel(models, options.Model);

        SourceAddress address;
        try
        {
            address = SourceAddress.Parse(options.Url, ingest);
        }
        catch (UserException e)
        {
            return Problems.BadField("url", e.Message);
        }

        var outcome = registry.TryCreate(options, address, out var stream);
        await registry.Persisted;
        return outcome switch
        {
            CreateOutcome.Created => Results.Created($"/v1/streams/{stream.Id}", StreamResource.Of(stream)),
            CreateOutcome.Exists => Problems.Field(StatusCodes.Status409Conflict, "id", $"a stream is called '{stream.Id}' already"),
            CreateOutcome.Draining => Problems.Busy(request.HttpContext, StreamRegistry.RetryAfterSeconds, registry.RejectionReason(CreateOutcome.Draining)),
            var full => Problems.AtCapacity(request.HttpContext, StreamRegistry.RetryAfterSeconds, registry.RejectionReason(full)),
        };
    }

    private static async Task<IResult> Change(string id, HttpRequest request, StreamRegistry registry, IngestOptions ingest)
    {
        if (registry.Find(id) is not { } stream)
            return Problems.UnknownStream(id);
        var (patch, problem) = await RequestBody.ReadAsync<StreamPatch>(request);
        problem ??= RequestBody.Check(patch!.ApplyTo(stream.Options));
        if (problem is not null)
            return problem;
        if (patch!.Url is not null && !stream.CanMove)
            return Problems.Field(StatusCodes.Status409Conflict, "url", "a stream that has ended, or is pushed by a client, cannot be given another source");
        try
        {
            registry.Change(stream, patch, patch.Url is { } url ? SourceAddress.Parse(url, ingest) : null);
        }
        catch (OptionException e)
        {
            return Problems.BadField(e.Option, e.Problem);
        }
        catch (UserException e)
        {
            return Problems.BadField("url", e.Message);
        }

        await registry.Persisted;
        return Results.Ok(StreamResource.Of(stream));
    }
}
