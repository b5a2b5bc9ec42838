using Kolaybase.Api.Rest.Schema;
using Kolaybase.Tests.Rest.Support;
using Kolaybase.Tests.Support;

namespace Kolaybase.Tests.Rest.Schema;

public class RoutineTests(RoutineTests.Functions functions) : IClassFixture<RoutineTests.Functions>
{
    public sealed class Functions() : LoadedSchema("""
        create schema hidden;
        create table items (id int primary key, name text);
        create table hidden.secrets (id int, word text);
        create type pair as (a int, "b c" numeric(4,1));
        create domain item as items;
        create domain positive as int check (value > 0);
        create function nothing() returns void language sql as '';
        create function scalar(a int, b text default 'x', c positive default 1) returns int immutable language sql return 1;
        create function scalars() returns setof text stable language sql as 'select 1::text';
        create function one() returns items language sql stable as 'select 1, null::text';
        create function many() returns setof items language sql stable as 'select * from items';
        create function as_domain() returns item language sql as 'select row(1, null)::items';
        create function as_pair() returns pair language sql as 'select 1, 2.0';
        create function secret() returns hidden.secrets language sql as 'select 1, null::text';
        create function tabled(n int) returns table (x int, y text) language sql as 'select 1, null::text';
        create function one_column() returns table (x int) language sql as 'select 1';
        create function out_one(n int, out m int) language sql as 'select 1';
        create function inout_one(inout n int) language sql as 'select 1';
        create function out_unnamed(out int, out text, inout z int) language sql as 'select 1, null::text, 2';
        create function out_item(out it items) language sql as 'select 1, null::text';
        create function some_record() returns record language sql as 'select 1, 2';
        create function some_records() returns setof record language sql as 'select 1, 2';
        create function variadic_numbers(first int, variadic rest int[] default '{}') returns int language sql return 1;
        create function lengths(a character, b bit, c varchar(3)) returns character language sql return 'a';
        create function raw(json) returns int language sql return 1;
        create function unnamed_number(int) returns int language sql return 1;
        create function half_named(int, b int) returns int language sql return 1;
        create function over(a int) returns int language sql return 1;
        create function over(a int, b int) returns int language sql return 1;
        create function over() returns int language sql return 1;
        create function "Ünïcode f"("Ä b" int) returns int language sql return 1;
        create function with_settings() returns int language sql set statement_timeout = '1s' set timezone = 'UTC' return 1;
        create function hidden.unseen() returns int language sql return 1;
        create procedure proc() language sql as '';
        create function tg() returns trigger language plpgsql as 'begin return new; end';
        create aggregate total(int) (sfunc = int4pl, stype = int);
        """);

    public static TheoryData<string, string> Expected { get; } = new()
    {
        { "nothing", "() Void void" },
        { "scalar", "(a integer, b text?, c public.positive?) Scalar integer" },
        { "scalars", "() Scalar setof text" },
        { "one", "() Row public.items of items (id, name)" },
        { "many", "() Row setof public.items of items (id, name)" },
        { "as_domain", "() Row public.item of items (id, name)" },
        { "as_pair", "() Row public.pair (a, b c)" },
        { "secret", "() Row hidden.secrets (id, word)" },
        { "tabled", "(n integer) Row setof record (x, y)" },
        { "one_column", "() Row setof integer (x)" },
        { "out_one", "(n integer) Row integer (m)" },
        { "inout_one", "(n integer) Row integer (n)" },
        { "out_unnamed", "(z integer) Row record (column1, column2, z)" },
        { "out_item", "() Row public.items of items (id, name)" },
        { "some_record", "() Record record" },
        { "some_records", "() Record setof record" },
        { "variadic_numbers", "(first integer, variadic rest integer[]?) Scalar integer" },
        { "lengths", "(a bpchar, b \"bit\", c character varying) Scalar bpchar" },
        { "raw", "( json) Scalar integer" },
        { "over", "() Scalar integer; (a integer) Scalar integer; (a integer, b integer) Scalar integer" },
        { "Ünïcode f", "(Ä b integer) Scalar integer" },
    };

    public static TheoryData<int, string, string> OnAllMajors => new(
        from major in PostgresServers.Majors from row in Expected select (major.Data, row.Data.Item1, row.Data.Item2));

    [Theory, MemberData(nameof(OnAllMajors))]
    public async Task A_function_tells_what_it_takes_and_returns(int major, string name, string expected) =>
        Assert.Equal(expected, string.Join("; ", (await functions.SnapshotAsync(major)).Routines("public", name).Select(Print)));

    [Theory, MemberData(nameof(PostgresServers.Majors), MemberType = typeof(PostgresServers))]
    public async Task What_a_request_cannot_call_is_no_routine(int major)
    {
        var snapshot = await functions.SnapshotAsync(major);

        Assert.DoesNotContain(snapshot.RoutineNames("public"), n => n is "unnamed_number" or "half_named" or "proc" or "tg" or "total");
        Assert.Empty(snapshot.RoutineNames("hidden"));
        Assert.Empty(snapshot.Routines("hidden", "unseen"));
    }

    [Theory, MemberData(nameof(PostgresServers.Majors), MemberType = typeof(PostgresServers))]
    public async Task Volatility_and_settings_are_known(int major)
    {
        var snapshot = await functions.SnapshotAsync(major);

        Assert.Equal(
            [Volatility.Immutable, Volatility.Stable, Volatility.Volatile],
            new[] { "scalar", "scalars", "nothing" }.Select(name => snapshot.Routines("public", name).Single().Volatility));
        Assert.Equal(
            [new("statement_timeout", "1s"), new("TimeZone", "UTC")],
            snapshot.Routines("public", "with_settings").Single().Settings.AsEnumerable());
        Assert.Empty(snapshot.Routines("public", "nothing").Single().Settings);
    }

    [Theory, MemberData(nameof(PostgresServers.Majors), MemberType = typeof(PostgresServers))]
    public async Task A_result_that_is_a_relations_row_is_that_relation(int major)
    {
        var snapshot = await functions.SnapshotAsync(major);

        Assert.Same(snapshot.Find("public", "items"), snapshot.Routines("public", "many").Single().Result.Relation);
        Assert.Equal("numeric(4,1)", snapshot.Routines("public", "as_pair").Single().Result.Columns[1].Type.Sql);
    }

    private static string Print(Routine routine)
    {
        var parameters = routine.Parameters.Select(p => $"{(p.Variadic ? "variadic " : "")}{p.Name} {p.Type.Sql}{(p.Required ? "" : "?")}");
        var result = routine.Result;
        return $"({string.Join(", ", parameters)}) {result.Kind} {(result.IsSet ? "setof " : "")}{result.Type.Sql}"
            + (result.Relation is { } relation ? $" of {relation.Name}" : "")
            + (result.Kind == RoutineResultKind.Row ? $" ({string.Join(", ", result.Columns.Select(c => c.Name))})" : "");
    }
}
