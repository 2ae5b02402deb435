using System.Globalization;
using System.Text;
using Inference;
using Inference.Model;

namespace Cli.Run;

/// <summary>A table of RFC 4180 with a row for each object, called as JSON calls them; a frame without any has none.</summary>
internal sealed class CsvOutput(OutputFile file) : IRunOutput
{
    private readonly StringBuilder _rows = new();
    private ModelMetadata? _model;

    public void Begin(ModelMetadata model)
    {
        _model = model;
        _rows.Append("input,frame,seconds,classId,label,score,xMin,yMin,xMax,yMax");
        for (var i = 0; i < model.KeypointCount; i++)
            _rows.Append(CultureInfo.InvariantCulture, $",keypoint{i}X,keypoint{i}Y,keypoint{i}Score");
        Flush("\r\n");
    }

    public void Write(InputRun input, long index, InferenceResult result)
    {
        var found = result.Detections;
        for (var i = 0; i < found.Count; i++)
        {
            var one = found.Objects[i];
            _rows.Append(CultureInfo.InvariantCulture, $"{Field(input.Word)},{index},{result.Frame.Times.Pts90kHz / 90_000.0:0.###},{one.ClassId},{Field(_model!.Labels[one.ClassId])},{one.Score:0.####},");
            _rows.Append(CultureInfo.InvariantCulture, $"{one.XMin:0.##},{one.YMin:0.##},{one.XMax:0.##},{one.YMax:0.##}");
            foreach (var point in found.KeypointsOf(i))
                _rows.Append(CultureInfo.InvariantCulture, $",{point.X:0.##},{point.Y:0.##},{point.Score:0.####}");
            _rows.Append("\r\n");
        }

        Flush("");
    }

    public void Commit() => file.Commit();

    public void Dispose() => file.Dispose();

    private static string Field(string text) =>
        text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private void Flush(string end)
    {
        if (_rows.Append(end).Length == 0)
            return;
        file.Write(Encoding.UTF8.GetBytes(_rows.ToString()));
        _rows.Clear();
    }
}
