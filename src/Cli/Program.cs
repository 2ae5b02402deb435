return await Cli.CommandLine.InvokeAsync(args);
