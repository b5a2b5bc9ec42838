using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Kolaybase.Tests.Platform;
using Kolaybase.Tests.Support;
using MimeKit;

namespace Kolaybase.Tests.Replicas;

/// <summary>What one replica does, the other knows.</summary>
[Collection(ReplicaStack.Collection)]
public sealed partial class SharedStateTests(ReplicaStack stack)
{
    /// <summary>The contract's (section 2.3).</summary>
    private static readonly TimeSpan Seen = TimeSpan.FromSeconds(5);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_key_that_was_rotated_on_one_ends_on_both_and_the_new_one_works_at_once()
    {
        var (one, two) = await stack.SignUpAsync();
        var project = (await one.PostAsync("/api/projects", new { name = "Rotated" })).Expect(201);
        var old = project.GetProperty("serviceKey").GetString()!;
        var path = $"/api/projects/{project.GetProperty("id").GetGuid()}";
        foreach (var api in stack.Apis)
        {
            Assert.Equal(HttpStatusCode.OK, await TablesAsync(api, path, old));
        }

        var fresh = (await one.PostAsync(path + "/keys/rotate", new { kind = "service" })).Expect(200).GetProperty("key").GetString()!;
        Assert.Equal(fresh, (await two.GetAsync(path)).Expect(200).GetProperty("serviceKey").GetString());
        foreach (var api in stack.Apis)
        {
            Assert.Equal(HttpStatusCode.OK, await TablesAsync(api, path, fresh));
            await Eventually.TrueAsync(async () => await TablesAsync(api, path, old) == HttpStatusCode.Unauthorized, "the old key has ended", Cancel, Seen);
        }
    }

    [Fact]
    public async Task A_table_that_was_changed_on_one_is_known_to_both_at_once_whoever_changed_it()
    {
        var project = await stack.ProjectAsync();
        foreach (var api in stack.Apis)
        {
            Assert.Equal("[]", await ReadAsync(api, project, "ledger"));
        }

        var column = $"/api/projects/{project.Id}/tables/ledger/columns";
        using (var added = await SendAsync(stack.Apis[0], project, HttpMethod.Post, column, new { name = "note", type = "text", defaultValue = "new" }))
        {
            Assert.Equal(HttpStatusCode.Created, added.StatusCode);
        }

        using (var written = await SendAsync(stack.Apis[1], project, HttpMethod.Post, "/api/rest/v1/ledger", new { id = Guid.CreateVersion7(), n = 1 }))
        {
            Assert.Equal(HttpStatusCode.Created, written.StatusCode);
        }

        Assert.Equal("""[{"note":"new"}]""", await ReadAsync(stack.Apis[1], project, "ledger?select=note"));
        Assert.Equal("""[{"note":"new"}]""", await ReadAsync(stack.Apis[0], project, "ledger?select=note"));
        await project.ExecuteAsync("alter table ledger rename column note to remark");
        foreach (var api in stack.Apis)
        {
            Assert.Equal("""[{"remark":"new"}]""", await ReadAsync(api, project, "ledger?select=remark"));
        }
    }

    [Fact]
    public async Task A_limit_is_one_for_both() => await Eventually.TrueAsync(() => SharedLimits.AreCountedTogetherAsync(stack), "both count one limit together", Cancel);

    [Fact]
    public async Task A_code_works_once_whichever_replica_it_is_given_to()
    {
        var (user, _) = await stack.SignUpAsync();
        using (var asked = await stack.Apis[0].PostAsJsonAsync("/api/auth/forgot-password", new { email = user.Email }, Cancel))
        {
            Assert.Equal(HttpStatusCode.OK, asked.StatusCode);
        }

        var otp = await CodeAsync(user.Email);
        var used = await Task.WhenAll(stack.Apis.Select(async (api, index) =>
        {
            using var answer = await api.PostAsJsonAsync("/api/auth/reset-password", new { otp, newPassword = $"another horse {index}", email = user.Email }, Cancel);
            return answer.StatusCode;
        }));

        Assert.Single(used, HttpStatusCode.OK);
        Assert.Single(used, status => (int)status is >= 400 and < 500);
    }

