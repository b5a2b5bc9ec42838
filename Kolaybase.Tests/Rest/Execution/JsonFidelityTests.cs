using System.Net;
using Kolaybase.Tests.Rest.Support;
using Kolaybase.Tests.Support;

namespace Kolaybase.Tests.Rest.Execution;

/// <summary>Every value comes out exactly as PostgreSQL's own <c>to_json</c> writes it, native writer or not.</summary>
public class JsonFidelityTests
{
    /// <summary>A type and SQL expressions over its range.</summary>
    private static readonly (string Type, string Values)[] Types =
    [
        ("boolean", "true, false, null"),
        ("smallint", "0, 1, -1, 32767, -32768"),
        ("integer", "0, 7, -1, 2147483647, -2147483648"),
        ("bigint", "0, 9007199254740993, -1, 9223372036854775807, -9223372036854775808"),
        ("text", """'', 'plain', e'quote " back \\ slash / tab \t nl \n cr \r bs \b ff \f', e'\x01\x02\x0e\x1f\x7f', 'ş İ ß', '💧𝒳', e'\u2028\u2029\ufeff\u00ad\u200b', '<script>&''+', repeat('x"', 5000)"""),
        ("text", "(select string_agg(chr(i), '') from generate_series(1, 55295) i)"),
        ("text", "(select string_agg(chr(i), '') from generate_series(57344, 70000) i)"),
        ("character varying(5)", "'abc', 'ş\"\\'"),
        ("character(5)", "'ab', ''"),
        ("name", "'a', 'B \"c\"'"),
        ("\"char\"", "'a', ''"),
        ("uuid", "'00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff', 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'"),
        ("json", """'{"a" :  1, "a": 2}', '[1,2]', 'null', '"x"', e'{\n"x":\t1}', '1.0e5'"""),
        ("jsonb", """'{"b": [1, 2.50, null], "a": "ş\""}', '[]', 'null', '1e400', '"\u0041"'"""),
        ("real", "0, '-0', 1.1, 1e-45, 3.4028235e38, 123456, 1234567, 0.0001, 0.00001, 'NaN', 'Infinity', '-Infinity'"),
        ("double precision", "0, '-0', 0.1, 1e15, 1e16, 123456789012345680, 5e-324, 1.7976931348623157e308, 'NaN', 'Infinity', '-Infinity'"),
        ("numeric", "0, 1.10, -0.00001, 'NaN', 'Infinity', 12345678901234567890.123456789, 1e100"),
        ("money", "'12.34', '-1'"),
        ("date", "'2026-11-24', '4713-01-01 BC', 'infinity', '-infinity', '5874897-12-31'"),
        ("time", "'00:00', '23:59:59.999999', '24:00'"),
        ("timetz", "'12:00+02', '23:59:59.5-12:30'"),
        ("timestamp", "'2026-11-24 12:34:56.789', '0001-01-01 BC', 'infinity', '294276-12-31 23:59:59.999999'"),
        ("timestamptz", "'2026-11-24 12:34:56+03', '-infinity', '2026-01-01 00:00:00.000001Z'"),
        ("interval", "'1 year 2 mons 3 days 04:05:06.789', '-1 day', '0'"),
        ("bytea", "'\\x', '\\x00ff10'"),
        ("inet", "'10.0.0.1', '::1/64'"),
        ("cidr", "'10.0.0.0/8'"),
        ("macaddr", "'08:00:2b:01:02:03'"),
        ("bit(3)", "'101'"),
        ("bit varying", "'', '1'"),
        ("point", "'(1.5,-2)'"),
        ("int4range", "'[1,5)', 'empty', '(,)'"),
        ("tstzrange", "'[2026-01-01,2026-02-01)'"),
        ("int4multirange", "'{[1,2),[5,7)}'"),
        ("tsvector", "'a:1 ''b c'':2'"),
        ("xml", "'<a b=\"c\">d</a>'"),
        ("integer[]", "'{}', '{1,null,3}', '{{1,2},{3,4}}'"),
        ("text[]", """'{"a,b","c\"d",null}'"""),
        ("uuid[]", "'{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11}'"),
        ("jsonb[]", """array['{"a": 1}'::jsonb, null]"""),
        ("mood", "'glad', 'so \"so\"'"),
        ("positive", "1, 5"),
        ("label", "'x\"y'"),
        ("pair", "'(1,\"a \"\"b\"\"\")', '(,)'"),
        ("regclass", "'pg_class'"),
        ("oid", "0, 4294967295"),
        ("pg_lsn", "'16/B374D848'"),
    ];

