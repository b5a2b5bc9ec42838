using System.Net;
using Kolaybase.Tests.Rest.Support;
using Kolaybase.Tests.Support;

namespace Kolaybase.Tests.Rest.Execution;

public class ReturnedRowsTests
{
    private const string Authors = """
        create table authors (id int primary key, name text);
        create table books (id int primary key, title text, author int references authors, pages int);
        create function shout(a authors) returns text language sql stable as $$ select upper(a.name) $$;
        create function longest(a authors) returns setof books rows 1 language sql stable as $$ select * from books where author = a.id order by pages desc nulls last limit 1 $$;
        insert into authors values (1, 'ann'), (2, 'bob'), (3, 'cid');
        insert into books values (1, 'one', 1, 10), (2, 'two', 1, 20), (3, 'three', 2, 30);
        grant all on authors, books to service_role;
        grant select (id, name), insert, update (name), delete on authors to anon;
        grant select on books to anon;
        """;

    [Theory, MemberData(nameof(PostgresServers.Majors), MemberType = typeof(PostgresServers))]
    public async Task Written_rows_come_back_with_what_is_related_to_them(int major)
    {
        await using var host = await RestHost.StartAsync(major, Authors);

        async Task AssertAsync(string method, string path, string? body, HttpStatusCode status, string expected) =>
            Assert.Equal((path, expected), (path, (await host.SendAsync(method, path, body: body, prefer: "return=representation")).Expect(status).Body.Replace("\n", "", StringComparison.Ordinal)));

        await AssertAsync("POST", "books?select=title,authors(name)", """[{"id":4,"title":"four","author":2}]""", HttpStatusCode.Created, """[{"title":"four","authors":{"name":"bob"}}]""");
        await AssertAsync("POST", "books?select=title,...authors(by:name)", """{"id":5,"title":"five","author":3}""", HttpStatusCode.Created, """[{"title":"five","by":"cid"}]""");
        await AssertAsync("PATCH", "authors?id=lt.3&select=name,books(id)&books.id=neq.1&books.order=id.desc&order=id.desc", """{"name":"x"}""", HttpStatusCode.OK, """[{"name":"x","books":[{"id":4},  {"id":3}]},{"name":"x","books":[{"id":2}]}]""");
        await AssertAsync("PATCH", "authors?id=gt.0&select=id,books!inner()&books.pages=gt.25", """{"name":"y"}""", HttpStatusCode.OK, """[{"id":2}]""");
        await AssertAsync("PATCH", "authors?id=lt.3&select=id,shout,longest(title)&order=shout,id", """{"name":"z"}""", HttpStatusCode.OK, """[{"id":1,"shout":"Z","longest":{"title":"two"}},{"id":2,"shout":"Z","longest":{"title":"three"}}]""");
        await AssertAsync("PATCH", "books?id=lt.4&select=author,pages.sum()&order=author", """{"title":"t"}""", HttpStatusCode.OK, """[{"author":1,"sum":30},{"author":2,"sum":30}]""");
        await AssertAsync("DELETE", "books?id=gt.3&select=id,authors(name)&order=authors(name).desc", null, HttpStatusCode.OK, """[{"id":4,"authors":{"name":"z"}},{"id":5,"authors":{"name":"y"}}]""");
        Assert.Equal(["z", "z", "y"], (await host.Database.ScalarAsync<string[]>("select array_agg(name order by id) from authors")));
    }

    [Fact]
    public async Task No_column_is_read_that_was_not_asked_for()
    {
        await using var host = await RestHost.StartAsync(18, Authors + "alter table authors add secret text;");

        Assert.Equal(
            """[{"name":"x","books":[{"id":3}]}]""",
            (await host.SendAsync("PATCH", "authors?id=eq.2&select=name,books(id)", "anon", """{"name":"x"}""", "return=representation")).Expect(HttpStatusCode.OK).Body);
        Assert.Equal((401, "42501"), (await host.SendAsync("PATCH", "authors?id=eq.2", "anon", """{"name":"x"}""", "return=representation")).Error);
        Assert.Equal(HttpStatusCode.NoContent, (await host.SendAsync("PATCH", "authors?id=eq.2&select=none&order=none", "anon", """{"name":"x"}""")).Status);
    }

    [Fact]
    public async Task What_triggers_and_generated_columns_make_of_a_row_is_what_comes_back()
    {
        await using var host = await RestHost.StartAsync(18, """
            create table logs (id int primary key, n int, twice int generated always as (n * 2) stored);
            create function watch() returns trigger language plpgsql as $$ begin if new.n < 0 then return null; end if; new.n = new.n + 1; return new; end $$;
            create trigger t before insert or update on logs for each row execute function watch();
            create view shown as select id, n from logs where n < 100;
            create view seen as select id, n, count(*) from logs group by id, n;
            create function keep() returns trigger language plpgsql as $$ begin if tg_op = 'DELETE' then delete from logs where id = old.id; return old; end if; insert into logs values (new.id, new.n); new.count = 7; return new; end $$;
            create trigger t instead of insert or delete on seen for each row execute function keep();
            grant all on logs, shown, seen to service_role;
            """);

        var some = await host.SendAsync("POST", "logs", body: """[{"id":1,"n":1},{"id":2,"n":-1}]""", prefer: "return=representation, count=exact");
        var quiet = await host.SendAsync("PATCH", "logs?id=eq.1", body: """{"n":-5}""", prefer: "count=exact");
        var view = await host.SendAsync("POST", "shown", body: """{"id":3,"n":3}""", prefer: "return=representation");
        var instead = await host.SendAsync("POST", "seen", body: """{"id":4,"n":4}""", prefer: "return=representation");
        var gone = await host.SendAsync("DELETE", "seen?id=eq.4&select=id", prefer: "return=representation");

        Assert.Equal(("""[{"id":1,"n":2,"twice":4}]""", "*/1"), (some.Expect(HttpStatusCode.Created).Body, some.ContentRange));
        Assert.Equal((HttpStatusCode.NoContent, "*/0"), (quiet.Status, quiet.ContentRange));
        Assert.Equal("""[{"id":3,"n":4}]""", view.Expect(HttpStatusCode.Created).Body);
        Assert.Equal("""[{"id":4,"n":4,"count":7}]""", instead.Expect(HttpStatusCode.Created).Body);
        Assert.Equal("""[{"id":4}]""", gone.Expect(HttpStatusCode.OK).Body);
        Assert.Equal((400, "428C9"), (await host.SendAsync("POST", "logs", body: """{"id":9,"twice":1}""")).Error);
        Assert.Equal((400, "PGRST204"), (await host.SendAsync("POST", "logs", body: """{"id":9,"thrice":1}""")).Error);
        Assert.Equal((400, "55000"), (await host.SendAsync("PATCH", "seen?id=eq.1", body: """{"n":1}""")).Error);
    }

    [Fact]
    public async Task A_rule_that_does_something_else_is_counted_by_what_it_did()
    {
        await using var host = await RestHost.StartAsync(18, """
            create table kept (id int primary key);
            create rule never as on delete to kept do instead nothing;
            insert into kept values (1);
            grant all on kept to service_role;
            """);

        var quiet = await host.SendAsync("DELETE", "kept?id=eq.1", prefer: "count=exact");
        var told = await host.SendAsync("DELETE", "kept?id=eq.1", prefer: "return=representation");

        Assert.Equal((HttpStatusCode.NoContent, "*/0"), (quiet.Status, quiet.ContentRange));
        Assert.Equal((400, "0A000"), told.Error);
        Assert.Equal(1, await host.Database.ScalarAsync<long>("select count(*) from kept"));
    }
}
