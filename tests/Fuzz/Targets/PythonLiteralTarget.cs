using System.Text;
using Inference.Model;
using Xunit;

namespace Fuzz.Targets;

public sealed class PythonLiteralTarget : FuzzTarget
{
    public override IEnumerable<byte[]> Seeds =>
    [
        "{0: 'person', 1: \"driver's seat\", 2: 'a\\'b\\x00\\u4eba\\U0001f600'}"u8.ToArray(),
        "{'batch': 1, 'half': False, 'device': None, 'lr': 1e-05, 'opt': {'size': (640, 640), 'x': [True, -.5, ()]}}"u8.ToArray(),
        "[17, 3]"u8.ToArray(),
    ];

    public override IEnumerable<string> Tokens => ["'", "\"", "\\", "\\x", "\\u", "\\U", "{", "}", "[", "]", "(", ")", ",", ": ", "None", "True", "9223372036854775808", "1e999", "[[[[[[[["];

    public override bool Feed(byte[] input)
    {
        var text = Encoding.UTF8.GetString(input);
        var accepted = PythonLiteral.TryParse(text, out var value, out var error);
        Assert.Equal(accepted, error.Length == 0);

        // What stands alone also stands in a tuple, unless that makes it too deep.
        if (accepted && PythonLiteral.TryParse($"({text},)", out var tuple, out error))
            Assert.Equivalent(value, Assert.Single(Assert.IsType<object?[]>(tuple)), strict: true);
        else if (accepted)
            Assert.Contains("nested brackets", error, StringComparison.Ordinal);
        return accepted;
    }
}
