using System.Buffers;
using System.Text;
using Server.Observability.Metrics;
using Telemetry;
using Xunit;

namespace Server.Tests.Observability;

public sealed class ExpositionTests
{
    private static readonly MetricFamily Counter = new("stream_eggs_total", MetricType.Counter, "Eggs.", ["colour"]);
    private static readonly MetricFamily Bytes = new("stream_nest_bytes", MetricType.Gauge, "Size.", []);
    private static readonly MetricFamily Foreign = new("nv_inference_count", MetricType.Counter, "Pictures.", []);
    private static readonly MetricFamily Info = new("stream_build_info", MetricType.Info, "What runs.", ["version"]);
    private static readonly MetricFamily Wait = new("stream_wait_seconds", MetricType.Histogram, "Waits.", ["stage"]);

    private static readonly HistogramReading Waits = new(
        [0.0001, 1], [3, 0, 2], 7.5, [null, null, new("0af7651916cd43dd8448eb211c80319c", 2.5, DateTimeOffset.FromUnixTimeMilliseconds(1767322800120))]);

    [Fact]
    public void Text_names_what_it_samples() => Assert.Equal(
        """
        # HELP stream_eggs_total Eggs.
        # TYPE stream_eggs_total counter
        stream_eggs_total{colour="blue"} 12
        # HELP stream_nest_bytes Size.
        # TYPE stream_nest_bytes gauge
        stream_nest_bytes 1.5
        # HELP nv_inference_count Pictures.
        # TYPE nv_inference_count counter
        nv_inference_count 7
        # HELP stream_build_info What runs.
        # TYPE stream_build_info gauge
        stream_build_info{version="0.1.0"} 1
        # HELP stream_wait_seconds Waits.
        # TYPE stream_wait_seconds histogram
        stream_wait_seconds_bucket{stage="infer",le="0.0001"} 3
        stream_wait_seconds_bucket{stage="infer",le="1.0"} 3
        stream_wait_seconds_bucket{stage="infer",le="+Inf"} 5
        stream_wait_seconds_sum{stage="infer"} 7.5
        stream_wait_seconds_count{stage="infer"} 5

        """,
        Write(ExpositionFormat.Text));

    [Fact]
    public void OpenMetrics_names_families_has_units_and_exemplars_and_an_end() => Assert.Equal(
        """
        # HELP stream_eggs Eggs.
        # TYPE stream_eggs counter
        stream_eggs_total{colour="blue"} 12
        # HELP stream_nest_bytes Size.
        # TYPE stream_nest_bytes gauge
        # UNIT stream_nest_bytes bytes
        stream_nest_bytes 1.5
        # HELP nv_inference_count Pictures.
        # TYPE nv_inference_count unknown
        nv_inference_count 7
        # HELP stream_build What runs.
        # TYPE stream_build info
        stream_build_info{version="0.1.0"} 1
        # HELP stream_wait_seconds Waits.
        # TYPE stream_wait_seconds histogram
        # UNIT stream_wait_seconds seconds
        stream_wait_seconds_bucket{stage="infer",le="0.0001"} 3
        stream_wait_seconds_bucket{stage="infer",le="1.0"} 3
        stream_wait_seconds_bucket{stage="infer",le="+Inf"} 5 # {trace_id="0af7651916cd43dd8448eb211c80319c"} 2.5 1767322800.120
        stream_wait_seconds_sum{stage="infer"} 7.5
        stream_wait_seconds_count{stage="infer"} 5
        # EOF

        """,
        Write(ExpositionFormat.OpenMetrics));

    [Fact]
    public void Label_values_are_escaped() =>
        Assert.Equal("stream_eggs_total{colour=\"a\\\\b\\\"c\\nd\"} 1\n", Written(exposition => exposition.Sample(Counter, ["a\\b\"c\nd"], 1)));

    [Theory]
    [InlineData(double.PositiveInfinity, "stream_nest_bytes +Inf\n"), InlineData(double.NegativeInfinity, "stream_nest_bytes -Inf\n")]
    [InlineData(1e-7, "stream_nest_bytes 1E-07\n"), InlineData(12345678901234, "stream_nest_bytes 12345678901234\n")]
    [InlineData(double.NaN, "")] // Nothing to tell is not told.
    public void Numbers_are_written_as_both_formats_know_them(double value, string expected) =>
        Assert.Equal(expected, Written(exposition => exposition.Sample(Bytes, [], value)));

    private static string Write(ExpositionFormat format) => Written(exposition =>
    {
        Add(Counter, ["blue"], 12);
        Add(Bytes, [], 1.5);
        Add(Foreign, [], 7);
        Add(Info, ["0.1.0"], 1);
        Add(Wait, ["infer"], Waits);
        exposition.End();
        void Add(MetricFamily family, string[] labels, Reading reading)
        {
            exposition.Family(family);
            exposition.Sample(family, labels, reading);
        }
    }, format);

    private static string Written(Action<Exposition> write, ExpositionFormat format = ExpositionFormat.Text)
    {
        var output = new ArrayBufferWriter<byte>();
        write(new Exposition(output, format));
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
