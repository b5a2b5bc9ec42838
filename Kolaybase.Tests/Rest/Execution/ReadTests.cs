using System.Net;
using Kolaybase.Tests.Rest.Support;
using Kolaybase.Tests.Support;

namespace Kolaybase.Tests.Rest.Execution;

public class ReadTests
{
    private const string Items = """
        create table items (id int primary key, name text, price numeric(10,2), sold bool);
        insert into items values (1, 'pen', 1.50, true), (2, 'paper', 20.00, null), (3, 'ink', 7.25, false), (4, null, null, null);
        grant select on items to anon, authenticated, service_role;
        """;

    public static TheoryData<string, string> Queries => new()
    {
        { "items?select=id,name&id=eq.1", """[{"id":1,"name":"pen"}]""" },
        { "items?id=eq.2", """[{"id":2,"name":"paper","price":20.00,"sold":null}]""" },
        { "items?select=nr:id,cost:price::text&id=eq.3", """[{"nr":3,"cost":"7.25"}]""" },
        { "items?select=id&id=neq.1&order=id.desc", """[{"id":4},{"id":3},{"id":2}]""" },
        { "items?select=id&price=gte.7.25&price=lt.20&order=id", """[{"id":3}]""" },
        { "items?select=id&id=gt.1&id=lte.3&order=id", """[{"id":2},{"id":3}]""" },
        { "items?select=id&name=like.p*&order=id", """[{"id":1},{"id":2}]""" },
        { "items?select=id&name=ilike.*N*&order=id", """[{"id":1},{"id":3}]""" },
        { "items?select=id&id=in.(1,3)&order=id", """[{"id":1},{"id":3}]""" },
        { "items?select=id&id=not.in.(1,3)&order=id", """[{"id":2},{"id":4}]""" },
        { "items?select=id&name=in.(\"pen\",\"a,b\")", """[{"id":1}]""" },
        { "items?select=id&id=in.()", "[]" },
        { "items?select=id&name=is.null", """[{"id":4}]""" },
        { "items?select=id&sold=is.true", """[{"id":1}]""" },
        { "items?select=id&sold=not.is.unknown&order=id", """[{"id":1},{"id":3}]""" },
        { "items?select=id&name=is.not_null&limit=1&order=id", """[{"id":1}]""" },
        { "items?select=id&or=(id.eq.1,and(price.gt.5,price.lt.10))&order=id", """[{"id":1},{"id":3}]""" },
        { "items?select=id&not.or=(id.eq.1,id.eq.2)&order=id", """[{"id":3},{"id":4}]""" },
        { "items?select=id&order=price.desc.nullslast,id", """[{"id":2},{"id":3},{"id":1},{"id":4}]""" },
        { "items?select=id&order=sold.nullsfirst,id.desc", """[{"id":4},{"id":2},{"id":3},{"id":1}]""" },
        { "items?select=id&order=id&limit=2&offset=1", """[{"id":2},{"id":3}]""" },
        { "items?select=&id=lt.3", "[{},{}]" },
        { "items?limit=0", "[]" },
    };

    [Theory, MemberData(nameof(PostgresServers.Majors), MemberType = typeof(PostgresServers))]
    public async Task Every_query_gives_its_rows(int major)
    {
        await using var host = await RestHost.StartAsync(major, Items);

        foreach (var (query, expected) in Queries.Select(row => row.Data))
        {
            var answer = (await host.GetAsync(query)).Expect(HttpStatusCode.OK);
            Assert.Equal((query, expected), (query, answer.Body));
            Assert.Equal("application/json; charset=utf-8", answer.ContentType);
        }
    }

    public static TheoryData<string, string?, int, string> Ranges => new()
    {
        { "items", null, 200, "0-3/*" },
        { "items?limit=2", null, 200, "0-1/*" },
        { "items?offset=2&order=id", null, 200, "2-3/*" },
        { "items?offset=9", null, 200, "*/*" },
        { "items", "count=exact", 200, "0-3/4" },
        { "items?limit=2&offset=1", "count=exact", 206, "1-2/4" },
        { "items?id=eq.9", "count=exact", 200, "*/0" },
        { "items?offset=4", "count=exact", 206, "*/4" },
    };

    [Fact]
    public async Task Content_Range_tells_place_and_total()
    {
        await using var host = await RestHost.StartAsync(18, Items);

        foreach (var (query, prefer, status, range) in Ranges.Select(row => row.Data))
        {
            var get = await host.GetAsync(query, prefer: prefer);
            var head = await host.SendAsync("HEAD", query, prefer: prefer);

            Assert.Equal((query, status, range, prefer), (query, (int)get.Status, get.ContentRange, get.PreferenceApplied));
            Assert.Equal((query, status, range, ""), (query, (int)head.Status, head.ContentRange, head.Body));
        }
    }

