using System.Text.Json;
using Kolaybase.Api.Http;
using Kolaybase.Api.Http.Json;
using Kolaybase.Api.Tables.Ddl;

namespace Kolaybase.Tests.Tables.Ddl;

public class ColumnPlanTests
{
    [Theory]
    [InlineData("""{"name":"id","type":"bigint","isPrimary":true,"identity":true}""", "ByDefault")]
    [InlineData("""{"name":"id","type":"bigint","identity":"always"}""", "Always")]
    [InlineData("""{"name":"id","type":"bigint","identity":"BY DEFAULT"}""", "ByDefault")]
    [InlineData("""{"name":"id","type":"bigint","identity":false}""", "None")]
    [InlineData("""{"name":"id","type":"bigint","identity":null,"defaultValue":null,"nullable":null}""", "None")]
    [InlineData("""{"name":"id","type":"bigint","nullable":true}""", "None")]
    public void A_column_is_taken(string json, string identity) => Assert.Equal(identity, ColumnPlan.Check(Column(json)).Identity.ToString());

    [Theory]
    [InlineData("""{"name":"","type":"int"}""", "name")]
    [InlineData("""{"name":"a","type":""}""", "type")]
    [InlineData("""{"name":"a","type":"int","identity":1}""", "identity")]
    [InlineData("""{"name":"a","type":"int","identity":"sometimes"}""", "identity")]
    [InlineData("""{"name":"a","type":"int","identity":true,"defaultValue":1}""", "defaultValue")]
    [InlineData("""{"name":"a","type":"int","identity":true,"nullable":true}""", "nullable")]
    [InlineData("""{"name":"a","type":"int","isPrimary":true,"nullable":true}""", "nullable")]
    [InlineData("""{"name":"a","type":"int","defaultValue":{"expression":"1;2"}}""", "defaultValue.expression")]
    public void A_column_that_contradicts_itself_is_refused(string json, string field)
    {
        var refusal = Assert.Throws<ApiException>(() => ColumnPlan.Check(Column(json)));
        Assert.Equal(400, refusal.Status);
        Assert.Contains($"\"{field}\"", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_faults_of_all_columns_are_told_at_once()
    {
        var refusal = Assert.Throws<ApiException>(() => ColumnPlan.Check(
            [Column("""{"name":"a","type":"int"}"""), Column("""{"name":"a","type":"int"}"""), Column("""{"name":"","type":"("}""")]));

        Assert.Equal(ErrorCodes.InvalidBody, refusal.Error.Code);
        Assert.Contains("\"columns[1].name\" repeats", refusal.Error.Details, StringComparison.Ordinal);
        Assert.Contains("\"columns[2].name\"", refusal.Error.Details, StringComparison.Ordinal);
        Assert.Contains("\"columns[2].type\"", refusal.Error.Details, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1601)]
    [InlineData(2000)]
    public void A_table_has_one_to_1600_columns(int count) =>
        Assert.Contains("\"columns\" must list", Assert.Throws<ApiException>(() => ColumnPlan.Check(Many(count))).Message, StringComparison.Ordinal);

    [Fact]
    public void As_many_columns_as_the_database_takes_are_taken() => Assert.Equal(1600, ColumnPlan.Check(Many(1600)).Count);

    [Fact]
    public void A_null_among_the_columns_is_refused() =>
        Assert.Equal("\"columns[0]\" must be an object.", Assert.Throws<ApiException>(() => ColumnPlan.Check([null!])).Message);

    private static List<ColumnRequest> Many(int count) => [.. Enumerable.Range(0, count).Select(i => new ColumnRequest { Name = $"c{i}", Type = "int" })];

    private static ColumnRequest Column(string json) => JsonSerializer.Deserialize<ColumnRequest>(json, ApiJson.Options)!;
}
