using System.CommandLine;
using Load;

var benches = new RootCommand("Stream: measures the whole system.") { EngineCommand.Create() };
return await benches.Parse(args).InvokeAsync();
