using System.CommandLine;
using Load;
using Load.Accuracy;
using Load.Latency;

var benches = new RootCommand("Stream: measures the whole system.") { EngineCommand.Create(), SoakCommand.Create(), AccuracyCommand.Create(), LatencyCommand.Create() };
return await benches.Parse(args).InvokeAsync();
