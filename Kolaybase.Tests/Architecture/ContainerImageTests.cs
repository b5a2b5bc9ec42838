using System.Text.Json;
using Kolaybase.Embedded.Processes;

namespace Kolaybase.Tests.Architecture;

/// <summary>What the container images are made of, as the SDK evaluates it.</summary>
public sealed class ContainerImageTests
{
    [Theory]
    [InlineData("Kolaybase.Api", "kolaybase/api")]
    [InlineData("Kolaybase.Workers", "kolaybase/workers")]
    public async Task Images_of_services_have_no_shell_and_no_root(string project, string repository)
    {
        var properties = await EvaluateAsync(project, "-target:ComputeContainerBaseImage");

        Assert.Equal(repository, properties.GetProperty("ContainerRepository").GetString());
        // Chiselled images of .NET run as their user "app" unless told otherwise.
        Assert.EndsWith("/dotnet/aspnet:10.0-noble-chiseled", properties.GetProperty("ContainerBaseImage").GetString(), StringComparison.Ordinal);
        Assert.Equal("", properties.GetProperty("ContainerUser").GetString());
        Assert.Equal("true", properties.GetProperty("InvariantGlobalization").GetString());
    }

    [Fact]
    public async Task The_backup_image_is_that_of_the_servers_postgresql()
    {
        var properties = await EvaluateAsync("Kolaybase.Workers", "-p:KolaybaseImage=backup", "-p:KolaybasePostgres=18.3", "-p:RuntimeIdentifier=linux-x64");

        Assert.Equal(
            ("kolaybase/backup", "postgres:18.3", "postgres", "true"),
            (Text("ContainerRepository"), Text("ContainerBaseImage"), Text("ContainerUser"), Text("SelfContained")));

        string? Text(string name) => properties.GetProperty(name).GetString();
    }

    [Fact]
    public async Task The_backup_image_asks_for_a_version()
    {
        var result = await Command.RunAsync("dotnet", ["msbuild", ProjectFile("Kolaybase.Workers"), "-p:KolaybaseImage=backup", "-target:BackupImageNeedsAVersion"], null, TestContext.Current.CancellationToken);

        Assert.False(result.Succeeded);
        Assert.Contains("KolaybasePostgres", result.Output, StringComparison.Ordinal);
    }

    private static async Task<JsonElement> EvaluateAsync(string project, params string[] arguments)
    {
        string[] names = ["ContainerRepository", "ContainerBaseImage", "ContainerUser", "SelfContained", "InvariantGlobalization"];
        var result = await Command.RunAsync("dotnet", ["msbuild", ProjectFile(project), .. arguments, .. names.Select(n => $"-getProperty:{n}")], null, TestContext.Current.CancellationToken);
        Assert.True(result.Succeeded, result.Output + result.Error);
        return JsonDocument.Parse(result.Output).RootElement.GetProperty("Properties");
    }

    private static string ProjectFile(string name) => Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "..", name, $"{name}.csproj"));
}
