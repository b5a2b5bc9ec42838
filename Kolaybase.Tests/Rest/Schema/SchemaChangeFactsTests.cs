using Kolaybase.Api.Rest;
using Kolaybase.Api.Rest.Schema;
using Kolaybase.Tests.Rest.Support;
using Kolaybase.Tests.Support;

namespace Kolaybase.Tests.Rest.Schema;

/// <summary>Every kind of DDL that changes a fact, one after the other on one database: the version moves, and the fact is the new one.</summary>
public class SchemaChangeFactsTests
{
    private const string Begin = """
        create table a (id int primary key, note text);
        create table b (id int primary key, a int, name text default 'x');
        create view v as select id, a from b;
        create function f(x int) returns int language sql as 'select 1';
        create domain color as int;
        create table c (paint color);
        """;

    private static readonly (string Sql, Func<SchemaSnapshot, object?> Fact, object? Expected)[] Changes =
    [
        ("alter table b add foreign key (a) references a", s => Ways(s, "b"), "a.id=b_a_fkey"),
        ("create or replace view v as select id, a + 0 as a from b", s => Ways(s, "v"), ""),
        ("create or replace view v as select id, a from b", s => Ways(s, "v"), "a.id=b_a_fkey"),
        ("alter table b rename constraint b_a_fkey to to_a", s => Ways(s, "b"), "a.id=to_a"),
        ("alter table b add unique (a)", s => s.From(Of(s, "b"))[0].Cardinality, Cardinality.OneToOne),
        ("alter table b drop constraint to_a", s => Ways(s, "b"), ""),
        ("alter table a drop constraint a_pkey", s => Of(s, "a").PrimaryKey.Length, 0),
        ("alter table a add primary key (note)", s => Of(s, "a").PrimaryKey.Single(), "note"),
        ("alter table b alter column name set default 'y'", s => Of(s, "b").Find("name")!.Default, "'y'::text"),
        ("alter table b alter column name drop default", s => Of(s, "b").Find("name")!.HasDefault, false),
        ("alter table b alter column a set not null", s => Of(s, "b").Find("a")!.Nullable, false),
        ("alter table b alter column a add generated always as identity", s => Of(s, "b").Find("a")!.Generation, ColumnGeneration.IdentityAlways),
        ("alter domain color set default 3", s => Of(s, "c").Find("paint")!.Default, "3"),
        ("alter domain color set not null", s => Of(s, "c").Find("paint")!.Nullable, false),
        ("create function color_json(color) returns json language sql immutable return '1'::json", s => Of(s, "c").Find("paint")!.Type.Representation, null),
        ("create cast (color as json) with function color_json(color) as implicit", s => Of(s, "c").Find("paint")!.Type.Representation!.ToJson!.Value.Name, "color_json"),
        ("drop cast (color as json)", s => Of(s, "c").Find("paint")!.Type.Representation, null),
        ("alter function f(int) immutable", s => F(s).Volatility, Volatility.Immutable),
        ("alter function f(int) set statement_timeout = '1s'", s => F(s).Settings.Single().Value, "1s"),
        ("create or replace function f(x int default 1) returns int language sql as 'select 1'", s => F(s).Parameters[0].Required, false),
        ("drop function f(int); create function f(y text) returns setof a language sql as 'select * from a'", s => $"{F(s).Parameters[0].Name} {F(s).Result.Relation?.Name} {F(s).Result.IsSet}", "y a True"),
        ("alter function f(text) rename to g", s => s.Routines("public", "f").Length, 0),
        ("create function twice(a) returns int language sql stable as 'select 2'", s => Of(s, "a").Computed.Single().Type.Sql, "integer"),
        ("drop function twice(a); create function twice(a) returns text language sql stable as 'select null::text'", s => Of(s, "a").Computed.Single().Type.Sql, "text"),
        ("drop function twice(a)", s => Of(s, "a").Computed.Length, 0),
        ("create function bs(a) returns setof b rows 1 language sql stable as 'select * from b'", s => s.From(Of(s, "a")).Single(r => r.Function is not null).ToOne, true),
        ("alter function bs(a) rows 10", s => s.From(Of(s, "a")).Single(r => r.Function is not null).ToOne, false),
        ("create domain \"text/html\" as text; create function page() returns \"text/html\" language sql as 'select null::text'", s => s.MediaHandlers.Single().Function.Name, "page"),
        ("create function status() returns text language sql as $$ select set_config('response.status', '201', true) $$", s => s.SetsResponse, true),
        ("drop function status()", s => s.SetsResponse, false),
        ("create rule r as on insert to v do instead nothing", s => Of(s, "v").Writes.HasFlag(Writes.Insert), true),
        ("drop view v; create view v as select count(*) from b", s => Of(s, "v").Writes, Writes.None),
        ("create table p (id int primary key) partition by range (id); create table p1 partition of p for values from (0) to (9)", s => Of(s, "p1").PrimaryKey.Single(), "id"),
        ("alter table a set schema kept", s => s.Find("public", "a"), null),
    ];

    [Theory, MemberData(nameof(PostgresServers.Majors), MemberType = typeof(PostgresServers))]
    public async Task Every_change_is_seen_by_the_next_look(int major)
    {
        await using var database = await RestDatabase.CreateAsync(major, 2);
        await database.ExecuteAsync("create schema kept;" + Begin);
        using var cache = new SchemaCache((_, token) => database.OpenAuthenticatorAsync(token), new RestLimits(), TimeProvider.System);
        var snapshot = await cache.GetAsync(database.Project.Database, TestContext.Current.CancellationToken);
        foreach (var (sql, fact, expected) in Changes)
        {
            await database.ExecuteAsync(sql);
            var next = await cache.RefreshAsync(database.Project.Database, snapshot, TestContext.Current.CancellationToken);
            Assert.True(!ReferenceEquals(next, snapshot), $"unnoticed: {sql}");
            Assert.True(Equals(expected, fact(next)), $"{fact(next)} after {sql}");
            snapshot = next;
        }
    }

    private static Relation Of(SchemaSnapshot snapshot, string name) => snapshot.Find("public", name)!;

    private static Routine F(SchemaSnapshot snapshot) => snapshot.Routines("public", "f").Single();

    private static string Ways(SchemaSnapshot snapshot, string name) =>
        string.Join(';', snapshot.From(Of(snapshot, name)).Select(r => $"{r.Target.Name}.{r.Columns[0].Right.Name}={r.Constraint}"));
}
