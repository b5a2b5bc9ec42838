using System.Text.Json;
using Kolaybase.Tests.Conformance.Support;
using Kolaybase.Tests.Http.Support;
using Kolaybase.Tests.Support;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace Kolaybase.Tests.Conformance;

/// <summary>Errors, "Group 0 - Connection", on the whole API with a project's real key.</summary>
public class ConnectionTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact, Item("PGRST000")]
    public async Task A_database_that_does_not_answer_is_503()
    {
        await using var plane = await ControlPlaneFixture.StartAsync(15);
        var project = await plane.Projects.CreateAsync(Cancelled);
        await using var api = await TestApi.StartAsync(
            null,
            plane.ControlConnectionString,
            plane.Settings["Kolaybase:MasterKeys"],
            builder => builder.Configuration.AddInMemoryCollection([KeyValuePair.Create("Kolaybase:DatabaseServers:default:Provisioner", (string?)TestApi.NoDatabase)]));

        await RefusedAsync(api, project, 503, "PGRST000", "Database connection error. Retrying the connection.");
    }

    [Fact, Item("PGRST003")]
    public async Task A_connection_that_does_not_come_in_time_is_504()
    {
        await using var plane = await ControlPlaneFixture.StartAsync(15);
        var project = await plane.Projects.CreateAsync(Cancelled);
        await project.ExecuteAsync("create table books (id int); create view asleep as select 1 as id from pg_sleep(60); grant select on books, asleep to anon", Cancelled);
        await using var api = await TestApi.StartAsync(
            null,
            plane.ControlConnectionString,
            plane.Settings["Kolaybase:MasterKeys"],
            settings: [("Kolaybase:ProjectConnections:PerProject", "1"), ("Kolaybase:Rest:AnonStatementMilliseconds", "30000")]);
        using var awake = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        var asleep = SendAsync(api, project, "asleep", awake.Token);
        await Eventually.TrueAsync(
            () => SleepsAsync(project),
            "the only connection is taken",
            Cancelled);

        await RefusedAsync(api, project, 504, "PGRST003", "Timed out acquiring connection from connection pool.");

        await awake.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asleep);
    }

    /// <summary>Whether a session of the project sleeps now, as the view does (reading the schema is not enough); only a superuser sees that.</summary>
    private static async Task<bool> SleepsAsync(ProvisionedProject project)
    {
        await using var connection = new NpgsqlConnection($"{(await PostgresServers.Get(15)).SuperuserConnectionString};Pooling=false");
        await connection.OpenAsync(Cancelled);
        await using var command = new NpgsqlCommand("select exists (select from pg_stat_activity where datname = $1 and wait_event = 'PgSleep')", connection) { Parameters = { new() { Value = project.Ref.Database.Name } } };
        return (bool)(await command.ExecuteScalarAsync(Cancelled))!;
    }

    private static async Task RefusedAsync(TestApi api, ProvisionedProject project, int status, string code, string message)
    {
        using var answer = await SendAsync(api, project, "books", Cancelled);
        var body = await answer.Content.ReadAsStringAsync(Cancelled);
        Assert.True((int)answer.StatusCode == status, body);
        var error = JsonDocument.Parse(body).RootElement;
        Assert.Equal((code, message), (error.GetProperty("code").GetString(), error.GetProperty("message").GetString()));
        Assert.NotNull(answer.Headers.RetryAfter);
    }

    private static Task<HttpResponseMessage> SendAsync(TestApi api, ProvisionedProject project, string path, CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/api/rest/v1/" + path);
        request.Headers.Add("apikey", project.AnonKey);
        return api.Client.SendAsync(request, cancellationToken);
    }
}
