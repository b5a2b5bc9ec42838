using System.Net;
using Kolaybase.Tests.Rest.Support;

namespace Kolaybase.Tests.Rest.Execution;

public class ResponseSettingsTests
{
    /// <summary>A table whose trigger sets what the inserted row says.</summary>
    private const string Sql = """
        create table notes (id int primary key, status text, headers text);
        grant all on notes to anon, service_role;
        create function set_response() returns trigger language plpgsql as $$
        begin
          if new.status is not null then perform set_config('response.status', new.status, true); end if;
          if new.headers is not null then perform set_config('response.headers', new.headers, true); end if;
          return new;
        end $$;
        create trigger respond before insert on notes for each row execute function set_response();
        """;

    [Theory, InlineData(15), InlineData(18)]
    public async Task A_status_and_headers_that_SQL_sets_are_the_answers(int major)
    {
        await using var host = await RestHost.StartAsync(major, Sql);

        using var answer = await SendAsync(host, """{"id":1,"status":"418","headers":"[{\"X-Tea\":\"green\"},{\"x-tea\":\"black\"},{\"Cache-Control\":\"max-age=3\"}]"}""");

        Assert.Equal((HttpStatusCode)418, answer.StatusCode);
        Assert.Equal(["green", "black"], answer.Headers.GetValues("X-Tea"));
        Assert.Equal("max-age=3", answer.Headers.CacheControl!.ToString());
        Assert.Equal(1, await host.Database.ScalarAsync<long>("select count(*) from notes"));
    }

    [Fact]
    public async Task Headers_that_frame_the_message_or_speak_for_the_host_are_left_out()
    {
        await using var host = await RestHost.StartAsync(15, Sql);

        using var answer = await SendAsync(host, """{"id":1,"headers":"[{\"Set-Cookie\":\"a=b\"},{\"Content-Length\":\"7\"},{\"Access-Control-Allow-Origin\":\"*\"},{\"X-Kept\":\"1\"}]"}""");

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Equal(["1"], answer.Headers.GetValues("X-Kept"));
        Assert.False(answer.Headers.Contains("Set-Cookie"));
        Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"));
        Assert.Equal("", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("status", "teapot", "PGRST112")]
    [InlineData("status", "99", "PGRST112")]
    [InlineData("status", "1000", "PGRST112")]
    [InlineData("headers", "nonsense", "PGRST111")]
    [InlineData("headers", "{}", "PGRST111")]
    [InlineData("headers", "[1]", "PGRST111")]
    [InlineData("headers", """[{"A":"1","B":"2"}]""", "PGRST111")]
    [InlineData("headers", """[{"A":1}]""", "PGRST111")]
    [InlineData("headers", """[{"A B":"1"}]""", "PGRST111")]
    [InlineData("headers", """[{"A":"1\r\nB: 2"}]""", "PGRST111")]
    [InlineData("headers", """[{"A":"ş"}]""", "PGRST111")]
    public async Task What_no_answer_can_be_given_with_undoes_the_write(string setting, string value, string code)
    {
        await using var host = await RestHost.StartAsync(15, Sql);

        var answer = await host.SendAsync("POST", "notes", body: $$"""{"id":1,"{{setting}}":{{System.Text.Json.JsonSerializer.Serialize(value)}}}""");

        Assert.Equal((500, code), answer.Error);
        Assert.Equal(0, await host.Database.ScalarAsync<long>("select count(*) from notes"));
    }

    [Theory]
    [InlineData("204")]
    [InlineData("205")]
    [InlineData("304")]
    public async Task A_status_without_a_body_has_none(string status)
    {
        await using var host = await RestHost.StartAsync(15, Sql);

        var answer = await host.SendAsync("POST", "notes", body: $$"""{"id":1,"status":"{{status}}"}""", prefer: "return=representation");

        Assert.Equal((status, ""), ($"{(int)answer.Status}", answer.Body));
        Assert.Equal(1, await host.Database.ScalarAsync<long>("select count(*) from notes"));
    }

    [Fact]
    public async Task Request_headers_are_seen_by_SQL_but_not_what_proves_who_calls()
    {
        await using var host = await RestHost.StartAsync(15, "create view seen as select current_setting('request.headers')::json as h, current_setting('request.cookies')::json as c; grant select on seen to anon, service_role");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/rest/v1/seen");
        request.Headers.Add("X-Test-Role", "anon");
        request.Headers.Add("X-Test-Claims", "{}");
        request.Headers.Add("X-Tenant", "a \"b\"");
        request.Headers.Add("apikey", "kb_anon_secret");
        request.Headers.Add("Authorization", "Bearer secret");
        request.Headers.Add("Cookie", "theme=dark; x=%22y%22");

        using var answer = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);

        var row = (await RestAnswer.ReadAsync(answer)).Json[0];
        Assert.Equal("a \"b\"", row.GetProperty("h").GetProperty("x-tenant").GetString());
        Assert.Equal("""{"theme":"dark","x":"\u0022y\u0022"}""", row.GetProperty("c").GetRawText());
        Assert.DoesNotContain("secret", row.GetRawText(), StringComparison.Ordinal);
    }

    private static async Task<HttpResponseMessage> SendAsync(RestHost host, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/rest/v1/notes") { Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json") };
        request.Headers.Add("X-Test-Role", "service_role");
        request.Headers.Add("X-Test-Claims", "{}");
        return await host.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
