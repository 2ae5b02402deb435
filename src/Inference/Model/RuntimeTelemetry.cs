using System.Runtime.InteropServices;

namespace Inference.Model;

/// <summary>ONNX Runtime contains a telemetry client, and keeps an identity of the machine in the home folder, unless the environment forbids it before it is loaded.</summary>
public static partial class RuntimeTelemetry
{
    private const string Switch = "ORT_DISABLE_TELEMETRY";

    /// <summary>Whoever wants it can say so: ORT_DISABLE_TELEMETRY=0.</summary>
    public static void TurnOff() => _ = SetVariable(Switch, "1", overwrite: 0);

    // Environment.SetEnvironmentVariable changes .NET's copy alone, which native code does not see.
    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);
}
