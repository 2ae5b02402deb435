namespace Server.OpenApi;

/// <summary>The chapters of the API's description.</summary>
internal static class ApiTags
{
    public const string Streams = "Streams", Publishing = "Publishing", Results = "Results", Pictures = "Pictures", Models = "Models", History = "History", Health = "Health";

    public static IReadOnlyList<(string Name, string Description)> Tags { get; } =
    [
        (Streams, "Create, look at, change and remove live streams."),
        (Publishing, "Send video by WebRTC, and see what is wrong where none comes."),
        (Results, "What is found in a stream, frame by frame, as it comes."),
        (Pictures, "Single pictures in, and a stream's frames as pictures out."),
        (Models, "What is installed."),
        (History, "What was counted and what happened, as the store keeps it."),
        (Health, "For whoever watches over the server."),
    ];
}
