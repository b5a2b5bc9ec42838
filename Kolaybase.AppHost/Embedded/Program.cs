using Kolaybase.AppHost.Embedded;

return await EmbeddedAppHost.RunAsync(args, Console.Out, Console.Error);
