using Inference.Model;
using Xunit;

namespace Inference.Tests.Model;

public class PythonLiteralTests
{
    [Theory]
    [InlineData("None", null)]
    [InlineData(" True ", true)]
    [InlineData("False", false)]
    [InlineData("-32", -32L)]
    [InlineData("9223372036854775807", long.MaxValue)]
    [InlineData("1e-05", 1e-5)]
    [InlineData(".5", 0.5)]
    [InlineData("640.", 640.0)]
    [InlineData("''", "")]
    [InlineData("'traffic light'", "traffic light")]
    [InlineData("\"driver's seat\"", "driver's seat")]
    [InlineData(@"'both \' and ""'", "both ' and \"")]
    [InlineData(@"'a\\b\n\r\t\x00\xe9\u4eba\U0001f600'", "a\\b\n\r\t\0é人😀")]
    [InlineData("'猫 😀'", "猫 😀")]
    public void A_scalar_is_read_as_Python_reads_it(string text, object? expected) => Assert.Equal(expected, Parse(text));

    [Fact]
    public void Names_are_a_dictionary_of_id_to_name()
    {
        var names = Assert.IsType<Dictionary<object, object?>>(Parse("{0: 'person', 1: \"traffic light\",\n 2: 'a, b: {c}', }"));
        Assert.Equal(["person", "traffic light", "a, b: {c}"], [names[0L], names[1L], names[2L]]);
    }

    [Fact]
    public void Lists_and_tuples_are_sequences_and_parentheses_around_one_value_are_not()
    {
        Assert.Equal(new object?[] { 17L, 3L }, Parse("[17, 3]"));
        Assert.Equal(new object?[] { 17L, 3L }, Parse("(17, 3)"));
        Assert.Equal(new object?[] { 1L }, Parse("(1,)"));
        Assert.Equal(1L, Parse("(1)"));
        Assert.Equal(Array.Empty<object?>(), Parse("()"));
        Assert.Equal(Array.Empty<object?>(), Parse("[ ]"));
    }

    [Fact]
    public void Dictionaries_nest_as_in_args()
    {
        var args = Assert.IsType<Dictionary<object, object?>>(Parse("{'batch': 1, 'half': False, 'device': None, 'opt': {'x': [1, (2, 3)], 'lr': 0.01}}"));
        Assert.Equal(0.01, Assert.IsType<Dictionary<object, object?>>(args["opt"])["lr"]);
        Assert.Equal((1L, false, null), (args["batch"], args["half"], args["device"]));
    }

    [Theory]
    [InlineData("", "expected a value, but found the end at character 1")]
    [InlineData("person", "expected a value, but found 'p' at character 1")]
    [InlineData("[1 2]", "expected ',' or ']', but found '2' at character 4")]
    [InlineData("[1,,2]", "expected a value, but found ',' at character 4")]
    [InlineData("{0 'a'}", "expected ':', but found ''' at character 4")]
    [InlineData("{0: 'a'", "expected ',' or '}', but found the end at character 8")]
    [InlineData("{None: 1}", "expected a string or a number as the key before this, but found ':' at character 6")]
    [InlineData("{1, 2}", "expected ':', but found ',' at character 3")]
    [InlineData("'open", "expected a closing ', but found the end at character 6")]
    [InlineData("'two\nlines'", "expected a closing ', but found '\n' at character 5")]
    [InlineData("1 2", "expected the end, but found '2' at character 3")]
    [InlineData("1-2", "expected a number in the range of 64 bits, but found '1' at character 1")]
    [InlineData("1e999", "expected a number in the range of 64 bits, but found '1' at character 1")]
    [InlineData(@"'\ud800'", "expected 4 hexadecimal digits of a Unicode character, but found 'd' at character 4")]
    [InlineData(@"'\x1", "expected 2 hexadecimal digits of a Unicode character, but found '1' at character 4")]
    [InlineData("1\0", "expected the end, but found '\0' at character 2")]
    public void A_fault_is_told_with_its_place(string text, string error)
    {
        Assert.False(PythonLiteral.TryParse(text, out _, out var message));
        Assert.Equal(error, message);
    }

    [Fact]
    public void Depth_and_length_are_bounded()
    {
        string Nested(int depth) => new string('[', depth) + new string(']', depth);
        Assert.NotNull(Parse(Nested(PythonLiteral.MaxDepth)));
        Assert.False(PythonLiteral.TryParse(Nested(PythonLiteral.MaxDepth + 1), out _, out var deep));
        Assert.Contains("at most 32 nested brackets", deep, StringComparison.Ordinal);
        Assert.False(PythonLiteral.TryParse(new string('[', PythonLiteral.MaxLength), out _, out _));
        Assert.False(PythonLiteral.TryParse(new string(' ', PythonLiteral.MaxLength) + "1", out _, out var length));
        Assert.Equal($"is {PythonLiteral.MaxLength + 1} characters long, more than {PythonLiteral.MaxLength}", length);
    }

    [Fact]
    public void Whatever_repr_writes_of_random_names_comes_back()
    {
        var random = new Random(1);
        for (var round = 0; round < 2000; round++)
        {
            string[] names = [.. Enumerable.Range(0, random.Next(1, 6)).Select(_ => RandomName(random))];
            var read = Assert.IsType<Dictionary<object, object?>>(Parse($"{{{string.Join(", ", names.Select((name, id) => $"{id}: {Repr(name)}"))}}}"));
            Assert.Equal(names, Enumerable.Range(0, names.Length).Select(id => read[(long)id]));
        }
    }

    private static object? Parse(string text)
    {
        Assert.True(PythonLiteral.TryParse(text, out var value, out var error), error);
        return value;
    }

    private static string RandomName(Random random) =>
        string.Concat(Enumerable.Range(0, random.Next(8)).Select(_ => random.GetItems(["a", "'", "\"", "\\", "\n", "\t", "\0", " ", ",", "{", "é", "人", "😀"], 1)[0]));

    // As CPython's unicode_repr chooses quotes and escapes.
    private static string Repr(string text)
    {
        var quote = text.Contains('\'') && !text.Contains('"') ? '"' : '\'';
        var body = text.Replace("\\", "\\\\").Replace("\n", "\\n").Replace("\t", "\\t").Replace("\0", "\\x00");
        return quote + (quote == '\'' ? body.Replace("'", "\\'") : body) + quote;
    }
}
