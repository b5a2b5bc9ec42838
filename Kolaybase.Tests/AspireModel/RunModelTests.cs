using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Kolaybase.Tests.AspireModel;

/// <summary>The model as it runs on a desk. It is built, not started: that needs no container engine. Compiled only with UseAspire=true.</summary>
public sealed class RunModelTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Everything_is_there_once()
    {
        await using var app = await BuildAsync();

        Assert.Equal(
            ["api", "keycloak", "mailpit", "migrate", "minio", "postgres", "redis", "workers"],
            Resources(app).Where(r => r is ContainerResource or ProjectResource).Select(r => r.Name).Where(n => !n.Contains("pgadmin", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("postgres", "18.3")]
    [InlineData("redis", "8.6.0")]
    [InlineData("keycloak", "26.7.3")]
    [InlineData("minio", "RELEASE.2025-09-07T16-13-09Z")]
    [InlineData("mailpit", "v1.27.11")]
    public async Task Images_are_pinned(string name, string tag)
    {
        await using var app = await BuildAsync();

        Assert.Equal(tag, Resource(app, name).Annotations.OfType<ContainerImageAnnotation>().Last().Tag);
    }

    [Theory]
    [InlineData("postgres")]
    [InlineData("redis")]
    [InlineData("keycloak")]
    [InlineData("minio")]
    public async Task Data_outlives_the_container(string name)
    {
        await using var app = await BuildAsync();

        Assert.Contains(Resource(app, name).Annotations.OfType<ContainerMountAnnotation>(), m => m.Type == ContainerMountType.Volume);
    }

    [Theory]
    [InlineData("api", "keycloak migrate minio redis")]
    [InlineData("workers", "keycloak mailpit migrate minio redis")]
    [InlineData("migrate", "postgres")]
    public async Task Who_waits_for_whom(string name, string awaited)
    {
        await using var app = await BuildAsync();

        var waits = Resource(app, name).Annotations.OfType<WaitAnnotation>().ToList();
        Assert.Equal(awaited, string.Join(' ', waits.Select(w => w.Resource.Name).Distinct().Order(StringComparer.Ordinal)));
        Assert.All(waits, w => Assert.Equal(w.Resource.Name == "migrate" ? WaitType.WaitForCompletion : WaitType.WaitUntilHealthy, w.WaitType));
    }

    [Fact]
    public async Task The_api_runs_in_replicas_behind_an_external_endpoint_with_a_health_check()
    {
        await using var app = await BuildAsync("--replicas", "3");

        var api = Resource(app, "api");
        Assert.Equal(3, api.Annotations.OfType<ReplicaAnnotation>().Last().Replicas);
        Assert.NotEmpty(api.Annotations.OfType<HealthCheckAnnotation>());
        Assert.Contains(api.Annotations.OfType<EndpointAnnotation>(), e => e is { Name: "http", IsExternal: true });
    }

    [Fact]
    public async Task Secrets_are_parameters_and_secret()
    {
        await using var app = await BuildAsync();

        var secrets = Resources(app).OfType<ParameterResource>().Where(p => p.Secret).Select(p => p.Name).ToList();
        Assert.All(
            new[] { "postgres-password", "control-password", "provisioner-password", "master-key", "objects-secret-key", "keycloak-password", "metrics-token" },
            name => Assert.Contains(name, secrets));
    }

    [Theory]
    [InlineData("migrate", true)]
    [InlineData("api", false)]
    [InlineData("workers", false)]
    public async Task Only_the_one_run_gets_the_superuser(string name, bool expected)
    {
        await using var app = await BuildAsync();

#pragma warning disable CS0618 // Its successor needs an execution context of its own.
        var environment = await ((IResourceWithEnvironment)Resource(app, name)).GetEnvironmentVariableValuesAsync(DistributedApplicationOperation.Publish);
#pragma warning restore CS0618
        Assert.Equal(expected, environment.ContainsKey("Kolaybase__DatabaseServers__default__Bootstrap"));
        Assert.Contains("Username=kolaybase_control", environment["ConnectionStrings__control"], StringComparison.Ordinal);
        Assert.Equal("s3", environment["Kolaybase__Objects__Default"]);
        Assert.Equal("main", environment["Kolaybase__Identity__Default"]);
    }

    private static async Task<DistributedApplication> BuildAsync(params string[] args)
    {
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Kolaybase_AppHost>(args, Cancel);
        return await builder.BuildAsync(Cancel);
    }

    private static IEnumerable<IResource> Resources(DistributedApplication app) => app.Services.GetRequiredService<DistributedApplicationModel>().Resources;

    private static IResource Resource(DistributedApplication app, string name) => Resources(app).Single(r => r.Name == name);
}
