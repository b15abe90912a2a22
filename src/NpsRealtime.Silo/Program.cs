using NpsRealtime.Silo;

return await SiloHost.RunAsync(args);