    private const string OwnTypes = """
        create type mood as enum ('glad', 'so "so"');
        create domain positive as int check (value > 0);
        create domain label as text;
        create type pair as (a int, b text);
        """;

    [Theory, MemberData(nameof(PostgresServers.Majors), MemberType = typeof(PostgresServers))]
    public async Task Every_type_is_written_as_to_json_writes_it(int major)
    {
        var tables = Types.Select((type, i) => $"create table t{i} (i int generated always as identity, v {type.Type}); insert into t{i} (v) values {Rows(type.Values)};");
        await using var host = await RestHost.StartAsync(major, OwnTypes + string.Concat(tables));

        for (var i = 0; i < Types.Length; i++)
        {
            var expected = await host.Database.ScalarAsync<string>(
                $"set timezone = 'UTC'; select '[' || string_agg('{{\"v\":' || coalesce(to_json(v)::text, 'null') || '}}', ',' order by i) || ']' from t{i}");
            var answer = (await host.GetAsync($"t{i}?select=v&order=i")).Expect(HttpStatusCode.OK);

            Assert.Equal((Types[i].Type, expected), (Types[i].Type, answer.Body));
        }
    }

    [Fact]
    public async Task Keys_are_escaped_as_values_are()
    {
        await using var host = await RestHost.StartAsync(18, """create table k ("a""b\c" int, "ş" int); insert into k values (1, 2);""");

        Assert.Equal("""[{"a\"b\\c":1,"ş":2}]""", (await host.GetAsync("k")).Body);
        Assert.Equal(await host.Database.ScalarAsync<string>("select to_json(k)::text from k"), (await host.GetAsync("k")).Body.Trim('[', ']'));
    }

    [Fact]
    public async Task Casts_are_written_as_the_type_they_go_to()
    {
        await using var host = await RestHost.StartAsync(18, OwnTypes + "create table c as select 1 as i, '5' as t, 'glad' as m, 2.5::float8 as f;");

        Assert.Equal(
            """[{"i":"1","t":5,"m":"glad","f":2.5,"b":true}]""",
            (await host.GetAsync("c?select=i::text,t::int,m::mood,f::numeric,b:i::boolean")).Expect(HttpStatusCode.OK).Body);
        Assert.Equal((400, "42704"), (await host.GetAsync("c?select=i::nothing")).Error);
        Assert.Equal((400, "42846"), (await host.GetAsync("c?select=f::uuid")).Error);
        Assert.Equal((400, "22P02"), (await host.GetAsync("c?select=m::int")).Error);
    }

    /// <summary>Values apart, each a row; a subquery stays one value.</summary>
    private static string Rows(string values) => values.StartsWith('(') ? $"({values})" : $"({string.Join("), (", Split(values))})";

    /// <summary>Splits at commas that stand outside quotes and brackets.</summary>
    private static IEnumerable<string> Split(string values)
    {
        var (depth, quoted, from) = (0, false, 0);
        for (var i = 0; i < values.Length; i++)
        {
            quoted ^= values[i] == '\'';
            depth += quoted ? 0 : values[i] is '(' or '[' ? 1 : values[i] is ')' or ']' ? -1 : 0;
            if (values[i] == ',' && !quoted && depth == 0)
            {
                yield return values[from..i];
                from = i + 1;
            }
        }

        yield return values[from..];
    }
}
