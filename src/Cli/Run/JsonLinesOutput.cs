using System.Buffers;
using Google.Protobuf;
using Inference;
using Inference.Model;
using Streaming.Results;
using Wire.V1;

namespace Cli.Run;

/// <summary>Each frame as one JSON object on a line of its own, as servers send it; its stream is called after its input.</summary>
internal sealed class JsonLinesOutput(OutputFile file) : IRunOutput
{
    private readonly FrameResultJson _json = new();
    private readonly ArrayBufferWriter<byte> _message = new(64 * 1024);
    private readonly ArrayBufferWriter<byte> _line = new(64 * 1024);
    private ModelMetadata? _model;

    public void Begin(ModelMetadata model) => _model = model;

    public void Write(InputRun input, long index, InferenceResult result)
    {
        _message.ResetWrittenCount();
        _line.ResetWrittenCount();
        FrameResults.ToMessage(result, new FrameIdentity(input.Name, input.SessionId, 0), _model!, TimeProvider.System).WriteTo(_message);
        _json.Write(_message.WrittenSpan, _line);
        _line.Write("\n"u8);
        file.Write(_line.WrittenSpan);
    }

    public void Commit() => file.Commit();

    public void Dispose()
    {
        _json.Dispose();
        file.Dispose();
    }
}
