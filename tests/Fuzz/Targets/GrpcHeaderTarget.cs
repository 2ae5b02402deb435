using System.Text;
using Microsoft.Extensions.Primitives;
using Server.Grpc;
using Xunit;

namespace Fuzz.Targets;

/// <summary>Input: lines of text, each read as a client's grpc-timeout and sent as a grpc-message; accepted when one is a timeout.</summary>
public sealed class GrpcHeaderTarget : FuzzTarget
{
    public override IEnumerable<byte[]> Seeds => ["15S\n99999999H\n0n"u8.ToArray(), Encoding.UTF8.GetBytes("1S\n" + new string('ä', 3000) + "😈 100%")];

    public override IEnumerable<string> Tokens => ["H", "M", "n", "9", "0", "😈", "ä", "%", "\n"];

    public override bool Feed(byte[] input)
    {
        var accepted = false;
        foreach (var line in Encoding.UTF8.GetString(input).Split('\n'))
        {
            if (CallTimeout.Seconds(line) is { } seconds)
            {
                Assert.InRange(seconds, 0, 99_999_999 * 3600.0);
                accepted = true;
            }

            // What is cut off is whole characters, in the form that crosses.
            var encoded = Uri.EscapeDataString(line);
            var cut = StatusMessage.Cut(encoded);
            Assert.InRange(cut.Length, Math.Min(encoded.Length, StatusMessage.MaxLength - 12), StatusMessage.MaxLength);
            Assert.StartsWith(Uri.UnescapeDataString(cut), line, StringComparison.Ordinal);
        }

        return accepted;
    }
}
