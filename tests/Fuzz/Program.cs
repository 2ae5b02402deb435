using System.Text;
using Fuzz;
using SharpFuzz;
using Xunit.Runner.InProc.SystemConsole;

// What `./stream fuzz` asks of this program; anything else is for xunit.
switch (args)
{
    case ["--instrument", .. var assemblies]:
        foreach (var assembly in assemblies)
            Fuzzer.Instrument(assembly, _ => true, Options.Value);
        return 0;

    case ["--prepare", var name, var seeds, var dictionary]:
        foreach (var (index, input) in FuzzTarget.Of(name).Bases.Index())
            await File.WriteAllBytesAsync(Path.Combine(seeds, $"{index:000}"), input);
        await File.WriteAllLinesAsync(dictionary, FuzzTarget.Of(name).Tokens.Select(token =>
            $"\"{string.Concat(Encoding.UTF8.GetBytes(token).Select(one => $"\\x{one:X2}"))}\""));
        return 0;

    case ["--guided", var name]:
        var guided = FuzzTarget.Of(name);
        // In a process that afl-fuzz does not see, so that the end of it is a find like any other.
        Fuzzer.OutOfProcess.Run(stream =>
        {
            using var input = new MemoryStream();
            stream.CopyTo(input);
            guided.Feed(input.ToArray());
        });
        return 0;

    case ["--feed", var name, .. var files]:
        foreach (var file in files)
            FuzzTarget.Of(name).FeedAndTell(await File.ReadAllBytesAsync(file), file);
        return 0;

    default:
        await Console.Error.WriteLineAsync($"STREAM_FUZZ_SEED={FuzzBudget.RunSeed}");
        return await ConsoleRunner.Run(args);
}
