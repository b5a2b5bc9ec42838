using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using Kolaybase.Embedded.DataFolders;
using Kolaybase.Tests.Http.Support;
using Kolaybase.Tests.Support;
using Npgsql;

namespace Kolaybase.Tests.Rest.Execution;

/// <summary>
/// More projects than the server has connections, one of them noisy. Small here; <c>KOLAYBASE_MANY_PROJECTS=200</c> runs it with
/// 200 projects on a server of 100 connections (docs/benchmarks.md).
/// </summary>
public class ManyProjectsTests
{
    private const int NoisyCallers = 48;
    private static readonly int Count = int.Parse(Environment.GetEnvironmentVariable("KOLAYBASE_MANY_PROJECTS") is { Length: > 0 } asked ? asked : "16", CultureInfo.InvariantCulture);

    /// <summary>Half as many connections as projects, and never fewer than the control plane and one noisy project need.</summary>
    private static readonly int Connections = Math.Max(40, Count / 2);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_noisy_project_is_told_to_wait_and_keeps_none_of_the_others_waiting()
    {
        await PostgresServers.Get(15);
        await using var server = await PostgresServer.StartAsync(15, Connections);
        await using var plane = await StartAsync(server);
        var projects = await MakeProjectsAsync(plane);
        var cap = Connections - 25;
        await using var api = await TestApi.StartAsync(
            control: plane.ControlConnectionString,
            masterKeys: plane.Settings["Kolaybase:MasterKeys"],
            settings: [("Kolaybase:ProjectConnections:PerServer", $"{cap}"), ("Kolaybase:RateLimits:DataPerSecond", "1000000"), ("Kolaybase:RateLimits:DataBurst", "1000000")]);
        using var quiet = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        var noise = new ConcurrentBag<HttpStatusCode>();
        var noisy = Enumerable.Range(0, NoisyCallers).Select(_ => MakeNoiseAsync(api, projects[0].AnonKey, noise, quiet.Token)).ToList();
        await Eventually.TrueAsync(() => Task.FromResult(noise.Contains(HttpStatusCode.GatewayTimeout)), "the noisy project has used up its share", Cancelled);

        var waits = new ConcurrentBag<TimeSpan>();
        var sessions = 0L;
        await Parallel.ForEachAsync(projects.Skip(1), new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Cancelled }, async (project, _) =>
        {
            for (var i = 0; i < 3; i++)
            {
                var started = Stopwatch.GetTimestamp();
                using var answer = await GetAsync(api, "t", project.AnonKey, Cancelled);
                waits.Add(Stopwatch.GetElapsedTime(started));
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            }

            sessions = Math.Max(sessions, await SessionsAsync(server));
        });
        await quiet.CancelAsync();
        await Task.WhenAll(noisy);

        Assert.InRange(sessions, 1, cap);
        Assert.All(noise, status => Assert.Contains(status, new[] { HttpStatusCode.OK, HttpStatusCode.GatewayTimeout }));
        // Nobody waits behind the noisy one's queue, which is three seconds long; the machine itself may be slow.
        Assert.InRange(waits.Order().ElementAt(waits.Count * 9 / 10).TotalSeconds, 0, 2.5);
        TestContext.Current.SendDiagnosticMessage(
            $"{projects.Count} projects, {Connections} connections, at most {cap} for projects, {sessions} seen. Others: {waits.Count} reads, all 200, median {waits.Order().ElementAt(waits.Count / 2).TotalMilliseconds:F0} ms, max {waits.Max().TotalMilliseconds:F0} ms. Noisy: {noise.Count(s => s == HttpStatusCode.OK)} times 200, {noise.Count(s => s != HttpStatusCode.OK)} times 504.");
    }

    private static async Task<ControlPlaneFixture> StartAsync(PostgresServer server)
    {
        var (control, provisioner) = (EmbeddedSecrets.Password(), EmbeddedSecrets.Password());
        return await ControlPlaneFixture.StartOnAsync(
            server,
            new() { Provisioner = server.ConnectionString("kolaybase_provisioner", provisioner, "postgres"), Bootstrap = server.SuperuserConnectionString },
            server.ConnectionString("kolaybase_control", control, "kolaybase") + ";Maximum Pool Size=8");
    }

    private static async Task<List<ProvisionedProject>> MakeProjectsAsync(ControlPlaneFixture plane)
    {
        var projects = new ConcurrentBag<ProvisionedProject>();
        await Parallel.ForEachAsync(Enumerable.Range(0, Count), new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = Cancelled }, async (_, cancellationToken) =>
        {
            var project = await plane.Projects.CreateAsync(cancellationToken);
            await project.ExecuteAsync("create table t as select 1 as id; create view slow as select 1 as id from pg_sleep(1); grant select on t, slow to anon", cancellationToken);
            projects.Add(project);
        });
        return [.. projects];
    }

    private static async Task MakeNoiseAsync(TestApi api, string key, ConcurrentBag<HttpStatusCode> noise, CancellationToken quiet)
    {
        while (!quiet.IsCancellationRequested)
        {
            try
            {
                using var answer = await GetAsync(api, "slow", key, quiet);
                noise.Add(answer.StatusCode);
                Assert.True(answer.StatusCode != HttpStatusCode.GatewayTimeout || answer.Headers.RetryAfter is not null);
            }
            catch (OperationCanceledException) when (quiet.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private static Task<HttpResponseMessage> GetAsync(TestApi api, string path, string key, CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/api/rest/v1/" + path);
        request.Headers.Add("apikey", key);
        return api.Client.SendAsync(request, cancellationToken);
    }

    /// <summary>Sessions of projects' logins.</summary>
    private static async Task<long> SessionsAsync(PostgresServer server)
    {
        await using var connection = new NpgsqlConnection($"{server.SuperuserConnectionString};Pooling=false");
        await connection.OpenAsync(Cancelled);
        await using var command = new NpgsqlCommand("select count(*) from pg_stat_activity where usename like 'kb\\_%\\_api'", connection);
        return (long)(await command.ExecuteScalarAsync(Cancelled))!;
    }
}
