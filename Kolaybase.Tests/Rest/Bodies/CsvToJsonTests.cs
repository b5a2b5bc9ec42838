using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Kolaybase.Api.Rest;
using Kolaybase.Api.Rest.Bodies;
using Kolaybase.Api.Rest.Parsing;
using Kolaybase.Tests.Rest.Support;

namespace Kolaybase.Tests.Rest.Bodies;

public class CsvToJsonTests
{
    private static readonly RestLimits Limits = new() { InsertRows = 3 };

    [Theory]
    [InlineData("a,b\n1,x\n2,y\n", """[{"a":"1","b":"x"},{"a":"2","b":"y"}]""")]
    [InlineData("a,b\r\n1,x\r\n2,y", """[{"a":"1","b":"x"},{"a":"2","b":"y"}]""")]
    [InlineData("a,b\r1,x\r", """[{"a":"1","b":"x"}]""")]
    [InlineData("a\n", "[]")]
    [InlineData("a", "[]")]
    [InlineData("\n\na\n\n1\n\r\n2\n\n", """[{"a":"1"},{"a":"2"}]""")]
    [InlineData("a,b\n,\n", """[{"a":"","b":""}]""")]
    [InlineData("a,b\n1,", """[{"a":"1","b":""}]""")]
    [InlineData("a\n\"\"\n", """[{"a":""}]""")]
    [InlineData("a\n\"\"", """[{"a":""}]""")]
    [InlineData("a,b\nNULL,\"NULL\"\n", """[{"a":null,"b":null}]""")]
    [InlineData("a,b\nnull,NULL \n", """[{"a":"null","b":"NULL "}]""")]
    [InlineData("\"a,b\",\"c\"\"d\"\n\"x\ny\",\"\"\"\"\n", """[{"a,b":"x\ny","c\"d":"\""}]""")]
    [InlineData("a, b\n 1 ,2\n", """[{"a":" 1 "," b":"2"}]""")]
    [InlineData("ad,şehir\n🐘,İzmir\n", """[{"ad":"\uD83D\uDC18","şehir":"İzmir"}]""")]
    [InlineData("\ufeffa,b\n1,2\n", """[{"a":"1","b":"2"}]""")]
    [InlineData("\ufeff\"a\"\n1\n", """[{"a":"1"}]""")]
    [InlineData("\ufec0\n1\n", """[{"ﻀ":"1"}]""")]
    [InlineData("a\n\\N\n", """[{"a":"\\N"}]""")]
    [InlineData("a\n1\n2\n3\n", """[{"a":"1"},{"a":"2"},{"a":"3"}]""")]
    public void Rows_become_objects_however_the_bytes_are_cut(string csv, string json)
    {
        foreach (var piece in new[] { int.MaxValue, 1, 2, 3 })
        {
            var (payload, text) = Read(csv, piece);
            Assert.Equal(json, text);
            using var document = JsonDocument.Parse(text);
            Assert.Equal((true, document.RootElement.GetArrayLength()), (payload.IsArray, payload.Rows));
            Assert.Equal(document.RootElement.EnumerateArray().FirstOrDefault() is { ValueKind: JsonValueKind.Object } first ? first.EnumerateObject().Select(p => p.Name) : [], payload.Keys);
        }
    }

    [Theory]
    [InlineData("", "PGRST102", "Empty or invalid csv", "The first line names the columns")]
    [InlineData("\n\n", "PGRST102", "Empty or invalid csv", "The first line names the columns")]
    [InlineData("a,b\n1\n", "PGRST102", "All lines must have same number of fields", "Line 2 has fewer fields than the 2 that the first line names")]
    [InlineData("a,b\n1,2\n\n1,2,3", "PGRST102", "All lines must have same number of fields", "Line 4 has more fields than the 2 that the first line names")]
    [InlineData("a,b\n\"1\n2\",x\n1", "PGRST102", "All lines must have same number of fields", "Line 4 has fewer fields than the 2 that the first line names")]
    [InlineData("a\n\"1", "PGRST102", "Empty or invalid csv", "In line 2 a quote is not closed")]
    [InlineData("a\n\"1\"2", "PGRST102", "Empty or invalid csv", "In line 2 something follows a closing quote")]
    [InlineData("a\n1\"2\"", "PGRST102", "Empty or invalid csv", "In line 2 a field with a quote inside has to be quoted itself")]
    [InlineData("a,b,a\n", "PGRST102", "Empty or invalid csv", "The first line names 'a' twice")]
    [InlineData("a,b\0\n", "KB004", "A NUL character can't be part of a column's name", null)]
    [InlineData("a\n1\n2\n3\n4\n", "KB607", "A body may hold 3 rows at most", null)]
    public void What_is_no_table_is_refused(string csv, string code, string message, string? details)
    {
        foreach (var piece in new[] { int.MaxValue, 1 })
        {
            var error = Refusals.Of(() => Read(csv, piece)).Error;
            Assert.Equal((code, message, details), (error.Code, error.Message, error.Details));
        }
    }

