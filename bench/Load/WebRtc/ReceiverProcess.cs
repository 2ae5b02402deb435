using System.Diagnostics;
using System.Text.Json;
using Streaming;

namespace Load.WebRtc;

/// <summary>A receiving end in a process of its own, so that what it costs is told apart from the sender.</summary>
internal sealed class ReceiverProcess : IDisposable
{
    private readonly Process _process;
    private readonly SemaphoreSlim _turn = new(1);

    private ReceiverProcess(Process process) => _process = process;

    /// <summary>This library's endpoint.</summary>
    public static Task<ReceiverProcess> StartOwn(bool decode, CancellationToken stop)
    {
        string[] arguments = [Path.Combine(AppContext.BaseDirectory, "Load.dll"), ReceiverCommand.Name, .. decode ? ["--decode"] : Array.Empty<string>()];
        return Start(PeerProcess.Start("dotnet", "dotnet-sdk-10.0", arguments), stop);
    }

    /// <summary>Debian's python3-aiortc, whose modules are built for no other Python than its own.</summary>
    public static Task<ReceiverProcess> StartAiortc(CancellationToken stop) =>
        Start(PeerProcess.Start("/usr/bin/python3", "python3-aiortc", Path.Combine(Checkout.Root, "bench", "Load", "WebRtc", "receive.py")), stop);

    public ProcessUsage Usage => ProcessUsage.Of(_process.Id);

    /// <returns>The answer.</returns>
    public async Task<string> Accept(string offer, CancellationToken stop) => JsonSerializer.Deserialize<string>(await Ask(JsonSerializer.Serialize(offer), stop))!;

    /// <param name="collected">After a collection of garbage; this library's endpoint alone.</param>
    public async Task<ReceiverFigures> Read(CancellationToken stop, bool collected = false) =>
        JsonSerializer.Deserialize<ReceiverFigures>(await Ask(collected ? ReceiverCommand.Collect : "", stop), ReceiverFigures.Format)!;

    public void Dispose()
    {
        _process.StandardInput.Close();
        // It ends by itself, in its own time.
        if (!_process.WaitForExit(TimeSpan.FromSeconds(10)))
            _process.Kill();
        _process.Dispose();
        _turn.Dispose();
    }

    private static async Task<ReceiverProcess> Start(Process process, CancellationToken stop)
    {
        var receiver = new ReceiverProcess(process);
        await receiver.Line(stop);
        return receiver;
    }

    private async Task<string> Ask(string line, CancellationToken stop)
    {
        await _turn.WaitAsync(stop);
        try
        {
            await _process.StandardInput.WriteLineAsync(line.AsMemory(), stop);
            return await Line(stop);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<string> Line(CancellationToken stop) =>
        await _process.StandardOutput.ReadLineAsync(stop) ?? throw new UserException($"the receiving process {_process.StartInfo.FileName} ended");
}
