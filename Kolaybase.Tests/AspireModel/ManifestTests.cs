using System.Text.Json;
using Kolaybase.Embedded.Processes;
using Kolaybase.Tests.Support;

namespace Kolaybase.Tests.AspireModel;

/// <summary>The manifest that azd reads, written as azd has it written. Compiled only with UseAspire=true.</summary>
public sealed class ManifestTests
{
    [Theory]
    [InlineData("compose", "api migrate minio postgres redis workers")]
    [InlineData("kubernetes", "api minio postgres redis workers")]
    public async Task Nothing_that_only_helps_on_a_desk_is_published(string target, string expected)
    {
        using var manifest = await PublishAsync(target);

        var resources = manifest.RootElement.GetProperty("resources").EnumerateObject()
            .Where(r => r.Value.GetProperty("type").GetString() is { } type && (type.StartsWith("container.", StringComparison.Ordinal) || type.StartsWith("project.", StringComparison.Ordinal)))
            .Select(r => r.Name);
        Assert.Equal(expected, string.Join(' ', resources.Order(StringComparer.Ordinal)));
    }

    [Theory]
    [InlineData("compose")]
    [InlineData("kubernetes")]
    public async Task Services_are_told_by_expressions_and_no_secret_is_in_the_manifest(string target)
    {
        using var manifest = await PublishAsync(target);

        var resources = manifest.RootElement.GetProperty("resources");
        var api = resources.GetProperty("api").GetProperty("env");
        Assert.Equal("main:{master-key.value}=", api.GetProperty("Kolaybase__MasterKeys").GetString());
        Assert.Equal("{public-url.value}", api.GetProperty("Kolaybase__PublicUrl").GetString());
        Assert.EndsWith("Username=kolaybase_control;Password={control-password.value};Database=kolaybase", api.GetProperty("ConnectionStrings__control").GetString(), StringComparison.Ordinal);
        Assert.False(api.TryGetProperty("Kolaybase__DatabaseServers__default__Bootstrap", out _));
        Assert.True(resources.GetProperty(target == "compose" ? "migrate" : "workers").GetProperty("env").TryGetProperty("Kolaybase__DatabaseServers__default__Bootstrap", out _));
        Assert.Equal("{metrics-token.value}", api.GetProperty("Kolaybase__Metrics__Token").GetString());
        Assert.False(resources.GetProperty("workers").GetProperty("env").TryGetProperty("Kolaybase__Metrics__Token", out _));
        var metricsToken = resources.GetProperty("metrics-token").GetProperty("inputs").GetProperty("value");
        Assert.True(metricsToken.GetProperty("secret").GetBoolean());
        // HttpOptionsReader wants 32 characters or more.
        Assert.True(metricsToken.GetProperty("default").GetProperty("generate").GetProperty("minLength").GetInt32() >= 32);
        var masterKey = resources.GetProperty("master-key").GetProperty("inputs").GetProperty("value");
        Assert.True(masterKey.GetProperty("secret").GetBoolean());
        Assert.Equal(43, masterKey.GetProperty("default").GetProperty("generate").GetProperty("minLength").GetInt32());
    }

    [Fact]
    public async Task A_target_that_is_none_is_refused()
    {
        using var folder = TemporaryFolder.Create();
        var result = await RunAsync("moon", folder.Combine("manifest.json"));

        Assert.False(result.Succeeded);
        Assert.Contains("must be azure, compose or kubernetes", result.Output + result.Error, StringComparison.Ordinal);
    }

    private static async Task<JsonDocument> PublishAsync(string target)
    {
        using var folder = TemporaryFolder.Create();
        var file = folder.Combine("manifest.json");
        var result = await RunAsync(target, file);
        Assert.True(result.Succeeded, result.Output + result.Error);
        return JsonDocument.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
    }

    private static Task<CommandResult> RunAsync(string target, string file) => Command.RunAsync(
        "dotnet",
        [AppHostPath, "--publisher", "manifest", "--output-path", file, "--Publish:Target", target],
        null,
        TestContext.Current.CancellationToken);

    private static string AppHostPath => Path.Combine(AppContext.BaseDirectory, "Kolaybase.AppHost.dll");
}
