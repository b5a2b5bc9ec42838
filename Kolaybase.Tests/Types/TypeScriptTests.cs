using System.Runtime.CompilerServices;
using Kolaybase.Tests.Support;
using Kolaybase.Tests.Tables.Support;

namespace Kolaybase.Tests.Types;

/// <summary>The type file is compiled by <c>tsc</c> together with <c>typescript/program.ts</c>, a program on the real client.</summary>
public class TypeScriptTests(TablesHosts hosts) : IClassFixture<TablesHosts>
{
    // What the file tells is compared on both versions elsewhere; a compiler takes long.
    [Fact]
    public async Task The_file_compiles_with_a_program_on_the_real_client_and_refuses_what_the_database_would()
    {
        await Node.RequireAsync("the types for TypeScript can't be compiled");
        var project = await hosts.ProjectAsync(18);
        await project.SqlAsync(TypesSchema.Sql);
        var file = await project.ProjectCallAsync("GET", "/types/typescript?schemas=public,other%20schema", Caller.Viewer);
        Assert.True(file.Status == 200, file.ToString());

        using var folder = TemporaryFolder.Create();
        foreach (var source in Directory.GetFiles(Folder()))
        {
            File.Copy(source, folder.Combine(Path.GetFileName(source)));
        }

        await File.WriteAllTextAsync(folder.Combine("database.ts"), file.Text, TestContext.Current.CancellationToken);
        await Node.CallAsync("npm", ["ci", "--prefer-offline", "--ignore-scripts", "--no-audit", "--no-fund"], folder.Path);
        await Node.CallAsync("node", [folder.Combine("node_modules", "typescript", "bin", "tsc"), "--project", "tsconfig.json"], folder.Path);
    }

    private static string Folder([CallerFilePath] string file = "") => Path.Combine(Path.GetDirectoryName(file)!, "typescript");
}
