using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Kolaybase.Embedded.Postgres;
using Kolaybase.Tests.Support;
using Kolaybase.Workers.Provisioning;
using Npgsql;

namespace Kolaybase.Tests.AppHost;

/// <summary>
/// The AppHost kills itself after every step of a project's making and removal. The next start takes up the job where it was
/// left, and is killed after the next step.
/// </summary>
public class AppHostKilledTests
{
    private const int Killed = 137;
    private const string Password = "correct horse battery staple";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    // The newest version only: what a step does on each is WorkerKilledTests' to prove, and a dozen starts take a minute and a half.
    [Fact]
    public async Task Killed_after_every_step_it_still_makes_the_project_and_removes_all_of_it()
    {
        await using var folder = await AppHostFolder.CreateAsync(PostgresInstallation.HighestMajor);
        var host = folder.Start(failpoint: ProvisioningSteps.Failpoint(ProvisioningSteps.All[0]));
        await host.WaitUntilReadyAsync();
        using (var client = await SignedInAsync(host, "signup"))
        {
            await AskForDeathAsync(() => CreateAsync(client));
        }

        await AssertKilledAsync(host);
        foreach (var step in ProvisioningSteps.All.Skip(1))
        {
            await AssertKilledAsync(folder.Start(failpoint: ProvisioningSteps.Failpoint(step)));
        }

        // Whole again, and armed for its removal.
        host = folder.Start(failpoint: DeletionSteps.Failpoint(DeletionSteps.All[0]));
        await host.WaitUntilReadyAsync();
        await Eventually.TrueAsync(async () => await AskAsync(host, "select count(*) from jobs.messages") is 0L, "the job is done", Cancelled);
        Assert.Equal("Active", await AskAsync(host, "select status from projects"));
        Assert.Equal(1L, await AskAsync(host, "select count(*) from signing_keys where realm <> 'platform'"));
        Assert.Equal(1L, await host.AskAsync<long>("select count(*) from pg_database where datname ~ '^kb_' and datallowconn"));
        using (var client = await SignedInAsync(host, "login"))
        {
            var project = (await client.GetFromJsonAsync<JsonElement>("/api/projects", Cancelled))[0];
            var id = project.GetProperty("id").GetGuid();
            Assert.Equal("ACTIVE", project.GetProperty("status").GetString());
            using var made = await client.PostAsJsonAsync(
                $"/api/projects/{id}/tables", new { name = "t", columns = new[] { new { name = "id", type = "int", isPrimary = true } } }, Cancelled);
            Assert.Equal(HttpStatusCode.Created, made.StatusCode);
            await AskForDeathAsync(() => client.DeleteAsync(new Uri($"/api/projects/{id}", UriKind.Relative), Cancelled));
        }

        await AssertKilledAsync(host);
        foreach (var step in DeletionSteps.All.Skip(1))
        {
            await AssertKilledAsync(folder.Start(failpoint: DeletionSteps.Failpoint(step)));
        }

        host = await folder.StartReadyAsync();
        await Eventually.TrueAsync(async () => await AskAsync(host, "select count(*) from jobs.messages") is 0L, "the job is done", Cancelled);
        Assert.Equal(0L, await AskAsync(host, "select (select count(*) from projects) + (select count(*) from project_keys) + (select count(*) from signing_keys where realm <> 'platform')"));
        Assert.Equal(0L, await host.AskAsync<long>("select (select count(*) from pg_database where datname ~ '^kb_') + (select count(*) from pg_roles where rolname ~ '^kb_')"));
    }

    private static async Task AssertKilledAsync(AppHostProcess host)
    {
        var code = await host.WaitForExitAsync();
        Assert.True(code == Killed, $"It ended with {code} instead of being killed. It printed:\n{host.Output}");
    }

    private static Task<HttpResponseMessage> CreateAsync(HttpClient client)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/projects") { Content = JsonContent.Create(new { name = "Killed" }) };
        request.Headers.Add("Prefer", "respond-async");
        return client.SendAsync(request, Cancelled);
    }

    /// <summary>The answer and the end of the process race one another: without an answer is fine, a refusal is not.</summary>
    private static async Task AskForDeathAsync(Func<Task<HttpResponseMessage>> ask)
    {
        HttpResponseMessage? answer = null;
        var cut = await Record.ExceptionAsync(async () => answer = await ask());
        Assert.True(cut is HttpRequestException || answer?.StatusCode == HttpStatusCode.Accepted, $"{cut} {answer}");
        answer?.Dispose();
    }

    private static async Task<HttpClient> SignedInAsync(AppHostProcess host, string how)
    {
        var client = new HttpClient { BaseAddress = new Uri(host.BaseUrl) };
        using var answer = await client.PostAsJsonAsync($"/api/auth/{how}", new { email = "dev@example.org", password = Password }, Cancelled);
        answer.EnsureSuccessStatusCode();
        var session = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancelled);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", session.GetProperty("accessToken").GetString());
        return client;
    }

    private static Task<object?> AskAsync(AppHostProcess host, string sql) =>
        ProjectParts.AskAsync(new NpgsqlConnectionStringBuilder(host.Superuser) { Database = "kolaybase" }.ConnectionString, sql, Cancelled);
}
