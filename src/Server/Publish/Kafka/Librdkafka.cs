using System.Reflection;
using System.Runtime.InteropServices;
using Confluent.Kafka;
using Server.Delivery;

namespace Server.Publish.Kafka;

/// <summary>Finds the system's librdkafka for Confluent's binding, which would look for the one of its own package.</summary>
internal static class Librdkafka
{
    private const string SoName = "librdkafka.so.1";

    // A static constructor runs once, and an assembly takes one resolver only.
    static Librdkafka() => NativeLibrary.SetDllImportResolver(typeof(Library).Assembly, Resolve);

    /// <exception cref="SinkException">It is not installed.</exception>
    public static void Load()
    {
        if (!NativeLibrary.TryLoad(SoName, out _))
            throw new SinkException($"{SoName} was not found: install the package librdkafka1");
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path) => name switch
    {
        "librdkafka" => NativeLibrary.Load(SoName),
        // The name without a version comes with a compiler only.
        "libdl" => NativeLibrary.Load("libdl.so.2"),
        _ => 0,
    };
}
