using Inference;
using OpenTelemetry.Trace;
using Streaming;

namespace Server.Observability.Tracing;

/// <summary>Which spans are recorded: as asked, and every run of the model that has a recorded frame in it.</summary>
internal sealed class TraceSampler(Sampler requested) : Sampler
{
    private const string Variable = "OTEL_TRACES_SAMPLER";

    private static readonly string[] Kinds = ["always_on", "always_off", "traceidratio"];

    /// <summary>Null: nothing is traced.</summary>
    /// <exception cref="UserException">A variable has a value that it does not know.</exception>
    public static TraceSampler? Of(TracingOptions options, IConfiguration environment)
    {
        if (options.Ratio > 0)
            return new(new ParentBasedSampler(new TraceIdRatioBasedSampler(options.Ratio)));
        if (environment[Variable] is not { Length: > 0 } name)
            return null;
        var root = Root(name.Replace("parentbased_", "", StringComparison.Ordinal), name, environment[$"{Variable}_ARG"]);
        return new(name.StartsWith("parentbased_", StringComparison.Ordinal) ? new ParentBasedSampler(root) : root);
    }

    // Of runs it is asked only where a frame or a request in it is recorded.
    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters) =>
        samplingParameters.Name == InferenceEngine.RunSpan ? new(SamplingDecision.RecordAndSample) : requested.ShouldSample(samplingParameters);

    // OpenTelemetry specification, "Environment Variable Specification", general SDK configuration.
    private static Sampler Root(string kind, string name, string? argument) => kind switch
    {
        "always_on" => new AlwaysOnSampler(),
        "always_off" => new AlwaysOffSampler(),
        "traceidratio" => new TraceIdRatioBasedSampler(Ratio(argument)),
        _ => throw new UserException($"{Variable}={name}: expected one of {string.Join(", ", Kinds.Concat(Kinds.Select(known => "parentbased_" + known)))}"),
    };

    private static double Ratio(string? argument) => string.IsNullOrEmpty(argument) ? 1
        : double.TryParse(argument, System.Globalization.CultureInfo.InvariantCulture, out var ratio) && ratio is >= 0 and <= 1 ? ratio
        : throw new UserException($"{Variable}_ARG={argument}: expected a number in 0..1");
}
