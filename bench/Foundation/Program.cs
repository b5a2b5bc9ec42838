using Kolaybase.Bench.Foundation;
using Kolaybase.Bench.Harness;

// dotnet run -c Release --project bench/Foundation -- <folder of the built AppHost> [starts] [projects] [seconds]
if (BenchSite.Refusal(args) is { } refusal)
{
    Console.Error.WriteLine(refusal);
    return 2;
}

var appHost = args[0];
var starts = args.Length > 1 ? int.Parse(args[1], null) : 7;
var projects = args.Length > 2 ? int.Parse(args[2], null) : 40;
var seconds = args.Length > 3 ? int.Parse(args[3], null) : 20;
var data = BenchSite.MakeDataFolder();
Console.WriteLine(BenchSite.Machine);
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
