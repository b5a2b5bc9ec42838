using Kolaybase.Bench.Harness;
using Kolaybase.Bench.Tables;

// dotnet run -c Release --project bench/tables -- <folder of the built AppHost>
if (BenchSite.Refusal(args) is { } refusal)
{
    Console.Error.WriteLine(refusal);
    return 2;
}

var data = BenchSite.MakeDataFolder();
Console.WriteLine(BenchSite.Machine);
try
{
    await using var stack = await StackProcess.StartAsync(args[0], data);
    var project = await TablesProject.CreateAsync(stack, data);
    await ListBench.RunAsync(project);
    await PagesBench.RunAsync(project);
}
finally
{
    Directory.Delete(data, recursive: true);
}

return 0;