    [Theory]
    [InlineData("a\n\xff\n")]
    [InlineData("\xff\n1\n")]
    [InlineData("\xef\xbb\n")]
    public void Bytes_that_are_no_UTF_8_are_refused(string latin1) =>
        Assert.Equal("KB004", Refusals.Of(() => Read(Encoding.Latin1.GetBytes(latin1), int.MaxValue)).Error.Code);

    [Fact]
    public void More_columns_than_a_table_can_have_are_refused() =>
        Assert.Equal("A row may have 1600 keys at most", Refusals.Of(() => Read(string.Join(',', Enumerable.Range(0, 1601).Select(i => $"c{i}")), int.MaxValue)).Error.Message);

    [Fact]
    public void A_long_field_survives_in_one_piece()
    {
        // Three bytes a character and an odd start: the pieces are cut inside of characters.
        var value = "x" + string.Concat(Enumerable.Repeat("ｱ\"\n", 30_000));
        var (_, json) = Read($"a,b\n\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\",2\n", 4_099);

        using var document = JsonDocument.Parse(json);
        Assert.Equal(value, document.RootElement[0].GetProperty("a").GetString());
        Assert.Equal("2", document.RootElement[0].GetProperty("b").GetString());
    }

    [Fact]
    public void What_would_become_too_much_JSON_is_refused_before_it_has_become()
    {
        var csv = new StringBuilder($"{new string('n', 60)}\n");
        for (var i = 0; i < 20_000; i++)
        {
            csv.Append("1\n");
        }

        Assert.Equal((413, "KB413"), Refusals.Of(() => Read(Encoding.UTF8.GetBytes(csv.ToString()), 1_000, most: 500_000, new RestLimits())) is var r ? (r.Status, r.Error.Code) : default);
    }

    [Property(MaxTest = 200)]
    public Property Any_table_survives() => Prop.ForAll(Tables.ToArbitrary(), table =>
    {
        var csv = string.Join("\r\n", table.Select(row => string.Join(',', row.Select(field => $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\""))));
        var (payload, json) = Read(csv, 7, limits: new RestLimits());

        using var document = JsonDocument.Parse(json);
        Assert.Equal(table.Skip(1).Select(row => row.Select(field => field == "NULL" ? null : field)), document.RootElement.EnumerateArray().Select(row => row.EnumerateObject().Select(p => p.Value.GetString())));
        Assert.Equal(table.Count == 1 ? [] : table[0], payload.Keys);
    });

    private static Gen<List<string[]>> Tables =>
        from width in Gen.Choose(1, 4) from rows in Field.ArrayOf(width).ListOf(4)
        select rows.Prepend([.. Enumerable.Range(0, width).Select(i => $"c{i},\"")]).ToList();

    private static Gen<string> Field => Gen.OneOf(
        ArbMap.Default.GeneratorFor<string?>().Select(s => string.Concat((s ?? "").EnumerateRunes().Where(r => r.Value != 0xFFFD))),
        Gen.Elements("", "NULL", "\"", "\"\"", ",", "\r\n", "\ufeff", "🐘", "\\"));

    private static (JsonPayload Payload, string Json) Read(string csv, int piece, long most = long.MaxValue, RestLimits? limits = null) => Read(Encoding.UTF8.GetBytes(csv), piece, most, limits);

    private static (JsonPayload Payload, string Json) Read(byte[] csv, int piece, long most = long.MaxValue, RestLimits? limits = null)
    {
        var buffer = new BodyBuffer(csv.Length, most, () => RestErrors.BodyTooLarge("text/csv", most));
        using var reader = new CsvToJson(buffer, limits ?? Limits);
        foreach (var bytes in csv.Chunk(Math.Min(piece, Math.Max(1, csv.Length))))
        {
            reader.Feed(bytes);
        }

        var payload = reader.End();
        return (payload, Encoding.UTF8.GetString(payload.Utf8.Span));
    }
}
