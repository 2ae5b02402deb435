using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Streaming.StreamFiles;

/// <summary>YAML, and so JSON, to nodes. What is written twice and what cannot be read is a fault of its line.</summary>
internal sealed class NodeReader
{
    // Deeper than any file of streams, and far from the end of the stack.
    private const int MaxDepth = 32;

    // An alias stands for its whole anchor: a small text may be a large tree.
    private const int MaxNodes = 200_000;

    private readonly Dictionary<AnchorName, TextNode> _anchors = [];
    private readonly List<StreamFileFault> _faults = [];
    private readonly Parser _parser;
    private int _nodes;

    private NodeReader(string text) => _parser = new Parser(new StringReader(text));

    /// <returns>Null where there is nothing, or nothing that can be read.</returns>
    public static (TextNode? Root, IReadOnlyList<StreamFileFault> Faults) Read(string text)
    {
        var reader = new NodeReader(text);
        try
        {
            return (reader.ReadDocument(), reader._faults);
        }
        catch (YamlException e)
        {
            return (null, [.. reader._faults, new((int)e.Start.Line, $"column {e.Start.Column}: {Sentence(e)}")]);
        }
    }

    private TextNode? ReadDocument()
    {
        _parser.Consume<StreamStart>();
        if (!_parser.TryConsume<DocumentStart>(out _))
            return null;
        var root = ReadNode(0);
        _parser.Consume<DocumentEnd>();
        if (_parser.TryConsume<DocumentStart>(out var second))
            _faults.Add(new((int)second.Start.Line, "a second document; one is read"));
        return root;
    }

    private TextNode ReadNode(int depth)
    {
        var line = (int)_parser.Current!.Start.Line;
        if (depth > MaxDepth || ++_nodes > MaxNodes)
            throw new YamlException(_parser.Current.Start, _parser.Current.End, "too deep, or too much");
        if (_parser.TryConsume<AnchorAlias>(out var alias))
            return _anchors.GetValueOrDefault(alias.Value) ?? throw new YamlException(alias.Start, alias.End, $"nothing is called '&{alias.Value}'");
        var anchor = (_parser.Current as NodeEvent)?.Anchor ?? AnchorName.Empty;
        TextNode node = _parser.TryConsume<Scalar>(out var scalar) ? new TextScalar(line, scalar.Value, IsNull(scalar))
            : _parser.TryConsume<SequenceStart>(out _) ? ReadList(line, depth)
            : ReadMap(line, depth);
        if (!anchor.IsEmpty)
            _anchors[anchor] = node;
        return node;
    }

    private TextList ReadList(int line, int depth)
    {
        var items = new List<TextNode>();
        while (!_parser.TryConsume<SequenceEnd>(out _))
            items.Add(ReadNode(depth + 1));
        return new TextList(line, items);
    }

    private TextMap ReadMap(int line, int depth)
    {
        _parser.Consume<MappingStart>();
        var (members, merged) = (new List<TextMember>(), new List<TextMember>());
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var key = _parser.Consume<Scalar>();
            var member = new TextMember(key.Value, (int)key.Start.Line, ReadNode(depth + 1));
            if (member is { Name: "<<", Value: TextMap map })
                merged.AddRange(map.Members);
            else if (members.Find(other => other.Name == member.Name) is { } former)
                _faults.Add(new(member.Line, $"{member.Name}: is in line {former.Line} already"));
            else
                members.Add(member);
        }

        // What a map says itself wins over what it takes from another.
        members.AddRange(merged.Where(member => members.TrueForAll(own => own.Name != member.Name)));
        return new TextMap(line, members);
    }

    private static bool IsNull(Scalar scalar) => scalar is { Style: ScalarStyle.Plain, Value: "" or "~" or "null" };

    private static string Sentence(YamlException fault) => fault.Message.Split('\n')[0].TrimEnd('.');
}
