using System.CommandLine;
using Server.Cli;

var verbs = new RootCommand("Stream: real-time video inference.") { RunCommand.Create(), ServeCommand.Create() };
return await verbs.Parse(args).InvokeAsync();
