using Kolaybase.Tests.Rest.Support;

namespace Kolaybase.Tests.Rest.Execution;

public class HostileInputTests
{
    private const string Items = """
        create table items (id int primary key, name text, tags text[], doc json, at timestamptz, uid uuid);
        insert into items values (1000, 'xyz');
        create view slow as select pg_sleep(30)::text as s;
        create function teapot() returns text language plpgsql as $$ begin raise sqlstate 'PT418' using message = 'I am a teapot', detail = 'short', hint = 'stout'; end $$;
        create view teapots as select teapot() as t;
        create view raising as select 1 / 0 as one;
        grant execute on all functions in schema public to anon;
        grant all on all tables in schema public to anon, authenticated, service_role;
        """;

    private static readonly string Long = new('x', 10_000);
    private static readonly string Deep = string.Concat(Enumerable.Repeat("%5B", 3_000));

    /// <summary>Method, path, body, status and code.</summary>
    private static IEnumerable<(string Method, string Path, string? Body, int Status, string Code)> Requests =>
    [
        ("GET", "item", null, 404, "PGRST205"),
        ("GET", Long, null, 404, "PGRST205"),
        ("GET", "%F0%9F%92%A7", null, 404, "PGRST205"),
        ("GET", "items%22;drop%20table%20items;--", null, 404, "PGRST205"),
        ("GET", "pg_class", null, 404, "PGRST205"),
        ("GET", "items?id=eq.%00", null, 400, "KB004"),
        ("GET", "items?name=eq.%FF", null, 400, "KB005"),
        ("GET", "items?id=1", null, 400, "PGRST100"),
        ("GET", "items?id=eq", null, 400, "PGRST100"),
        ("GET", "items?id=nope.1", null, 400, "PGRST100"),
        ("GET", "items?%22=eq.1", null, 400, "PGRST100"),
        ("GET", "items?id=in.(1,2", null, 400, "PGRST100"),
        ("GET", "items?or=(id.eq.1", null, 400, "PGRST100"),
        ("GET", "items?or=(" + Deep, null, 400, "PGRST100"),
        ("GET", "items?or=" + string.Concat(Enumerable.Repeat("(or", 3_000)), null, 400, "KB603"),
        ("GET", "items?select=" + string.Join(',', Enumerable.Repeat("id", 501)), null, 400, "KB604"),
        ("GET", "items?id=in.(" + string.Join(',', Enumerable.Repeat("1", 1_001)) + ")", null, 400, "KB605"),
        ("GET", "items?" + string.Join('&', Enumerable.Repeat("id=eq.1", 101)), null, 400, "KB602"),
        ("GET", "items?name=eq." + new string('x', 70_000), null, 414, "KB414"),
        ("GET", "items?select=id;drop table items", null, 400, "PGRST100"),
        ("GET", "items?select=" + Long, null, 400, "42703"),
        ("GET", $"items?{Long}=eq.1", null, 400, "42703"),
        ("GET", "items?order=" + Long, null, 400, "42703"),
        ("GET", "items?select=id::int);drop table items;--", null, 400, "PGRST100"),
        ("GET", "items?select=id::" + Long, null, 400, "42704"),
        ("GET", "items?order=id.sideways", null, 400, "PGRST100"),
        ("GET", "items?limit=x", null, 400, "PGRST100"),
        ("GET", "items?limit=-1", null, 416, "PGRST103"),
        ("GET", "items?limit=9223372036854775808", null, 400, "PGRST100"),
        ("GET", "items?id=eq.abc", null, 400, "22P02"),
        ("GET", "items?id=eq.99999999999999999999", null, 400, "22003"),
        ("GET", "items?id=in.(1,abc)", null, 400, "22P02"),
        ("GET", "items?id=is.true", null, 400, "42804"),
        ("GET", "items?id=like.1*", null, 404, "42883"),
        ("GET", "items?doc=eq.1", null, 404, "42883"),
        ("GET", "items?order=doc", null, 404, "42883"),
        ("GET", "items?name=match.(", null, 400, "2201B"),
        ("GET", "items?at=gt.yesterday-ish", null, 400, "22007"),
        ("GET", "items?uid=eq.123", null, 400, "22P02"),
        ("GET", "items?tags=cs.{", null, 400, "22P02"),
        ("GET", "items?name=like.x%5C", null, 400, "22025"),
        ("GET", "teapots", null, 418, "PT418"),
        ("GET", "raising", null, 400, "22012"),
        ("POST", "items", "", 400, "PGRST102"),
        ("POST", "items", "{", 400, "PGRST102"),
        ("POST", "items", "nonsense", 400, "PGRST102"),
        ("POST", "items", "5", 400, "PGRST102"),
        ("POST", "items", "[1]", 400, "PGRST102"),
        ("POST", "items", "[{\"id\":1},{\"name\":\"x\"}]", 400, "PGRST102"),
        ("POST", "items", new string('[', 10_000), 400, "PGRST102"),
        ("POST", "items", "{\"doc\":" + new string('[', 100) + new string(']', 100) + ",\"id\":1}", 400, "KB606"),
        ("POST", "items", "{\"id\":\"abc\"}", 400, "22P02"),
        ("POST", "items", "{\"id\":99999999999}", 400, "22003"),
        ("POST", "items", "{\"id\":null}", 400, "23502"),
        ("POST", "items", "{\"name\":\"a\\u0000b\",\"id\":1}", 400, "22P05"),
        ("POST", "items", "{\"a\\u0000b\":1}", 400, "KB004"),
        ("POST", "items", "{\"doc\":\"\\ud800\",\"id\":1}", 400, "22P02"),
        ("POST", "items", $$"""{"{{Long}}":1}""", 400, "PGRST204"),
        ("POST", "items", "{\"id\\\"; drop table items; --\":1}", 400, "PGRST204"),
        ("POST", "item", "{}", 404, "PGRST205"),
        ("PUT", "items", "{}", 405, "PGRST105"),
        ("PUT", "items?id=eq.1", "{}", 400, "PGRST115"),
        ("PUT", "items?id=eq.1&limit=1", "{\"id\":1}", 400, "PGRST114"),
        ("PUT", "items?id=eq.abc", "{\"id\":1}", 400, "22P02"),
        ("PATCH", "items", "{\"id\":1}", 400, "KB601"),
        ("PATCH", "items?id=eq.1", "[", 400, "PGRST102"),
        ("PATCH", "items?id=eq.1&limit=1", "{\"id\":1}", 400, "PGRST109"),
        ("DELETE", "items", null, 400, "KB601"),
        ("DELETE", "items?id=eq.abc", null, 400, "22P02"),
        ("POST", "raising", "{\"one\":1}", 400, "55000"),
        ("PATCH", "raising?one=eq.1", "{\"one\":1}", 400, "55000"),
        ("DELETE", "raising?one=eq.1", null, 400, "55000"),
    ];