    [Fact]
    public async Task Tries_of_a_code_are_counted_over_both()
    {
        var (user, _) = await stack.SignUpAsync();
        using (var asked = await stack.Apis[1].PostAsJsonAsync("/api/auth/forgot-password", new { email = user.Email }, Cancel))
        {
            Assert.Equal(HttpStatusCode.OK, asked.StatusCode);
        }

        var otp = await CodeAsync(user.Email);
        var wrong = otp == "000000" ? "000001" : "000000";
        // Neither replica sees all five; the fifth spends the code. All calls of this test are fewer than the account has in a minute.
        foreach (var index in new[] { 0, 1, 0, 1, 0 })
        {
            Assert.Equal(HttpStatusCode.BadRequest, await ResetAsync(stack.Apis[index], user.Email, wrong));
        }

        Assert.InRange((int)await ResetAsync(stack.Apis[1], user.Email, otp), 400, 499);
    }

    [Fact]
    public async Task Two_workers_take_each_job_once()
    {
        var (one, two) = await stack.SignUpAsync();
        var team = await one.TeamAsync();
        var invited = Enumerable.Range(0, 60).Select(_ => PlatformClient.NewEmail()).ToList();
        await Task.WhenAll(invited.Select(async (email, i) => (await (i % 2 == 0 ? one : two).PostAsync($"/api/teams/{team}/invites", new { email, role = "viewer" })).Expect(201)));
        var projects = await Task.WhenAll(Enumerable.Range(0, 6).Select(async i => (await (i % 2 == 0 ? one : two).PostAsync("/api/projects", new { name = $"p{i}" })).Expect(201)));
        await stack.IdleAsync();

        var mails = Mails().SelectMany(m => m.To.Mailboxes).Select(m => m.Address).Where(invited.ToHashSet(StringComparer.Ordinal).Contains).Order().ToList();
        Assert.Equal(invited.Order(), mails);
        Assert.All(projects, p => Assert.Equal("ACTIVE", p.GetProperty("status").GetString()));
    }

    [GeneratedRegex(@"(?<=^\s*)[0-9]{6,}(?=\s*$)", RegexOptions.Multiline)]
    private static partial Regex Code();

    private static async Task<HttpStatusCode> ResetAsync(HttpClient api, string email, string otp)
    {
        using var answer = await api.PostAsJsonAsync("/api/auth/reset-password", new { otp, newPassword = "another horse", email }, Cancel);
        return answer.StatusCode;
    }

    private async Task<string> CodeAsync(string email)
    {
        MimeMessage? mail = null;
        await Eventually.TrueAsync(() => Task.FromResult((mail = Mails().FirstOrDefault(m => m.To.Mailboxes.Any(t => t.Address == email))) is not null), "the code is mailed", Cancel);
        return Code().Match(mail!.TextBody!).Value;
    }

    private List<MimeMessage> Mails() => [.. Directory.GetFiles(stack.Mails, "*.eml").Select(file => MimeMessage.Load(file))];

    private static async Task<HttpStatusCode> TablesAsync(HttpClient api, string path, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path + "/tables");
        request.Headers.Add("apikey", key);
        using var answer = await api.SendAsync(request, Cancel);
        return answer.StatusCode;
    }

    private static async Task<string> ReadAsync(HttpClient api, LedgerProject project, string query)
    {
        using var answer = await SendAsync(api, project, HttpMethod.Get, "/api/rest/v1/" + query, body: null);
        return await answer.Content.ReadAsStringAsync(Cancel);
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient api, LedgerProject project, HttpMethod method, string path, object? body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Add("apikey", project.ServiceKey);
        return await api.SendAsync(request, Cancel);
    }
}
