return await Server.Cli.CommandLine.InvokeAsync(args);