    [Fact]
    public async Task Every_bad_request_gets_its_own_refusal_and_no_harm_is_done()
    {
        await using var host = await RestHost.StartAsync(18, Items);

        var wrong = new List<string>();
        foreach (var (method, path, body, status, code) in Requests)
        {
            var answer = await host.SendAsync(method, path, "anon", body);
            var isError = answer.Body.StartsWith('{') && answer.Json.EnumerateObject().Select(p => p.Name).SequenceEqual(["code", "message", "details", "hint"]);
            if (!isError || (status, code) != answer.Error || answer.Body.Length > 1_000)
            {
                wrong.Add($"{method} {Start(path)} {Start(body ?? "")}: expected {status} {code}, got {(int)answer.Status} {Start(answer.Body)}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
        Assert.Equal("1000xyz", await host.Database.ScalarAsync<string>("select string_agg(id || name, ',') from items"));
    }

    private static string Start(string text) => text[..Math.Min(text.Length, 100)];

    [Fact]
    public async Task An_unknown_method_is_told_the_known_ones()
    {
        await using var host = await RestHost.StartAsync(18);

        var answer = await host.SendAsync("REPORT", "items", body: "{}");

        Assert.Equal((405, "PGRST117"), answer.Error);
        Assert.Equal("DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT", string.Join(", ", answer.Allow!.Split(", ").Order(StringComparer.Ordinal)));
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("nonsense")]
    public async Task Another_content_type_is_refused(string contentType)
    {
        await using var host = await RestHost.StartAsync(18, Items);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/rest/v1/items") { Content = new ByteArrayContent("{}"u8.ToArray()) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        request.Headers.Add("X-Test-Role", "anon");
        request.Headers.Add("X-Test-Claims", "{}");

        using var response = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal((415, "KB415"), (await RestAnswer.ReadAsync(response)).Error);
    }

    [Fact]
    public async Task A_statement_that_takes_too_long_is_stopped_by_role()
    {
        await using var host = await RestHost.StartAsync(18, Items, settings: ("AnonStatementMilliseconds", 100));

        var answer = await host.GetAsync("slow", "anon");

        Assert.Equal((500, "57014"), answer.Error);
        Assert.Equal("canceling statement due to statement timeout", answer.Message);
    }

    [Fact]
    public async Task A_functions_own_refusal_is_passed_on()
    {
        await using var host = await RestHost.StartAsync(18, Items);

        var answer = await host.GetAsync("teapots", "anon");

        Assert.Equal(("I am a teapot", "short", "stout"), (answer.Message, answer.Details, answer.Hint));
    }

    [Fact]
    public async Task Strict_handling_refuses_what_is_not_understood()
    {
        await using var host = await RestHost.StartAsync(18, Items);

        Assert.Equal((400, "PGRST122"), (await host.GetAsync("items", prefer: "handling=strict, wonders=many")).Error);
        Assert.Equal("""[{"id":1000}]""", (await host.GetAsync("items?select=id", prefer: "wonders=many")).Body);
    }
}
