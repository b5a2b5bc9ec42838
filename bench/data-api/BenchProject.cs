using Kolaybase.Bench.Harness;

namespace Kolaybase.Bench.DataApi;

/// <summary>The project that is measured.</summary>
/// <param name="Id">Its id.</param>
/// <param name="AnonKey">Reads.</param>
/// <param name="ServiceKey">Writes.</param>
internal sealed record BenchProject(Guid Id, string AnonKey, string ServiceKey)
{
    /// <summary>Makes one.</summary>
    public static async Task<BenchProject> MakeAsync(StackProcess stack)
    {
        var project = await stack.CreateProjectAsync(await stack.SignUpAsync(), "data api");
        return new(Guid.Parse((string)project["id"]!), (string)project["anonKey"]!, (string)project["serviceKey"]!);
    }
}
