using Kolaybase.Api;

return await ApiProgram.RunAsync(args, Console.Error);
