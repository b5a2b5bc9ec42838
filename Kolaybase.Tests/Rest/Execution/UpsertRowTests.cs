using System.Net;
using Kolaybase.Tests.Rest.Support;
using Kolaybase.Tests.Support;

namespace Kolaybase.Tests.Rest.Execution;

public class UpsertRowTests
{
    private const string Tables = """
        create table langs (name text primary key, rank int, kind text default 'language');
        create table pairs (a int, b int, note text, primary key (a, b)) partition by list (a);
        create table pairs_one partition of pairs for values in (1);
        create table pairs_more partition of pairs default;
        create table only_key (id int primary key);
        create view ranks as select name, rank from langs;
        create view sums as select a, count(*) as n from pairs group by a;
        create table watched (id int primary key, n int);
        create function watch() returns trigger language plpgsql as $$ begin if new.n = 0 then return null; end if; return new; end $$;
        create trigger t before insert or update on watched for each row execute function watch();
        insert into langs values ('java', 1, 'old');
        insert into pairs values (1, 1, 'first');
        insert into only_key values (1);
        grant all on langs, pairs, only_key, ranks, sums, watched to service_role;
        """;

    [Theory, MemberData(nameof(PostgresServers.Majors), MemberType = typeof(PostgresServers))]
    public async Task A_row_is_put_under_its_key_and_the_status_tells_whether_it_is_new(int major)
    {
        await using var host = await RestHost.StartAsync(major, Tables);

        async Task AssertAsync(string path, string body, HttpStatusCode status, string expected) =>
            Assert.Equal((path, status, expected), await host.SendAsync("PUT", path, body: body, prefer: "return=representation") is var a ? (path, a.Status, a.Body) : default);

        await AssertAsync("langs?name=eq.go", """{"name":"go","rank":2}""", HttpStatusCode.Created, """[{"name":"go","rank":2,"kind":"language"}]""");
        await AssertAsync("langs?name=eq.java", """[{"name":"java","rank":3}]""", HttpStatusCode.OK, """[{"name":"java","rank":3,"kind":"old"}]""");
        await AssertAsync("langs?name=eq.java&columns=name,kind", """{"name":"java","rank":9}""", HttpStatusCode.OK, """[{"name":"java","rank":3,"kind":null}]""");
        await AssertAsync("langs?name=eq.java&select=rank", """[{"name":"c","rank":8},{"name":"java","rank":4}]""", HttpStatusCode.OK, """[{"rank":4}]""");
        await AssertAsync("pairs?a=eq.1&b=eq.1", """{"a":1,"b":"1","note":"x"}""", HttpStatusCode.OK, """[{"a":1,"b":1,"note":"x"}]""");
        await AssertAsync("pairs?a=eq.7&b=eq.1", """{"b":1,"a":7}""", HttpStatusCode.Created, """[{"a":7,"b":1,"note":null}]""");
        await AssertAsync("only_key?id=eq.1", """{"id":1}""", HttpStatusCode.OK, """[{"id":1}]""");
        await AssertAsync("only_key?id=eq.2", """{"id":2}""", HttpStatusCode.Created, """[{"id":2}]""");
        await AssertAsync("ranks?name=eq.java", """{"name":"java","rank":5}""", HttpStatusCode.OK, """[{"name":"java","rank":5}]""");
        await AssertAsync("ranks?name=eq.perl", """{"name":"perl","rank":6}""", HttpStatusCode.Created, """[{"name":"perl","rank":6}]""");
    }

    [Fact]
    public async Task Without_a_representation_it_is_204_whether_new_or_not()
    {
        await using var host = await RestHost.StartAsync(18, Tables);

        foreach (var prefer in new[] { null, "return=minimal", "return=headers-only" })
        {
            var answer = await host.SendAsync("PUT", "langs?name=eq.ada", body: """{"name":"ada","rank":1}""", prefer: prefer);

            Assert.Equal((HttpStatusCode.NoContent, "", null, prefer), (answer.Status, answer.Body, answer.ContentRange, answer.PreferenceApplied));
        }
    }

    public static TheoryData<string, string, int, string> Refused => new()
    {
        { "langs?name=eq.go", """{"name":"c","rank":1}""", 400, "PGRST115" },
        { "langs?name=eq.go", """{"rank":1}""", 400, "PGRST115" },
        { "langs?name=eq.go", """{"name":null,"rank":1}""", 400, "PGRST115" },
        { "langs?name=eq.go", "[]", 400, "PGRST115" },
        { "langs?name=eq.go", """[{"name":"go","rank":1},{"name":"go","rank":2}]""", 400, "PGRST115" },
        { "pairs?a=eq.1&b=eq.x", """{"a":1,"b":2}""", 400, "22P02" },
        { "pairs?a=eq.1&b=eq.2", """{"a":1,"b":3}""", 400, "PGRST115" },
        { "pairs?a=eq.1", """{"a":1,"b":2}""", 405, "PGRST105" },
        { "langs?rank=eq.1", """{"name":"java","rank":1}""", 405, "PGRST105" },
        { "langs?name=eq.go&limit=1", """{"name":"go","rank":1}""", 400, "PGRST114" },
        { "langs?name=eq.go", """{"name":"go","rnak":1}""", 400, "PGRST204" },
        { "langs?name=eq.go", """{"name":"go","rank":"x"}""", 400, "22P02" },
        { "sums?a=eq.1", """{"a":1}""", 400, "55000" },
        { "nothing?a=eq.1", """{"a":1}""", 404, "PGRST205" },
    };

    [Fact]
    public async Task What_is_refused_leaves_nothing()
    {
        await using var host = await RestHost.StartAsync(18, Tables);

        foreach (var (path, body, status, code) in Refused.Select(row => row.Data))
        {
            Assert.Equal((path, body, (status, code)), (path, body, (await host.SendAsync("PUT", path, body: body)).Error));
        }

        Assert.Equal("java 1 1", await host.Database.ScalarAsync<string>("select (select string_agg(name, ' ') from langs) || ' ' || (select string_agg(a || ' ' || b, ' ') from pairs)"));
    }

    [Fact]
    public async Task A_row_that_a_trigger_leaves_out_is_neither_new_nor_a_key_that_does_not_match()
    {
        await using var host = await RestHost.StartAsync(18, Tables);

        Assert.Equal((HttpStatusCode.OK, "[]"), await host.SendAsync("PUT", "watched?id=eq.1", body: """{"id":1,"n":0}""", prefer: "return=representation") is var none ? (none.Status, none.Body) : default);
        Assert.Equal(HttpStatusCode.Created, (await host.SendAsync("PUT", "watched?id=eq.1", body: """{"id":1,"n":1}""", prefer: "return=representation")).Status);
        Assert.Equal((HttpStatusCode.OK, "[]"), await host.SendAsync("PUT", "watched?id=eq.1", body: """{"id":1,"n":0}""", prefer: "return=representation") is var kept ? (kept.Status, kept.Body) : default);
        Assert.Equal(1, await host.Database.ScalarAsync<int>("select n from watched"));
    }
}
