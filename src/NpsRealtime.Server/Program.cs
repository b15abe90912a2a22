using NpsRealtime.Server;

return await ServerHost.RunAsync(args);
