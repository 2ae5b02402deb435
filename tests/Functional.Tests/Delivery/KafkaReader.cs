using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;
using Xunit;

namespace Functional.Tests.Delivery;

/// <summary>One message as kcat read it.</summary>
internal sealed record KafkaMessage(string Key, int Partition, long Offset, string Headers, byte[] Value);

/// <summary>Reads topics back with kcat, which is not ours.</summary>
internal static class KafkaReader
{
    /// <returns>All that the topic has; in order within a partition.</returns>
    public static async Task<IReadOnlyList<KafkaMessage>> Read(KafkaCluster cluster, string topic)
    {
        using var kcat = PeerProcess.Start(
            "kcat", "kcat", "-b", cluster.Brokers, "-C", "-t", topic, "-o", "beginning", "-e", "-q", "-f", "%k\\t%p\\t%o\\t%h\\n%R%s");
        kcat.StandardInput.Close();
        var bytes = new MemoryStream();
        await kcat.StandardOutput.BaseStream.CopyToAsync(bytes, TestContext.Current.CancellationToken);
        await kcat.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, kcat.ExitCode);
        return [.. Parse(bytes.ToArray())];
    }

    private static IEnumerable<KafkaMessage> Parse(byte[] bytes)
    {
        for (var at = 0; at < bytes.Length;)
        {
            var end = Array.IndexOf(bytes, (byte)'\n', at);
            var parts = Encoding.UTF8.GetString(bytes, at, end - at).Split('\t');
            var length = BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(end + 1));
            yield return new(parts[0], int.Parse(parts[1]), long.Parse(parts[2]), parts[3], bytes[(end + 5)..(end + 5 + length)]);
            at = end + 5 + length;
        }
    }
}
