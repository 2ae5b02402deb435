using System.CommandLine;
using Load;
using Load.Accuracy;

var benches = new RootCommand("Stream: measures the whole system.") { EngineCommand.Create(), SoakCommand.Create(), AccuracyCommand.Create() };
return await benches.Parse(args).InvokeAsync();