    [Fact]
    public async Task An_offset_beyond_a_counted_end_is_no_range()
    {
        await using var host = await RestHost.StartAsync(18, Items);

        var answer = await host.GetAsync("items?offset=5", prefer: "count=exact");

        Assert.Equal((416, "PGRST103"), answer.Error);
        Assert.Equal("An offset of 5 was requested, but there are only 4 rows.", answer.Details);
    }

    [Fact]
    public async Task Rows_are_capped_for_all_but_the_service_role()
    {
        await using var host = await RestHost.StartAsync(18, Items, settings: ("RowCap", 2));

        foreach (var (role, rows) in new[] { ("anon", 2), ("authenticated", 2), ("service_role", 4) })
        {
            Assert.Equal((role, rows), (role, (await host.GetAsync("items?limit=1000", role)).Json.GetArrayLength()));
        }
    }

    [Fact]
    public async Task An_answer_too_large_to_wait_for_streams_and_is_whole()
    {
        await using var host = await RestHost.StartAsync(18, "create table big as select i, repeat('x', 1000) as t from generate_series(1, 5000) i; grant select on big to service_role", settings: ("WholeAnswerBytes", 100_000));

        var streamed = (await host.GetAsync("big?order=i")).Expect(HttpStatusCode.OK);
        var counted = (await host.GetAsync("big?order=i&offset=10", prefer: "count=exact")).Expect(HttpStatusCode.PartialContent);

        Assert.Equal(Enumerable.Range(1, 5000), streamed.Json.EnumerateArray().Select(row => row.GetProperty("i").GetInt32()));
        Assert.Null(streamed.ContentRange);
        Assert.Equal("10-4999/5000", counted.ContentRange);
        Assert.Equal(4990, counted.Json.GetArrayLength());
    }

    [Fact]
    public async Task A_read_that_fails_in_its_midst_resets_the_connection()
    {
        await using var host = await RestHost.StartAsync(
            18,
            "create view bad as select i, 1 / (5000 - i) as q, repeat('x', 1000) as t from generate_series(1, 5000) i; grant select on bad to service_role",
            settings: ("WholeAnswerBytes", 100_000));

        await Assert.ThrowsAsync<HttpRequestException>(() => host.GetAsync("bad"));
        Assert.Equal((400, "22012"), (await host.GetAsync("bad?i=gt.4990")).Error);
    }

    [Fact]
    public async Task A_read_can_write_nothing()
    {
        await using var host = await RestHost.StartAsync(18, Items + """
            create function touch() returns int language sql volatile security definer as 'update items set sold = true returning 1';
            create view touching as select touch() as t;
            grant select on touching to service_role;
            """);

        Assert.Equal((405, "25006"), (await host.GetAsync("touching")).Error);
        Assert.Equal(1, await host.Database.ScalarAsync<long>("select count(*) from items where sold"));
    }

    [Fact]
    public async Task Views_and_quoted_and_foreign_names_are_served()
    {
        await using var host = await RestHost.StartAsync(18, """
            create table "Ürün ""x"" tablosu" ("Ad Soyad" text, "a.b" int, "select" int, "💧" int);
            insert into "Ürün ""x"" tablosu" values ('Ayşe', 1, 2, 3);
            create table "a/b%2F+c" as select 4 as id;
            create view "v-1" as select * from "Ürün ""x"" tablosu";
            grant select on all tables in schema public to anon;
            """);

        var answer = await host.GetAsync($"{Uri.EscapeDataString("Ürün \"x\" tablosu")}?%22a.b%22=eq.1&%22select%22=eq.2&{Uri.EscapeDataString("\"💧\"")}=eq.3", "anon");

        Assert.Equal("""[{"Ad Soyad":"Ayşe","a.b":1,"select":2,"💧":3}]""", answer.Expect(HttpStatusCode.OK).Body);
        Assert.Equal("""[{"id":4}]""", (await host.GetAsync("a%2Fb%252F+c", "anon")).Expect(HttpStatusCode.OK).Body);
        Assert.Equal("""[{"Ad Soyad":"Ayşe"}]""", (await host.GetAsync("v-1?select=Ad%20Soyad", "anon")).Expect(HttpStatusCode.OK).Body);
    }
}
