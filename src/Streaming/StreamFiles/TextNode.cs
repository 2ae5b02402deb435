namespace Streaming.StreamFiles;

/// <summary>A piece of a YAML or JSON text that knows where it stands, so that whatever is wrong with it can be pointed at.</summary>
/// <param name="Line">From 1.</param>
internal abstract record TextNode(int Line)
{
    /// <summary>In words, for whoever wanted something else.</summary>
    public abstract string Kind { get; }
}

/// <param name="IsNull">Nothing was written, or null.</param>
internal sealed record TextScalar(int Line, string Text, bool IsNull) : TextNode(Line)
{
    public override string Kind => IsNull ? "nothing" : "a value";
}

internal sealed record TextList(int Line, IReadOnlyList<TextNode> Items) : TextNode(Line)
{
    public override string Kind => "a list";
}

internal sealed record TextMap(int Line, IReadOnlyList<TextMember> Members) : TextNode(Line)
{
    public override string Kind => "names with values";
}

internal sealed record TextMember(string Name, int Line, TextNode Value);

/// <param name="Line">From 1; 0: of no line.</param>
/// <param name="Problem">Without any value, which may be secret.</param>
public readonly record struct StreamFileFault(int Line, string Problem)
{
    public override string ToString() => Line > 0 ? $"line {Line}: {Problem}" : Problem;
}
