using Kolaybase.Bench.Foundation;

// dotnet run -c Release --project bench/Foundation -- <folder of the built AppHost> [starts] [projects] [seconds]
if (args is not [var appHost, ..] || !File.Exists(Path.Combine(appHost, "Kolaybase.AppHost.dll")))
{
    Console.Error.WriteLine("Give the folder of a built AppHost: dotnet build -c Release Kolaybase.AppHost, then pass Kolaybase.AppHost/bin/Release/net10.0");
    return 2;
}

var starts = args.Length > 1 ? int.Parse(args[1], null) : 7;
var projects = args.Length > 2 ? int.Parse(args[2], null) : 40;
var seconds = args.Length > 3 ? int.Parse(args[3], null) : 20;
var data = Directory.CreateTempSubdirectory("kolaybase-bench-").FullName;
if (!OperatingSystem.IsLinux())
{
    Console.Error.WriteLine("This benchmark reads /proc and sends SIGINT: run it on Linux.");
    return 2;
}

// Started as root, PostgreSQL runs as another user, who must get through.
File.SetUnixFileMode(data, (UnixFileMode)Convert.ToInt32("711", 8));
Console.WriteLine($"machine: {Environment.ProcessorCount} cores, {Environment.OSVersion}, .NET {Environment.Version}");
try
{
    await StartBench.RunAsync(appHost, data, starts);
    await using var stack = await StackProcess.StartAsync(appHost, data);
    await ProvisionBench.RunAsync(stack, data, projects);
    await MemoryBench.RunAsync(stack, TimeSpan.FromSeconds(seconds));
    return 0;
}
finally
{
    Directory.Delete(data, recursive: true);
}
