using FFmpeg;
using Grpc.Core;
using Media;
using Streaming;
using Streaming.Models;
using Streaming.Streams;

namespace Server.Grpc;

/// <summary>Expected failures as gRPC statuses; messages begin with the field at fault, as problem details do by REST.</summary>
internal static class GrpcFaults
{
    public const string IsStopping = "the server is stopping";

    public static RpcException BadField(string field, string problem) => Of(StatusCode.InvalidArgument, $"{field}: {problem}");

    public static RpcException UnknownStream(string id) => Of(StatusCode.NotFound, $"id: no stream is called '{id}'");

    public static RpcException UnknownModel(ModelRegistry models, string? model) => Of(StatusCode.NotFound, $"model: {models.Missing(model)}");

    public static RpcException Stopping() => Of(StatusCode.Unavailable, IsStopping);

    public static RpcException TooManySubscribers(string id) =>
        Of(StatusCode.ResourceExhausted, $"stream '{id}' has as many subscribers as Server:MaxSubscribersPerStream allows");

    public static RpcException Of(StatusCode status, string detail) => new(new Status(status, detail));

    public static RpcException Of(CreateOutcome outcome, string id, StreamRegistry registry) => outcome switch
    {
        CreateOutcome.Exists => Of(StatusCode.AlreadyExists, $"id: a stream is called '{id}' already"),
        CreateOutcome.Full or CreateOutcome.Overloaded => new(new Status(StatusCode.ResourceExhausted, registry.RejectionReason(outcome)), RetryAfter(StreamRegistry.RetryAfterSeconds)),
        _ => Stopping(),
    };

    /// <summary>As HTTP says it, and as gRPC's clients heed it (gRFC A6).</summary>
    private static Metadata RetryAfter(int seconds) => new() { { "retry-after", $"{seconds}" }, { "grpc-retry-pushback-ms", $"{seconds * 1000}" } };

    /// <param name="path">Of the message that the option came in.</param>
    public static RpcException Of(OptionException fault, string path) => BadField(path + StreamOption.Of(fault.Option).Field, fault.Problem);

    public static RpcException Of(MediaException fault, string field) => Of(
        fault.Kind switch
        {
            MediaErrorKind.Unsupported => StatusCode.Unimplemented,
            _ => StatusCode.InvalidArgument,
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
