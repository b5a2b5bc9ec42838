using Kolaybase.Bench.DataApi;
using Kolaybase.Bench.DataApi.Bare;
using Kolaybase.Bench.DataApi.Cases;
using Kolaybase.Bench.DataApi.Peer;
using Kolaybase.Bench.Harness;

// dotnet run -c Release --project bench/data-api -- <folder of the built AppHost> [options, see Options.cs]
if (args is ["serve", var url, var plans])
{
    await BareServer.RunAsync(url, plans);
    return 0;
}

if (BenchSite.Refusal(args) is { } refusal)
{
    Console.Error.WriteLine(refusal);
    return 2;
}

var options = Options.Read(args);
var cases = AllCases.List.Where(c => options.Only.Count == 0 || options.Only.Contains(c.Name)).ToList();
var data = BenchSite.MakeDataFolder();
var folder = Directory.CreateTempSubdirectory("kolaybase-bench-plans-").FullName;
Console.WriteLine(BenchSite.Machine);
Console.WriteLine($"{options.Rounds} rounds of {options.Seconds} s, {options.Connections} connections of each tool");
try
{
    return await RunAsync() ? 0 : 1;
}
finally
{
    Directory.Delete(folder, recursive: true);
    Directory.Delete(data, recursive: true);
}

async Task<bool> RunAsync()
{
    Session session;
    var reached = true;
    await using (var stack = await StackProcess.StartAsync(options.AppHost, data, options.Profile is null ? [] : Profile.Environment))
    {
        session = await Session.OpenAsync(stack, data, folder);
        if (options.Profile is { } profiled)
        {
            await Profile.RunAsync(session, AllCases.List.Append(AllCases.WithoutDatabase).First(c => c.Name == profiled), options);
            return true;
        }

        reached &= !options.Wants("cases") || await CaseBench.RunAsync(session, cases, options);
        reached &= !options.Wants("peer") || await PeerBench.RunAsync(session, cases, options);
        if (options.Wants("bare"))
        {
            await BareBench.RunAsync(session, cases, options);
        }
    }

    if (options.Wants("logs"))
    {
        await LogsBench.RunAsync(session, data, options);
    }

    if (options.Wants("memory"))
    {
        // Another process: idle means that it has done nothing yet.
        await using var fresh = await StackProcess.StartAsync(options.AppHost, data);
        reached &= await Memory.RunAsync(fresh, session.Project, (await session.ReopenAsync(fresh)).Logins);
    }

    return reached;
}
