using System.Net;
using Kolaybase.Api.Http.Metrics;
using Kolaybase.Tests.Http.Callers;
using Kolaybase.Tests.Http.Support;
using Kolaybase.Tests.Support;
using Kolaybase.Tests.Telemetry;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Kolaybase.Tests.Http.Metrics;

public class RequestMetricsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Requests_are_counted_by_capability_and_status()
    {
        await using var api = await TestApi.StartAsync();
        using var readings = new MeterReadings(api.Services);
        Assert.Equal(HttpStatusCode.OK, (await api.Client.GetAsync("/alive", Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await api.Client.GetAsync("/api/rest/v1/books", Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await api.Client.GetAsync("/nowhere", Cancel)).StatusCode);

        // The answer is there a moment before its request is counted.
        await Eventually.TrueAsync(() => Task.FromResult(readings.Sum("kolaybase.requests") == 3), "all three are counted", Cancel);
        Assert.Equal(1, readings.Sum("kolaybase.requests", "kolaybase.capability=operations", "http.response.status_code=200"));
        Assert.Equal(1, readings.Sum("kolaybase.requests", "kolaybase.capability=rest", "http.response.status_code=401"));
        Assert.Equal(1, readings.Sum("kolaybase.requests", "kolaybase.capability=none", "http.response.status_code=404"));
    }

    [Fact]
    public async Task Projects_are_counted_by_name_up_to_the_limit_and_the_others_together()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var team = (await registry.AddTeamAsync()).TeamId;
        var (first, second, third) = (await registry.AddProjectAsync(team), await registry.AddProjectAsync(team), await registry.AddProjectAsync(team));
        await using var api = await registry.StartApiAsync(CallerRoutes.Map, ("Kolaybase:Metrics:Projects", "1"));
        using var readings = new MeterReadings(api.Services);
        foreach (var (project, count) in new[] { (first, 1), (second, 2), (third, 3), (first, 4) })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/test/data");
            request.Headers.Add("apikey", project.AnonKey);
            using var response = await api.Client.SendAsync(request, Cancel);
            Assert.True(response.IsSuccessStatusCode);
            await Eventually.TrueAsync(() => Task.FromResult(readings.Sum("kolaybase.project.requests") == count), "it is counted", Cancel);
        }

        Assert.Equal(2, readings.Sum("kolaybase.project.requests", $"kolaybase.project.id={first.Id}"));
        Assert.Equal(2, readings.Sum("kolaybase.project.requests", "kolaybase.project.id=other"));
    }

    [Fact]
    public void However_many_projects_come_at_once_no_more_than_the_limit_get_a_name()
    {
        var projects = new BoundedProjects(10);
        var ids = Enumerable.Range(0, 200).Select(_ => Guid.CreateVersion7()).ToArray();
        Parallel.For(0, 2000, i => projects.NameOf(ids[i % ids.Length]));

        var names = ids.Select(projects.NameOf).ToHashSet();
        Assert.InRange(names.Count, 2, 11);
        Assert.Contains(BoundedProjects.Others, names);
    }

    [Fact]
    public async Task Every_tag_of_a_route_is_a_capability()
    {
        await using var api = await TestApi.StartAsync();
        var tagged = api.Services.GetRequiredService<EndpointDataSource>().Endpoints.Where(e => e.Metadata.GetMetadata<ITagsMetadata>() is not null).ToList();
        Assert.True(tagged.Count > 50, $"{tagged.Count}");
        Assert.Equal([], tagged.Where(e => Capabilities.Of(e) is Capabilities.Other or Capabilities.None).Select(e => e.DisplayName));
    }
}
