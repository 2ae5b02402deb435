namespace Testing;

/// <summary>Writes ONNX files node by node, with the field numbers of onnx.proto (IR version 8, opset 17).</summary>
internal sealed class OnnxGraph
{
    private const int Float = 1, Int64 = 7, Bool = 9; // TensorProto.DataType
    private const int Graph = 5; // AttributeProto.AttributeType
    private readonly ProtoWriter _graph = new ProtoWriter().Text(2, "tiny");

    /// <summary>Adds a node with one output of the name that is returned.</summary>
    public string Node(string op, string output, string[] inputs, params (string Name, long[] Values)[] attributes)
    {
        _graph.Message(1, node =>
        {
            foreach (var input in inputs)
                node.Text(1, input);
            node.Text(2, output).Text(3, output).Text(4, op);
            foreach (var (name, values) in attributes)
                node.Message(5, attribute => WriteAttribute(attribute, name, values));
        });
        return output;
    }

    /// <summary>So many steps one after another, of which none changes the values, as long as none is negative.</summary>
    public string Loop(string output, string values, long steps)
    {
        var body = new OnnxGraph();
        body.Scalar(11, "step", Int64);
        body.Scalar(11, "goes on", Bool);
        body.Input("before");
        body.Node("Identity", "goes on still", ["goes on"]);
        body.Node("Abs", "after", ["before"]);
        body.Scalar(12, "goes on still", Bool);
        body.Output("after");
        Constant(output + "_steps", steps);
        _graph.Message(1, node => node.Text(1, output + "_steps").Text(1, "").Text(1, values).Text(2, output).Text(3, output).Text(4, "Loop")
            .Message(5, attribute => attribute.Text(1, "body").Int(20, Graph).Bytes(6, body._graph.ToArray())));
        return output;
    }

    public string Constant(string name, ReadOnlySpan<float> values, params long[] shape)
    {
        var data = values.ToArray();
        _graph.Message(5, tensor => Dims(tensor, shape).Int(2, Float).Text(8, name).Floats(9, data));
        return name;
    }

    public string Constant(string name, params long[] values)
    {
        _graph.Message(5, tensor => Dims(tensor, [values.Length]).Int(2, Int64).Text(8, name).Longs(9, values));
        return name;
    }

    /// <summary>Floats that lie in a file of their own.</summary>
    public void ConstantBeside(string name, string file, params long[] shape) => _graph.Message(5, tensor =>
        Dims(tensor, shape).Int(2, Float).Text(8, name).Message(13, entry => entry.Text(1, "location").Text(2, file)).Int(14, 1));

    /// <summary>A dimension is a number, or else a name and so dynamic.</summary>
    public void Input(string name, params object[] shape) => Input(name, Float, shape);

    /// <param name="type">Of TensorProto.DataType.</param>
    /// <inheritdoc cref="Input"/>
    public void Input(string name, int type, object[] shape) => _graph.Message(11, value => WriteValue(value, name, type, shape));

    /// <inheritdoc cref="Input"/>
    public void Output(string name, params object[] shape) => Output(name, Float, shape);

    /// <param name="type">Of TensorProto.DataType.</param>
    /// <inheritdoc cref="Input"/>
    public void Output(string name, int type, object[] shape) => _graph.Message(12, value => WriteValue(value, name, type, shape));

    /// <summary>A sequence of float tensors, which is no tensor.</summary>
    public void SequenceOutput(string name) => _graph.Message(12, value => value.Text(1, name).Message(2, type =>
        type.Message(4, sequence => sequence.Message(1, element => element.Message(1, tensor => tensor.Int(1, Float))))));

    public byte[] ToModel(IEnumerable<KeyValuePair<string, string>> metadata, int ir = 8, int opset = 17)
    {
        var model = new ProtoWriter().Int(1, ir).Text(2, "tiny").Bytes(7, _graph.ToArray()).Message(8, set => set.Text(1, "").Int(2, opset));
        foreach (var (key, text) in metadata)
            model.Message(14, entry => entry.Text(1, key).Text(2, text));
        return model.ToArray();
    }

    // An attribute with one value is INT (2, in field 3), with more INTS (7, in field 8).
    private static void WriteAttribute(ProtoWriter attribute, string name, long[] values)
    {
        attribute.Text(1, name).Int(20, values.Length == 1 ? 2 : 7);
        foreach (var value in values)
            attribute.Int(values.Length == 1 ? 3 : 8, value);
    }

    private static ProtoWriter Dims(ProtoWriter tensor, long[] shape)
    {
        foreach (var dim in shape)
            tensor.Int(1, dim);
        return tensor;
    }

    private void Scalar(int field, string name, int type) =>
        _graph.Message(field, value => value.Text(1, name).Message(2, of => of.Message(1, tensor => tensor.Int(1, type).Message(2, _ => { }))));

    private static void WriteValue(ProtoWriter value, string name, int elements, object[] shape) =>
        value.Text(1, name).Message(2, type => type.Message(1, tensor => tensor.Int(1, elements).Message(2, dims =>
        {
            foreach (var dim in shape)
                dims.Message(1, d => _ = dim is string symbol ? d.Text(2, symbol) : d.Int(1, Convert.ToInt64(dim)));
        })));
}
