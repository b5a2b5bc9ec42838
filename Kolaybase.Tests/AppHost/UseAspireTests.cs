using System.Text.Json;
using Kolaybase.Embedded.Processes;
using Kolaybase.Tests.Support;

namespace Kolaybase.Tests.AppHost;

public class UseAspireTests
{
    [Fact]
    public async Task A_docker_host_chooses_aspire_and_is_the_reason() =>
        Assert.Equal(("true", "DOCKER_HOST is set"), await EvaluateAsync(("DOCKER_HOST", "tcp://127.0.0.1:1")));

    [Theory]
    [InlineData("false")]
    [InlineData("true")]
    public async Task The_variable_forces_either_whatever_is_on_the_machine(string value) =>
        Assert.Equal((value, $"forced by UseAspire={value}"), await EvaluateAsync(("UseAspire", value), ("DOCKER_HOST", "tcp://127.0.0.1:1")));

    [Fact]
    public async Task A_podman_socket_of_the_user_chooses_aspire()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || File.Exists("/var/run/docker.sock"), "A Docker engine on this machine is the better reason.");
        using var folder = TemporaryFolder.Create();
        Directory.CreateDirectory(folder.Combine("podman"));
        await File.WriteAllTextAsync(folder.Combine("podman", "podman.sock"), "", TestContext.Current.CancellationToken);

        Assert.Equal(("true", "a Podman socket was found"), await EvaluateAsync(("XDG_RUNTIME_DIR", folder.Path)));
    }

    [Fact]
    public async Task Without_an_engine_the_embedded_stack_is_chosen()
    {
        Assert.SkipWhen(File.Exists("/var/run/docker.sock") || File.Exists("/run/podman/podman.sock"), "A container engine is on this machine.");
        using var home = TemporaryFolder.Create();

        Assert.Equal(("false", "no container engine was found"), await EvaluateAsync(("XDG_RUNTIME_DIR", ""), ("HOME", home.Path)));
    }

    private static async Task<(string UseAspire, string Reason)> EvaluateAsync(params (string Name, string Value)[] variables)
    {
        var props = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "..", "eng", "UseAspire.props"));
        string[] settings = ["-u", "UseAspire", "-u", "DOCKER_HOST", .. variables.Select(variable => $"{variable.Name}={variable.Value}")];
        var result = await Command.RunAsync("env", [.. settings, "dotnet", "msbuild", props, "-getProperty:UseAspire", "-getProperty:UseAspireReason"], null, TestContext.Current.CancellationToken);
        Assert.True(result.Succeeded, result.Output + result.Error);
        using var answer = JsonDocument.Parse(result.Output);
        var properties = answer.RootElement.GetProperty("Properties");
        return (properties.GetProperty("UseAspire").GetString()!, properties.GetProperty("UseAspireReason").GetString()!);
    }
}
