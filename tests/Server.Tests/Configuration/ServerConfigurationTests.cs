using Inference;
using Microsoft.Extensions.Configuration;
using Server.Host;
using Streaming;
using Xunit;

namespace Server.Tests.Configuration;

public sealed class ServerConfigurationTests
{
    private static ServerConfiguration Read(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))).Build();
        return ServerConfiguration.Read(configuration, settings.Select(setting => setting.Key));
    }

    private static string Fault(params (string, string)[] settings) => Assert.Throws<UserException>(() => Read(settings)).Message;

    [Fact]
    public void Nothing_set_is_loopback_and_no_files()
    {
        var read = Read();
        Assert.Equal(("127.0.0.1", 8000, 8002), (read.Server.Listen, read.Server.HttpPort, read.Server.MetricsPort));
        Assert.Empty(read.Ingest.FileRoots);
    }

    [Fact]
    public void Keys_are_read_whatever_their_case_and_lists_in_both_ways()
    {
        var read = Read(("server:HTTPPORT", "81"), ("Inference:Letterbox", "rect"), ("Ingest:Protocols", "rtsp, http"), ("Ingest:FileRoots:0", "/"), ("Ingest:FileRoots:1", "/tmp"));
        Assert.Equal((81, LetterboxShape.Rect), (read.Server.HttpPort, read.Inference.Letterbox));
        Assert.Equal(["rtsp", "http"], read.Ingest.Protocols);
        Assert.Equal(["/", "/tmp"], read.Ingest.FileRoots);
    }

    [Theory]
    [InlineData("Server:HttpPort", "", "expected a number"), InlineData("Server:HttpPort", "80 00", "expected a number"), InlineData("Server:HttpPort", "-1", "between 0 and 65535")]
    [InlineData("Server:HttpPort:Extra", "1", "expected a number"), InlineData("Ingest:TimeoutSeconds", "0", "between 1 and 300"), InlineData("Inference:Device", "Tpu", "one of Auto, Cpu, Cuda, TensorRt")]
    [InlineData("Delivery:WhenFull", "Wait", "one of DropOldest, Block"), InlineData("Delivery:MaxBytes", "200000000", "at most a quarter of"), InlineData("Delivery:MaxBytes", "1", "between 1000000 and")]
    [InlineData("Kafka:ResultsTopic", "a b", "regular expression"), InlineData("Redis:MaxLength", "0", "between 1 and")]
    [InlineData("Delivery:RetryMaxMilliseconds", "9", "at least Delivery:RetryMinMilliseconds, 250")]
    [InlineData("Server:MetricsPort", "8000", "must differ from Server:HttpPort"), InlineData("Server:Ports", "1", "unknown key"), InlineData("Servers:HttpPort", "1", "unknown section")]
    public void A_fault_is_told_with_its_key_and_bound(string key, string value, string bound)
    {
        var message = Fault((key, value));
        Assert.StartsWith("the configuration has 1 fault:\n  Server", message.Replace("Ingest", "Server", StringComparison.Ordinal).Replace("Delivery", "Server", StringComparison.Ordinal).Replace("Kafka", "Server", StringComparison.Ordinal).Replace("Redis", "Server", StringComparison.Ordinal).Replace("Inference", "Server", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains(bound, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("WebRtc:Port", "70000", "between 0 and 65535"), InlineData("WebRtc:Listen", "everywhere", "expected an IP address"), InlineData("WebRtc:Codecs", "H264,H265", "expected one of H264, VP8, VP9, AV1")]
    [InlineData("WebRtc:Codecs", "", "1..4 entries"), InlineData("WebRtc:AdvertisedHosts", "http://a", "expected a name or an address"), InlineData("WebRtc:RedirectTo", "two.example", "expected the base URL")]
    [InlineData("WebRtc:ConsentTimeoutSeconds", "1", "between 5 and 300")]
    [InlineData("Metrics:Endpoint", "collector", "expected an address such as"), InlineData("Tracing:Endpoint", "ftp://collector", "expected an address such as"), InlineData("Metrics:IntervalSeconds", "0", "between 1 and 86400")]
    [InlineData("Server:AllowedOrigins", "panel", "expected an origin such as"), InlineData("Server:MaxInferBatch", "0", "between 1 and 1024"), InlineData("Cache:Kind", "Redis", "needs Redis:Address")]
    public void A_fault_of_any_slices_options_is_told_with_its_key_and_bound(string key, string value, string bound)
    {
        Assert.StartsWith($"the configuration has 1 fault:\n  {key}=", Fault((key, value)), StringComparison.Ordinal);
        Assert.Contains(bound, Fault((key, value)), StringComparison.Ordinal);
    }

    [Theory, InlineData("turn:a.example user"), InlineData("turn:a.example user hun\"ter2"), InlineData("stun:a.example user hunter2"), InlineData("http://a.example")]
    public void An_ICE_server_that_is_none_is_told_without_what_may_be_a_password(string server) =>
        Assert.Equal("the configuration has 1 fault:\n  WebRtc:IceServers:1: expected stun:HOST[:PORT], or turn:HOST[:PORT] USER SECRET, where ?transport=udp may follow the port", Fault(("WebRtc:IceServers:0", "stun:a.example"), ("WebRtc:IceServers:1", server)));

    [Fact]
    public void A_section_of_several_slices_knows_the_keys_of_all()
    {
        var message = Fault(("Server:Ports", "1"));
        Assert.All((string[])["Listen", "DefaultModel", "MaxPreviews", "MaxInferBatch", "MaxSubscribersPerStream", "AllowedOrigins"], key => Assert.Contains(key, message, StringComparison.Ordinal));
    }

    [Fact]
    public void Properties_of_Kafkas_client_are_a_map()
    {
        var read = Read(("Kafka:Brokers", "a:9092"), ("Kafka:Properties:security.protocol", "SSL"), ("Kafka:Properties:sasl_password", "hunter2"));
        Assert.Equal(("SSL", "hunter2"), (read.Kafka.Properties["security.protocol"], read.Kafka.Properties["sasl_password"]));
        Assert.Equal("hunter2", Sinks.Kafka.KafkaProperties.Of(read.Kafka)["sasl.password"]);
    }

    [Theory]
    [InlineData("Redis:Address", "a:6379,password=hunter2", "Redis:Address: expected host:port")]
    [InlineData("Kafka:Properties", "sasl.password=hunter2", "Kafka:Properties: expected names below it, each with a value")]
    [InlineData("Kafka:Properties:a:b", "hunter2", "Kafka:Properties: expected names below it, each with a value")]
    public void A_fault_shows_no_secret(string key, string value, string told)
    {
        var message = Fault((key, value));
        Assert.Contains(told, message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_environment_may_hold_other_programs_sections()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Other:Key", "1")]).Build();
        Assert.Equal(8000, ServerConfiguration.Read(configuration, []).Server.HttpPort);
    }
}
