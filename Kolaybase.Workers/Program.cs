using Kolaybase.Workers;

return await WorkerProgram.RunAsync(args, Console.Out, Console.Error);
