using Kolaybase.Tests.Platform;
using Kolaybase.Tests.Support;

namespace Kolaybase.Tests.Placement;

/// <summary>One of two clusters is stopped and comes back, while API and worker run on.</summary>
[Collection(PlacementFixture.Collection)]
public sealed class ClusterOutageTests(PlacementFixture fixture)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Only_its_own_projects_are_refused_and_they_recover_by_themselves()
    {
        await fixture.B.SqlAsync("create table kept (id int); insert into kept values (1)");
        (await fixture.B.DataAsync("kept")).Expect(200);
        Guid waiting;
        await fixture.Second.StopAsync();
        try
        {
            // Several times: the first ones find connections that the server has closed.
            for (var i = 0; i < 3; i++)
            {
                await RefusedAsync(() => fixture.B.DataAsync("kept"));
                await RefusedAsync(() => fixture.Owner.GetAsync($"/api/projects/{fixture.B.Id}/tables"));
                await RefusedAsync(() => fixture.B.TrySqlAsync("select 1"));
                await RefusedAsync(() => fixture.B.Service().GetAsync($"/api/projects/{fixture.B.Id}/storage/buckets"));
                (await fixture.A.DataAsync("")).Expect(200);
            }

            // Users of the built-in store and what is shown of a project lie in the control database.
            (await fixture.Owner.GetAsync($"/api/projects/{fixture.B.Id}/connect")).Expect(200);
            await HealthIsAsync("degraded", "Projects on the database servers second can't be reached.");
            waiting = (await fixture.OwnerAtSecond.PostAsync("/api/projects", new { name = "waits" }, "respond-async")).Expect(202).GetProperty("id").GetGuid();
            // The worker goes on with what can be done.
            Assert.Equal("default", (await fixture.CreateAsync(fixture.Owner)).Row.DatabaseServer);
        }
        finally
        {
            await fixture.Second.StartAgainAsync();
        }

        await Eventually.TrueAsync(
            async () =>
            {
                var answer = await fixture.B.DataAsync("kept");
                Assert.True((int)answer.Status is 200 or 503, answer.Text);
                return (int)answer.Status == 200;
            },
            "the data API serves the project again",
            Cancel);
        await Eventually.TrueAsync(async () => (int)(await fixture.B.TrySqlAsync("select 1")).Status == 200, "SQL runs again", Cancel);
        await Eventually.TrueAsync(
            async () =>
            {
                var project = (await fixture.Owner.GetAsync($"/api/projects/{waiting}")).Expect(200);
                var status = project.GetProperty("status").GetString();
                Assert.True(status is "PROVISIONING" or "ACTIVE", project.GetRawText());
                return status == "ACTIVE";
            },
            "the project that waited is made",
            Cancel);
        Assert.Equal(TwoClustersPlane.Second, (await fixture.PlacedAsync(waiting)).Row.DatabaseServer);
        await HealthIsAsync("ok", null);
    }

    private static async Task RefusedAsync(Func<Task<Answer>> call)
    {
        var answer = await call();
        // The data API has PostgREST's code, and a session that was open tells once what its server has said.
        Assert.Contains(answer.Expect(503).GetProperty("code").GetString(), new[] { "KB503", "PGRST000", "57P01" });
        Assert.NotNull(answer.Headers.RetryAfter);
    }

    // The answer is kept for a second.
    private Task HealthIsAsync(string status, string? reason) => Eventually.TrueAsync(
        async () =>
        {
            var health = (await fixture.Owner.GetAsync("/health")).Expect(200);
            return health.GetProperty("status").GetString() == status && health.GetProperty("degraded").EnumerateArray().Select(d => d.GetProperty("reason").GetString()).SingleOrDefault() == reason;
        },
        $"health is {status}",
        Cancel);
}
