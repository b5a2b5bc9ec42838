using System.Runtime.CompilerServices;
using System.Text.Json;
using Kolaybase.ControlPlane.Identity;
using Kolaybase.Tests.Conformance.Support;
using Kolaybase.Tests.Http.Support;
using Kolaybase.Tests.Support;

namespace Kolaybase.Tests.Clients;

/// <summary>
/// One run of <c>postgrest-js/checks.mjs</c>: the real client, installed from npm as its lock file says, against the whole
/// API over real HTTP, with the real keys of a project that has the conformance schema.
/// </summary>
public sealed class PostgrestJs
{
    private static readonly Lazy<Task<IReadOnlyDictionary<string, string?>>> Run = new(RunAsync);

    /// <summary>Each check's fault, null when it has none. Skips the calling test where node or npm is missing.</summary>
    public static async Task<IReadOnlyDictionary<string, string?>> FaultsAsync()
    {
        await Node.RequireAsync("the real client @supabase/postgrest-js can't be run");
        return await Run.Value;
    }

    /// <summary>The checks that the script has, in its order.</summary>
    public static IEnumerable<string> Names() => File.ReadLines(Path.Combine(Folder(), "checks.mjs"))
        .Where(line => line.StartsWith("  '", StringComparison.Ordinal) && line.Contains("': async () =>", StringComparison.Ordinal))
        .Select(line => line[3..line.IndexOf("': async", StringComparison.Ordinal)]);

    private static string Folder([CallerFilePath] string file = "") => Path.Combine(Path.GetDirectoryName(file)!, "postgrest-js");

    private static async Task<IReadOnlyDictionary<string, string?>> RunAsync()
    {
        await using var plane = await ControlPlaneFixture.StartAsync(15);
        var project = await plane.Projects.CreateAsync(TestContext.Current.CancellationToken);
        await project.ExecuteAsync(ConformanceSchema.Sql, TestContext.Current.CancellationToken);
        var signer = RealmSigner.Create(Realms.OfProject(project.Id));
        await using (var registry = plane.OpenRegistry())
        {
            registry.Add(signer.ToRow());
            await registry.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        await using var api = await TestApi.StartAsync(null, plane.ControlConnectionString, plane.Settings["Kolaybase:MasterKeys"], settings: ("Kolaybase:Rest:Schemas", "public,archive"));
        using var folder = TemporaryFolder.Create();
        foreach (var file in Directory.GetFiles(Folder()))
        {
            File.Copy(file, folder.Combine(Path.GetFileName(file)));
        }

        await Node.CallAsync("npm", ["ci", "--prefer-offline", "--ignore-scripts", "--no-audit", "--no-fund"], folder.Path);
        var lines = await Node.CallAsync("node", ["checks.mjs"], folder.Path, new()
        {
            ["KB_URL"] = new Uri(api.BaseUrl, "/api/rest/v1").ToString(),
            ["KB_ANON_KEY"] = project.AnonKey,
            ["KB_SERVICE_KEY"] = project.ServiceKey,
            ["KB_USER_TOKEN"] = signer.Sign(new Guid("00000000-0000-0000-0000-00000000000a")),
        });
        return lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)
            .ToDictionary(line => line.GetProperty("name").GetString()!, line => line.GetProperty("fault").GetString());
    }
}
