using System.Text;
using Kolaybase.Api.Rest.Execution;
using Kolaybase.Api.Rest.Formats;
using Kolaybase.Api.Rest.Parsing;
using Kolaybase.Api.Rest.Planning;
using Kolaybase.Tests.Support;
using Npgsql;

namespace Kolaybase.Tests.Rest.Formats;

public class FormatTests
{
    [Theory]
    [InlineData("Array", "SELECT 1, NULL::text UNION ALL SELECT 2, 'b'", """[{"a":1,"b":null},{"a":2,"b":"b"}]""")]
    [InlineData("Array", "SELECT 1, 'b' WHERE false", "[]")]
    [InlineData("StrippedArray", "SELECT 1, NULL::text UNION ALL SELECT NULL, 'b' UNION ALL SELECT NULL, NULL", """[{"a":1},{"b":"b"},{}]""")]
    [InlineData("Object", "SELECT 1, 'b'", """{"a":1,"b":"b"}""")]
    [InlineData("StrippedObject", "SELECT 1, NULL::text", """{"a":1}""")]
    [InlineData("Object", "SELECT 1, 'b' WHERE false", "null")]
    public Task Objects_are_written_row_by_row(string format, string sql, string expected) => AssertWritesAsync(format, sql, expected);

    [Theory]
    [InlineData("SELECT 1, 'x'", "a,b\n1,x")]
    [InlineData("SELECT 1, 'x' WHERE false", "a,b\n")]
    [InlineData("SELECT NULL::int, '' UNION ALL SELECT 2, 'a,b'", "a,b\n,\"\"\n2,\"a,b\"")]
    [InlineData("SELECT 1, E'say \"hi\"\\nback\\\\slash'", "a,b\n1,\"say \"\"hi\"\"\nback\\slash\"")]
    public Task CSV_is_what_a_reader_of_CSV_expects(string sql, string expected) =>
        AssertWritesAsync("Csv", $"SELECT substring(r::text, 2, length(r::text) - 2) FROM ({sql}) AS r", expected);

    private static async Task AssertWritesAsync(string format, string sql, string expected)
    {
        var plan = new Planner(
            new(1, [new("public", "t", Api.Rest.Schema.RelationKind.Table, [new("a", new(23, "integer")), new("b", new(25, "text"))], [])]), "public", new()).Read("t", QueryParser.Parse("", new()), Preferences.None, null, false);
        var server = await PostgresServers.Get(15);
        await using var connection = new NpgsqlConnection(server.SuperuserConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        using var output = new ByteBuffer();
        using var writer = RowsWriters.Create((AnswerFormat)typeof(AnswerFormat).GetField(format)!.GetValue(null)!, plan.Rows.Output);
        var rows = 0;
        writer.Begin(output);
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            writer.Write(reader, rows++, output);
        }

        writer.End(rows, output);
        Assert.Equal(expected, Encoding.UTF8.GetString(output.Written.Span));
    }
}
