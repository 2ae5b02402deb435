using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using OpenTelemetry.Trace;
using Server.Observability.Tracing;
using Streaming;
using Xunit;

namespace Server.Tests.Observability;

public sealed class TraceSamplerTests
{
    private static readonly ActivityContext Wanted = new(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded, isRemote: true);
    private static readonly ActivityContext Unwanted = new(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.None, isRemote: true);

    [Fact]
    public void Nothing_is_traced_unless_it_is_asked_for() => Assert.Null(Sampler(0, null));

    [Theory]
    [InlineData(1, null, null, true, true, false), InlineData(1e-9, null, null, false, true, false)]
    [InlineData(0, "always_on", null, true, true, true), InlineData(0, "always_off", null, false, false, false)]
    [InlineData(0, "parentbased_always_on", null, true, true, false), InlineData(0, "parentbased_always_off", null, false, true, false)]
    [InlineData(0, "parentbased_traceidratio", "1", true, true, false), InlineData(0, "traceidratio", null, true, true, true)]
    [InlineData(0, "traceidratio", "0", false, false, false)]
    // What is said here wins over the environment.
    [InlineData(1, "always_off", null, true, true, false)]
    public void A_root_and_what_has_a_parent_are_sampled_as_the_standard_says(double ratio, string? name, string? argument, bool root, bool wanted, bool unwanted)
    {
        var sampler = Sampler(ratio, name, argument)!;
        Assert.Equal((root, wanted, unwanted), (Takes(sampler, default), Takes(sampler, Wanted), Takes(sampler, Unwanted)));
        // It is made only of frames that are.
        Assert.True(Takes(sampler, default, "batch"));
    }

    [Theory, InlineData("sometimes", null, "OTEL_TRACES_SAMPLER=sometimes: expected one of always_on, "), InlineData("traceidratio", "2", "OTEL_TRACES_SAMPLER_ARG=2: expected a number in 0..1")]
    public void A_bad_value_stops_the_start(string name, string? argument, string expected) =>
        Assert.StartsWith(expected, Assert.Throws<UserException>(() => Sampler(0, name, argument)).Message, StringComparison.Ordinal);

    private static bool Takes(TraceSampler sampler, ActivityContext parent, string name = "frame") =>
        sampler.ShouldSample(new SamplingParameters(parent, ActivityTraceId.CreateRandom(), name, ActivityKind.Internal)).Decision == SamplingDecision.RecordAndSample;

    private static TraceSampler? Sampler(double ratio, string? name, string? argument = null) => TraceSampler.Of(
        new TracingOptions { Ratio = ratio },
        new ConfigurationBuilder().AddInMemoryCollection([new("OTEL_TRACES_SAMPLER", name), new("OTEL_TRACES_SAMPLER_ARG", argument)]).Build());
}
