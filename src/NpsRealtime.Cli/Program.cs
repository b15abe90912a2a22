using NpsRealtime.Cli.CommandLine;

return await NpsCommandLine.RunAsync(args);
