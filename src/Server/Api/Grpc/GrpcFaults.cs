using FFmpeg;
using GrpcHosting;
using Server.Streams;

namespace Server.Api.Grpc;

/// <summary>Expected failures as gRPC statuses; messages begin with the field at fault, as problem details do by REST.</summary>
internal static class GrpcFaults
{
    public static GrpcException BadField(string field, string problem) => new(GrpcStatus.InvalidArgument, $"{field}: {problem}");

    public static GrpcException UnknownStream(string id) => new(GrpcStatus.NotFound, $"id: no stream is called '{id}'");

    public static GrpcException UnknownModel(string? model) => new(GrpcStatus.NotFound, $"model: no model is called '{model ?? "default"}'");

    public static GrpcException Stopping() => new(GrpcStatus.Unavailable, "the server is stopping");

    public static GrpcException TooManySubscribers(string id) =>
        new(GrpcStatus.ResourceExhausted, $"stream '{id}' has as many subscribers as Server:MaxSubscribersPerStream allows");

    public static GrpcException Of(CreateOutcome outcome, string id, StreamRegistry registry) => outcome switch
    {
        CreateOutcome.Exists => new(GrpcStatus.AlreadyExists, $"id: a stream is called '{id}' already"),
        CreateOutcome.Full or CreateOutcome.Overloaded => new(GrpcStatus.ResourceExhausted, registry.WhyNot(outcome)) { Trailers = RetryAfter(StreamEndpoints.RetryAfterSeconds) },
        _ => Stopping(),
    };

    /// <summary>As HTTP says it, and as gRPC's clients heed it (gRFC A6).</summary>
    private static GrpcMetadata RetryAfter(int seconds) => new() { { "retry-after", $"{seconds}" }, { "grpc-retry-pushback-ms", $"{seconds * 1000}" } };

    public static GrpcException Of(MediaException fault, string field) => new(
        fault.Kind switch
        {
            MediaErrorKind.Unsupported => GrpcStatus.Unimplemented,
            _ => GrpcStatus.InvalidArgument,
        },
        $"{field}: {fault.Message}");

    /// <summary>Throws what is out of bounds.</summary>
    /// <param name="path">Of the message that the options came in; begins the field's name.</param>
    public static void Check(StreamOptions options, string path, OptionScope scope = OptionScope.AnyStream)
    {
        foreach (var (option, problem) in StreamOption.FaultsOf(options, scope))
            throw BadField(path + option.Field, problem);
    }
}
