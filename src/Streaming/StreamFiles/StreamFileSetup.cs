using Streaming.Models;
using Streaming.Sources;
using Streaming.Streams;

namespace Streaming.StreamFiles;

public static class StreamFileSetup
{
    /// <summary>After the streams that clients made are back: an id that one of these has is theirs.</summary>
    public static IServiceCollection AddStreamFile(this IServiceCollection services, StreamFileOptions options) => services
        .AddSingleton(options)
        .AddSingleton(made => new StreamFileCheck(
            made.GetRequiredService<StreamRegistry>(), made.GetRequiredService<ModelRegistry>(), made.GetRequiredService<IngestOptions>(), made.GetRequiredService<StreamDefinitions>()))
        .AddSingleton(made => new StreamFileFollower(
            made.GetRequiredService<StreamRegistry>(), made.GetRequiredService<StreamFileCheck>(), made.GetRequiredService<IngestOptions>(), made.GetRequiredService<ILogger<StreamFileFollower>>()))
        .AddSingleton<StreamFileService>()
        .AddHostedService(made => made.GetRequiredService<StreamFileService>());
}
