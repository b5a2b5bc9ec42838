using Kolaybase.Bench.Auth;
using Kolaybase.Bench.Harness;

// dotnet run -c Release --project bench/auth -- <folder of the built AppHost> [options, see Options.cs]
if (BenchSite.Refusal(args) is { } refusal)
{
    Console.Error.WriteLine(refusal);
    return 2;
}

var options = Options.Read(args);
Console.WriteLine(BenchSite.Machine);
await RunAsync("built-in store", []);
if (options.Keycloak is { } keycloak)
{
    await RunAsync("Keycloak", keycloak.Environment);
}
else
{
    Console.WriteLine("Keycloak: left out, since --keycloak names none");
}

return 0;

async Task RunAsync(string store, (string, string)[] environment)
{
    var data = BenchSite.MakeDataFolder();
    try
    {
        // One client makes all calls, and one account makes all projects.
        await using var stack = await StackProcess.StartAsync(
            options.AppHost,
            data,
            [
                ("Kolaybase__RateLimits__AuthPerAddress", "1000000"),
                ("Kolaybase__RateLimits__AuthPerAccount", "1000000"),
                ("Kolaybase__Platform__ProjectsPerTeam", "1000"),
                .. environment,
            ]);
        var owner = await stack.SignUpAsync();
        var project = await stack.CreateProjectAsync(owner, "auth");
        Console.WriteLine($"\n{store}");
        if (!options.OnlyRealms)
        {
            await CallBench.RunAsync(stack, (string)project["anonKey"]!, options);
            await VerificationBench.RunAsync(stack, (string)project["anonKey"]!);
        }

        await RealmBench.RunAsync(stack, owner, options);
    }
    finally
    {
        Directory.Delete(data, recursive: true);
    }
}
